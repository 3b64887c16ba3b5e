// What the search box finds, and in which order.

import assert from "node:assert/strict";
import { test } from "node:test";

import { plain } from "../../src/zorgkaart/outputs/web/scripts/format.js";
import { searchItems, searchMatches } from "../../src/zorgkaart/outputs/web/scripts/search.js";

const named = (name) => ({ name, plain: plain(name), words: plain(name), more: "", state: () => "" });
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
  const items = ["Nieuw-Zuidhorn", "Oudezuidhorn", "Zuidhorn-Oost", "Zu\u00efdhorn"].map(named);
  const names = (text) => searchMatches(items, text).map(({ name }) => name);
  assert.deepEqual(names("zuidHORN"), ["Zu\u00efdhorn", "Zuidhorn-Oost", "Nieuw-Zuidhorn", "Oudezuidhorn"]);
  assert.deepEqual(names("horn"), ["Nieuw-Zuidhorn", "Oudezuidhorn", "Zuidhorn-Oost", "Zu\u00efdhorn"]);
  const more = ["Ommelanderwijk", "Ommelander Ziekenhuis"].map(named);
  assert.deepEqual(searchMatches(more, "ommelander").map(({ name }) => name), ["Ommelander Ziekenhuis", "Ommelanderwijk"]);
  assert.deepEqual(names("  .-"), []);
  assert.deepEqual(names("x"), []);
});

test("no more than eight are shown", () => {
  const items = Array.from({ length: 30 }, (_, i) => named(`buurt ${i}`));
  assert.equal(searchMatches(items, "buurt").length, 8);
});

const sites = [
  { naam: "Oud Ziekenhuis Haren", soort: "seh", plaats: "Haren", counts: false, status: "gesloten" },
  { naam: "Ziekenhuis Haren", soort: "seh", plaats: "Haren", gemeente: "Haren", postcode: "9751 AB", counts: true },
  { naam: "Praktijk De Brug", soort: "huisarts", plaats: "Haren", gemeente: "Haren", postcode: "9752CD", counts: true },
  { naam: "Praktijk De Vaart", soort: "huisarts", plaats: "Leek", gemeente: "Leek", postcode: "9351CD", counts: true },
];
const kinds = { huisarts: "Huisarts", seh: "Spoedeisende hulp (SEH)" };
const found = (text) =>
  searchMatches(searchItems({ ...data, sites, kinds }, {}), text).map(({ name, kind }) => `${name}|${kind}`);

test("kind and place, municipality and postcode find a site, in any order of words", () => {
  for (const text of ["huisarts haren", "Haren huisarts", "huisarts 9752", "9752 CD", "9752cd"]) {
    assert.deepEqual(found(text), ["Praktijk De Brug|huisarts"], text);
  }
  assert.deepEqual(found("seh haren")[0], "Ziekenhuis Haren|spoedeisende hulp (SEH)");
  assert.deepEqual(found("huisarts assen"), []);
  const village = { ...sites[2], naam: "Praktijk Glimmen", plaats: "Glimmen" }; // in the municipality, not in the place
  const both = searchItems({ ...data, sites: [village, sites[2]], kinds }, {});
  assert.deepEqual(
    searchMatches(both, "huisarts haren").map(({ name }) => name),
    ["Praktijk De Brug", "Praktijk Glimmen"],
  );
});

test("a place is found by the postcodes of the sites in it, and comes before them", () => {
  assert.deepEqual(found("9751"), ["Haren|plaats", "Ziekenhuis Haren|spoedeisende hulp (SEH)"]);
  assert.deepEqual(found("9751 ZZ"), found("9751"), "a street in which there is nothing");
  assert.deepEqual(found("1234 AB"), []);
});

test("a site that is not open comes after all that is, and says so", () => {
  const names = found("ziekenhuis haren").concat(found("ziekenhuis"));
  assert.deepEqual(names.map((name) => name.split("|")[0]), [
    "Ziekenhuis Haren",
    "Oud Ziekenhuis Haren",
    "Ziekenhuis Haren",
    "Oud Ziekenhuis Haren",
  ]);
  const shut = searchItems({ ...data, sites, kinds }, {}).find(({ name }) => name.startsWith("Oud"));
  assert.equal(shut.state(), "gesloten");
});

test("what is open follows the present state of a live map", () => {
  const site = { ...sites[1] };
  const [item] = searchItems({ ...data, areas: [], places: [], sites: [site], kinds }, {});
  assert.equal(item.state(), "");
  site.counts = false;
  assert.equal(item.state(), "telt niet mee");
});
