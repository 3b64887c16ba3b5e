// Numbers and words, the first against the table that tests/words reads too.

import assert from "node:assert/strict";
import { test } from "node:test";

import * as format from "../../src/zorgkaart/outputs/web/scripts/format.js";
import { cases } from "./support.js";

const WRITERS = {
  whole: format.count,
  decimal: (value) => format.measure(value, "").trim(),
  signed_whole: (value) => format.signed(value ?? NaN),
  signed_decimal: (value) => format.difference(value, "").trim(),
  short: format.bound,
};

for (const { value, ...texts } of cases("numbers")) {
  test(`${value} in Dutch`, () => {
    for (const [name, text] of Object.entries(texts)) assert.equal(WRITERS[name](value), text, name);
  });
}

test("a unit stands behind a number and not behind what is unknown", () => {
  assert.equal(format.measure(12.34, "min"), "12,3 min");
  assert.equal(format.difference(-2.5, "km"), "\u22122,5 km");
  for (const nothing of [null, undefined, NaN]) {
    assert.equal(format.measure(nothing, "min"), "onbekend");
    assert.equal(format.difference(nothing, "min"), "onbekend");
  }
});

test("one is singular, also when it is rounded", () => {
  assert.equal(format.counted(1, "inwoner", "inwoners"), "1 inwoner");
  assert.equal(format.counted(1.2, "inwoner", "inwoners"), "1 inwoner");
  assert.equal(format.counted(0, "inwoner", "inwoners"), "0 inwoners");
  assert.equal(format.counted(1600, "inwoner", "inwoners"), "1.600 inwoners");
});

test("some is never 0 % and not all is never 100 %", () => {
  const texts = { 0: "0 %", 0.004: "minder dan 1 %", 0.006: "1 %", 0.048: "5 %", 0.994: "99 %", 0.996: "ruim 99 %", 1: "100 %" };
  for (const [share, text] of Object.entries(texts)) assert.equal(format.percentage(Number(share)), text);
});

test("opening hours have the days in Dutch and nothing else changes", () => {
  assert.equal(format.dutchHours("Mo-Fr 08:00-17:00; PH off"), "ma-vr 08:00-17:00; feestdagen gesloten");
  assert.equal(format.dutchHours("Sa 10:00-12:00 Monuments"), "za 10:00-12:00 Monuments");
});

test("words are compared without accents, capitals and punctuation", () => {
  assert.equal(format.plain("  'T Z\u00e2ndt-Oost (Gr.) "), "t zandt oost gr");
  assert.equal(format.plain("\u2014"), "");
});

test("a heading is the group with the moment of a scenario", () => {
  assert.equal(format.headingOf({ group: "Norm", moment: "na" }), "Norm \u00b7 Na");
  assert.equal(format.headingOf({ group: "Norm", moment: "" }), "Norm");
  assert.equal(format.capital("onbekend"), "Onbekend");
});
