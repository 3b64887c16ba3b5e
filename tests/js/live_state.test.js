// The scenario of the reader and the link that holds it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ignoredText } from "../../src/zorgkaart/outputs/web/scripts/linked.js";
import * as states from "../../src/zorgkaart/outputs/web/scripts/live_state.js";

const SITES = new Set(["seh-west", "seh-oost", "huisarts-heem"]);
const CANDIDATES = new Set(["seh-dicht"]);
const MOMENTS = ["", "nacht"];

const PERIODS = ["avond", "nacht"].map((name) => ({ name, label: name, hours: name, open: [name] }));
const KNOWN = {
  closable: SITES,
  openable: CANDIDATES,
  moments: MOMENTS,
  kinds: ["seh", "huisarts"],
  periods: PERIODS,
  joins: (lat, lon) => lat > 53 && lon > 6,
};

const state = (closed = [], opened = [], moment = "", more = {}) => ({
  closed: new Set(closed),
  opened: new Set(opened),
  added: [],
  hours: new Map(),
  moment,
  ...more,
});
const read = (text) => states.parseFragment(text, KNOWN);

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

test("a link holds new sites and other hours, and they are read back", () => {
  const added = [
    states.newSite("seh", 53.123456, 6.5, "  Nieuw, aan & bij\n\u0007 de 100% weg#1 "),
    states.newSite("huisarts", 53.2, 6.6, "B", ["nacht"]),
  ];
  assert.deepEqual(added[0], { kind: "seh", lat: 53.12346, lon: 6.5, name: "Nieuw, aan & bij de 100% weg#1", hours: null });
  const hours = new Map([
    ["huisarts-heem", ["avond"]],
    ["seh-oost", null],
  ]);
  const scenario = state(["seh-west"], [], "nacht", { added, hours });
  assert.deepEqual(read(states.formatFragment("laag", scenario)), { state: scenario, ignored: [] });
  assert.deepEqual(read("#tijden=nacht%2Bavond,seh-oost").state.hours.get("seh-oost"), null, "all periods are day and night");
});

test("what is wrong in new sites and hours is left out and told", () => {
  const wrong = [
    "nieuw=kerk,53.1,6.5,altijd,Naam",
    "nieuw=seh,53.1,6.5,altijd,",
    "nieuw=seh,53.1,6.5,ooit,Naam",
    "nieuw=seh,abc,6.5,altijd,Naam",
    "nieuw=seh,1e3,6.5,altijd,Naam",
    "nieuw=seh,52.1,6.5,altijd,ver weg",
    "nieuw=__proto__,53.1,6.5,altijd,x",
    "tijden=nacht,seh-dicht",
    "tijden=,seh-oost",
    "tijden=nacht%2Booit,seh-oost",
    "tijden=nacht,seh-west", // which is closed
  ];
  const { state: scenario, ignored } = read(`#dicht=seh-west&${wrong.join("&")}`);
  assert.deepEqual(scenario, state(["seh-west"]));
  assert.equal(ignored.length, wrong.length);
  const many = Array.from({ length: 40 }, (_, i) => `nieuw=seh,53.1,6.5,altijd,N${i}`).join("&");
  assert.equal(read(`#${many}`).state.added.length, 20);
});

test("a long id is shortened, and of many the first are named", () => {
  const { ignored } = read(`#${Array.from({ length: 5000 }, (_, i) => `dicht=${i}${"x".repeat(100)}`).join("&")}`);
  assert.equal(ignored.length, 5000);
  assert.equal(ignored[0].length, 41);
  const text = ignoredText(ignored);
  assert.ok(text.endsWith("en nog 4997. Dat is overgeslagen."), text);
  assert.ok(text.length < 300);
  assert.equal(ignoredText([]), "");
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

test("a new site that is pressed goes, and what closes has no hours any more", () => {
  const added = [states.newSite("seh", 53.1, 6.5, "A"), states.newSite("seh", 53.1, 6.5, "B")];
  const before = state([], [], "", { added, hours: new Map([["seh-oost", null]]) });
  const isOpen = () => true;
  const isCandidate = (site) => Boolean(site.added);
  const after = states.toggled(before, [{ id: "nieuw-1", added: added[0] }, { id: "seh-oost" }], isOpen, isCandidate);
  assert.deepEqual(after, state(["seh-oost"], [], "", { added: [added[1]] }));
});
