// What the search box finds, and in which order.

import assert from "node:assert/strict";
import { test } from "node:test";

import { plain } from "../../src/zorgkaart/outputs/web/scripts/format.js";
import { searchItems, searchMatches } from "../../src/zorgkaart/outputs/web/scripts/search.js";

const area = (name, wijk, gemeente) => ({ name, wijk, gemeente });
const data = {
  areas: [area("Centrum", "Wijk Noord", "Haren"), area("Oost", "Wijk Noord", "Haren"), area("Centrum", "", "Leek")],
  sites: [{ naam: "Huisarts Haren", soort: "huisarts", plaats: "Haren" }],
  places: [
    { name: "Haren", gemeente: "Emsland" },
    { name: "Haren", gemeente: "Haren" },
  ],
  words: ["buurt", "buurten"],
  kinds: { huisarts: "Huisarts" },
};

function itemsWith(log) {
  const note = (what) => (found) => log.push([what, found]);
  return searchItems(data, { place: note("place"), area: note("area"), areas: note("areas"), site: note("site") });
}

test("all that has a name can be found, and what lies outside comes last", () => {
  const all = itemsWith([]).map(({ name, kind, where }) => `${name}|${kind}|${where}`);
  assert.deepEqual(all, [
    "Haren|plaats|Haren",
    "Haren|gemeente|",
    "Leek|gemeente|",
    "Wijk Noord|wijk|Haren",
    "Centrum|buurt|Haren",
    "Oost|buurt|Haren",
    "Centrum|buurt|Leek",
    "Huisarts Haren|huisarts|Haren",
    "Haren|plaats|Emsland",
  ]);
});

test("an item goes to what it stands for", () => {
  const log = [];
  for (const item of itemsWith(log).filter(({ name }) => name === "Haren")) item.go();
  assert.deepEqual(log, [
    ["place", data.places[1]],
    ["areas", data.areas.slice(0, 2)],
    ["place", data.places[0]],
  ]);
});

test("the whole name comes first, then its beginning, then the beginning of a word, then any part", () => {
  const items = ["Nieuw-Zuidhorn", "Oudezuidhorn", "Zuidhorn-Oost", "Zu\u00efdhorn"].map((name) => ({ name, plain: plain(name) }));
  const names = (text) => searchMatches(items, text).map(({ name }) => name);
  assert.deepEqual(names("zuidHORN"), ["Zu\u00efdhorn", "Zuidhorn-Oost", "Nieuw-Zuidhorn", "Oudezuidhorn"]);
  assert.deepEqual(names("horn"), ["Nieuw-Zuidhorn", "Oudezuidhorn", "Zuidhorn-Oost", "Zu\u00efdhorn"]);
  assert.deepEqual(names("  .-"), []);
  assert.deepEqual(names("x"), []);
});

test("no more than eight are shown", () => {
  const items = Array.from({ length: 30 }, (_, i) => ({ plain: `buurt ${i}` }));
  assert.equal(searchMatches(items, "buurt").length, 8);
});
