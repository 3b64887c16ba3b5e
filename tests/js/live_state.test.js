// The scenario of the reader and the link that holds it.

import assert from "node:assert/strict";
import { test } from "node:test";

import * as states from "../../src/zorgkaart/outputs/web/scripts/live_state.js";

const SITES = new Set(["seh-west", "seh-oost", "huisarts-heem"]);
const CANDIDATES = new Set(["seh-dicht"]);
const MOMENTS = ["", "nacht"];

const state = (closed = [], opened = [], moment = "") => ({ closed: new Set(closed), opened: new Set(opened), moment });
const read = (text) => states.parseFragment(text, SITES, CANDIDATES, MOMENTS);

test("a link holds the layer and the scenario, ids in alphabetical order", () => {
  const fragment = states.formatFragment("seh_norm_na", state(["seh-west", "seh-oost"], ["seh-dicht"], "nacht"));
  assert.equal(fragment, "#laag=seh_norm_na&dicht=seh-oost&dicht=seh-west&open=seh-dicht&moment=nacht");
  assert.equal(states.formatFragment("seh_norm_na", state()), "#laag=seh_norm_na");
});

test("what a link says is read back", () => {
  for (const scenario of [state(), state(["seh-oost"]), state([], ["seh-dicht"]), state([...SITES], [...CANDIDATES], "nacht")]) {
    assert.deepEqual(read(states.formatFragment("laag", scenario)), { state: scenario, ignored: [] });
  }
});

test("what a link names and does not exist is left out and told", () => {
  const { state: scenario, ignored } = read("#dicht=seh-dicht&dicht=__proto__&open=seh-west&moment=ooit&dicht=seh-oost");
  assert.deepEqual(scenario, state(["seh-oost"]));
  assert.deepEqual(ignored, ["seh-dicht", "__proto__", "seh-west", "ooit"]);
  assert.deepEqual(read("#%E0%A4%A&dicht=%").ignored.length, 1);
});

test("a long id is shortened, and of many the first are named", () => {
  const { ignored } = read(`#${Array.from({ length: 5000 }, (_, i) => `dicht=${i}${"x".repeat(100)}`).join("&")}`);
  assert.equal(ignored.length, 5000);
  assert.equal(ignored[0].length, 41);
  const text = states.ignoredText(ignored);
  assert.ok(text.endsWith("en nog 4997. Dat is overgeslagen."), text);
  assert.ok(text.length < 300);
  assert.equal(states.ignoredText([]), "");
});

test("steps are undone one by one; what is no step is not kept", () => {
  const history = states.createHistory(state());
  assert.equal(history.canUndo, false);
  history.change(state([]));
  assert.equal(history.canUndo, false);
  history.change(state(["seh-west"]));
  history.change(state(["seh-west"], [], "nacht"));
  history.undo();
  assert.deepEqual(history.state, state(["seh-west"]));
  history.undo();
  history.undo();
  assert.deepEqual(history.state, state());
  assert.equal(history.canUndo, false);
});

test("sites change sides: open ones close, candidates open, and back, without touching the state before", () => {
  const before = state(["seh-west"]);
  const isCandidate = ({ id }) => CANDIDATES.has(id);
  const isOpenIn = (scenario) => (site) => (isCandidate(site) ? scenario.opened.has(site.id) : !scenario.closed.has(site.id));
  const toggle = (scenario, ...ids) =>
    states.toggled(scenario, ids.map((id) => ({ id })), isOpenIn(scenario), isCandidate);
  assert.deepEqual(toggle(before, "seh-oost", "seh-dicht"), state(["seh-west", "seh-oost"], ["seh-dicht"]));
  assert.deepEqual(toggle(before, "seh-west"), state());
  assert.deepEqual(toggle(toggle(before, "seh-dicht"), "seh-dicht"), before);
  assert.deepEqual(before, state(["seh-west"]));
});
