// A scenario as a file: what is written is read back, and what is strange is refused in one sentence.

import assert from "node:assert/strict";
import { test } from "node:test";

import { parseScenarioFile, scenarioFile } from "../../src/zorgkaart/outputs/web/scripts/live_file.js";
import { newSite, nothing } from "../../src/zorgkaart/outputs/web/scripts/live_state.js";

const PERIODS = [
  { name: "avond", label: "'s avonds", hours: "Mo-Su 17:00-23:00", open: ["avond"] },
  { name: "nacht", label: "'s nachts", hours: "Mo-Su 23:00-08:00", open: ["nacht"] },
  { name: "dag", label: "overdag", hours: "Mo-Su 08:00-17:00", open: [] },
];
const ROADS = { periods: PERIODS, always: "24/7" };
const KNOWN = {
  closable: new Set(["seh-west", "seh-oost"]),
  openable: new Set(["seh-dicht"]),
  moments: ["", "nacht"],
  kinds: ["seh"],
  periods: PERIODS,
  joins: (lat) => lat > 53,
};
const read = (text) => parseScenarioFile(text, KNOWN, ROADS);
const head = "[scenarios.x]\n";

test("what is written is read back", () => {
  const full = {
    closed: new Set(["seh-west"]),
    opened: new Set(["seh-dicht"]),
    added: [newSite("seh", 53.123456, 6.5, 'De "nieuwe" \\ SEH # 1 \u2028]'), newSite("seh", 53.2, 6.6, "B", ["avond", "nacht"])],
    hours: new Map([["seh-oost", ["nacht"]]]),
    moment: "nacht",
  };
  for (const state of [full, { ...nothing(), closed: new Set(["seh-oost"]) }, { ...nothing(), moment: "nacht" }]) {
    assert.deepEqual(read(scenarioFile(state, ROADS, "Een titel")), state);
  }
});

test("as people write it", () => {
  const text = `\ufeff# uitleg\r\n[ scenarios . x ] # zo\r\ntitle='t'\r\nclose = [\n  "seh-west", # deze\n  'seh-oost',\n]\n
    open = [{ kind = "seh", name = "A", lat = 53.5, lon = 6 }]`;
  assert.deepEqual(read(text), {
    ...nothing(),
    closed: new Set(["seh-west", "seh-oost"]),
    added: [newSite("seh", 53.5, 6, "A")],
  });
});

const WRONG = {
  "nothing": "",
  "no TOML": "<html>",
  "another table": "[norms.x]\nlimit_min = 4",
  "two tables": `${head}close = ["seh-west"]\n[scenarios.y]\n`,
  "a key twice": `${head}at = ""\nat = "nacht"`,
  "an open text": `${head}close = ["seh-west]`,
  "an open list": `${head}close = ["seh-west"`,
  "a bad escape": `${head}close = ["\\x"]`,
  "two on a line": `${head}at = "nacht" close = []`,
  "a deep list": `${head}close = ${"[".repeat(5000)}`,
  "an unknown key": `${head}__proto__ = 1`,
  "kinds, which loose names need": `${head}kinds = ["seh"]`,
  "an unknown site": `${head}close = ["ommelander"]`,
  "no text": `${head}close = [1]`,
  "a site that is open to open": `${head}reopen = ["seh-west"]`,
  "a site twice": `${head}close = ["seh-west"]\nhours = [{ site = "seh-west", hours = "24/7" }]`,
  "hours that cannot be ticked": `${head}hours = [{ site = "seh-west", hours = "Mo 08:00-09:00" }]`,
  "hours of nothing": `${head}hours = ["24/7"]`,
  "a place far away": `${head}open = [{ kind = "seh", name = "A", lat = 52, lon = 6 }]`,
  "a place as text": `${head}open = [{ kind = "seh", name = "A", lat = "53.5", lon = 6 }]`,
  "a kind that is none": `${head}open = [{ kind = "toString", name = "A", lat = 53.5, lon = 6 }]`,
  "no name": `${head}open = [{ kind = "seh", name = " ", lat = 53.5, lon = 6 }]`,
  "a moment that is none": `${head}at = "ooit"`,
  "a number as moment": `${head}at = 3`,
};
for (const [what, text] of Object.entries(WRONG)) {
  test(`refused in a sentence: ${what}`, () => {
    const said = read(text);
    assert.equal(typeof said, "string");
    assert.match(said, /^[A-Z][^\n]{20,200}\.$/);
  });
}
