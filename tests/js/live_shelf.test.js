// What a page keeps beside the scenario: saved ones and the second map, all of it in the address.

import assert from "node:assert/strict";
import { test } from "node:test";

import * as shelves from "../../src/zorgkaart/outputs/web/scripts/live_shelf.js";
import { formatFragment, parseFragment } from "../../src/zorgkaart/outputs/web/scripts/live_state.js";

const KNOWN = {
  closable: new Set(["a", "b & c=d"]),
  openable: new Set(["nieuw"]),
  moments: ["", "nacht"],
  kinds: ["seh"],
  periods: ["avond", "nacht"].map((name) => ({ name, label: name, hours: name, open: [name] })),
  joins: () => true,
};
const SITE = { kind: "seh", lat: 53.2, lon: 6.5, name: "Nieuw & co, =1", hours: ["avond"] };
const state = (closed = [], opened = [], moment = "", more = {}) => ({
  closed: new Set(closed),
  opened: new Set(opened),
  added: [],
  hours: new Map(),
  moment,
  ...more,
});
const everything = state(["b & c=d"], ["nieuw"], "nacht", { added: [SITE], hours: new Map([["a", null]]) });
const read = (text) => shelves.readShelf(text, KNOWN);

test("what is kept comes back from the address, and leaves the scenario in it alone", () => {
  const names = ["Nacht", "50 % & meer = #1?", "naam=x&dicht=a", "é \u2603"];
  for (const second of ["", "nu", "@nacht", "@", `=${names[1]}`]) {
    let shelf = shelves.emptyShelf();
    for (const name of names) shelf = shelves.withSaved(shelf, name, everything);
    shelf = { ...shelf, second };
    const present = state(["a"]);
    const text = formatFragment("laag", present, shelves.shelfParams(shelf));
    assert.deepEqual(read(text), { shelf, ignored: [] });
    assert.deepEqual(parseFragment(text, KNOWN), { state: present, ignored: [] });
  }
  assert.deepEqual(read("#laag=x&dicht=a"), { shelf: shelves.emptyShelf(), ignored: [] });
});

test("what an address names and does not exist is left out and told", () => {
  const inner = new URLSearchParams({ naam: "  Een\n naam ", dicht: "weg", open: "nieuw" });
  const outer = new URLSearchParams({ naast: "=Andere" });
  outer.append("bewaard", inner.toString());
  outer.append("bewaard", "dicht=a");
  const { shelf, ignored } = read(`#${outer}`);
  assert.deepEqual(shelf, { saved: [{ name: "Een naam", state: state([], ["nieuw"]) }], second: "" });
  assert.deepEqual(ignored, ["weg", "dicht=a", "=Andere"]);
  assert.ok(read(`#naast=${"x".repeat(500)}`).ignored[0].length < 50);
  assert.deepEqual(read("#naast=@ooit").ignored, ["@ooit"]);
});

test("a name is used once, and a full shelf stays as it is", () => {
  let shelf = shelves.emptyShelf();
  for (let i = 0; i < shelves.MOST_SAVED; i += 1) shelf = shelves.withSaved(shelf, `n${i}`, state());
  assert.equal(shelves.withSaved(shelf, "nog een", state()), shelf);
  const again = shelves.withSaved(shelf, "n3", state(["a"]));
  assert.equal(again.saved.length, shelves.MOST_SAVED);
  assert.deepEqual(again.saved[3], { name: "n3", state: state(["a"]) });
  assert.equal(shelf.saved[3].state.closed.size, 0);
});

test("a second map of a scenario that is deleted goes with it", () => {
  const shelf = { ...shelves.withSaved(shelves.emptyShelf(), "A", state(["a"], [], "nacht")), second: shelves.secondSaved("A") };
  assert.deepEqual(shelves.secondOf(shelf, state()), state(["a"], [], "nacht"));
  const without = shelves.withoutSaved(shelf, "A");
  assert.deepEqual(without, shelves.emptyShelf());
  assert.equal(shelves.secondOf(without, state()), null);
});

test("the second map shows things as they are at the same moment, or the same changes at another", () => {
  const present = everything;
  const at = (second) => shelves.secondOf({ ...shelves.emptyShelf(), second }, present);
  assert.deepEqual(at("nu"), state([], [], "nacht"));
  assert.deepEqual(at("@"), { ...everything, moment: "" });
  assert.equal(at(""), null);
});
