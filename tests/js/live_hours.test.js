// Hours that a reader chooses, by the program's own rules.

import assert from "node:assert/strict";
import { test } from "node:test";

import { chosenHours, countsAt, osmHours, parseOsmHours } from "../../src/zorgkaart/outputs/web/scripts/live_hours.js";

const PERIODS = [
  { name: "avond", label: "'s avonds", hours: "Mo-Su 17:00-23:00", open: ["avond"] },
  { name: "nacht", label: "'s nachts", hours: "Mo-Su 23:00-08:00", open: ["nacht"] },
  { name: "dag", label: "overdag", hours: "Mo-Su 08:00-17:00", open: [] },
];
const ROADS = { periods: PERIODS, always: "24/7" };
const ride = (more = {}) => ({ kind: "seh", way: "auto to_site", always: false, at: null, ...more });

test("periods have one order; all are day and night, none is nothing", () => {
  assert.deepEqual(chosenHours(["nacht", "avond"], PERIODS), ["avond", "nacht"]);
  assert.equal(chosenHours(["dag", "nacht", "avond"], PERIODS), null);
  assert.equal(chosenHours([], PERIODS), undefined);
  assert.equal(chosenHours(["ooit"], PERIODS), undefined);
});

test("hours in the syntax of OpenStreetMap, and back", () => {
  assert.equal(osmHours(["avond", "nacht"], ROADS), "Mo-Su 17:00-23:00, Mo-Su 23:00-08:00");
  for (const hours of [null, ["avond"], ["avond", "nacht"]]) assert.deepEqual(parseOsmHours(osmHours(hours, ROADS), ROADS), hours);
  assert.equal(parseOsmHours("Mo-Fr 09:00-10:00", ROADS), undefined);
});

test("what is not open day and night does not count where that is asked, at any moment", () => {
  for (const moment of ["", "avond", "nacht"]) {
    assert.equal(countsAt(["avond"], ride({ always: true }), moment, PERIODS), false);
    assert.equal(countsAt(null, ride({ always: true }), moment, PERIODS), true);
  }
});

test("without a moment all counts, at one what is open then, and for a ride with its own moment what is open at that", () => {
  assert.equal(countsAt(["avond"], ride(), "", PERIODS), true);
  assert.equal(countsAt(["avond"], ride(), "avond", PERIODS), true);
  assert.equal(countsAt(["avond"], ride(), "nacht", PERIODS), false);
  assert.equal(countsAt(["avond"], ride({ at: ["avond"] }), "nacht", PERIODS), true);
  assert.equal(countsAt(["avond"], ride({ at: ["nacht"] }), "avond", PERIODS), false);
});
