// Larger areas, made of the areas in them, and what is written on them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { makeLevel } from "../../src/zorgkaart/outputs/web/scripts/levels.js";
import { figuresOf, outcomeCells } from "../../src/zorgkaart/outputs/web/scripts/outcome.js";
import { contains } from "../../src/zorgkaart/outputs/web/scripts/data.js";
import { pageRule } from "../../src/zorgkaart/outputs/web/scripts/print_dialog.js";

/** A square of side 10, anticlockwise. */
const square = (x, y) => ({ shape: [[Int32Array.from([x, y, x + 10, y, x + 10, y + 10, x, y + 10])]] });
const raw = {
  words: ["gemeente", "gemeenten"],
  code: ["GM1", "GM2"],
  name: ["Een", "Twee"],
  gemeente: ["Een", "Twee"],
  point: [
    [5, 5],
    [5, 25],
  ],
  inside: [0, 0, 1, 0],
  columns: { min: [12, null], out: [1234, 0], share: [0.001, 0], out_was: [3, 0], share_was: [0.5, 0] },
};
const parts = [square(0, 0), square(10, 0), square(0, 20), square(50, 50)];

test("a larger area is what its parts are together, and no border inside it is left", () => {
  const [one, two] = makeLevel(raw, parts, (x, y) => ({ x, y })).areas;
  assert.equal(one.shape[0].length, 2); // two beside each other, and one apart
  for (const [lng, lat, within] of [
    [5, 5, true],
    [15, 5, true],
    [55, 55, true],
    [5, 25, false],
    [30, 5, false],
  ]) {
    assert.equal(contains(one, { lng, lat }, 1), within, `${lng}, ${lat}`);
  }
  assert.ok(contains(two, { lng: 5, lat: 25 }, 1));
});

test("the figures of a norm: its minutes, who is outside, and which part of the inhabitants that is", () => {
  const level = makeLevel(raw, parts, (x, y) => ({ x, y }));
  const before = { verdict: "v_was", total: "min", outside: "out_was", share: "share_was", aged: [] };
  const outcome = { verdict: "v", total: "min", outside: "out", share: "share", aged: [[65, "out_was"]], before };
  const data = { outcomes: [outcome], value: (area, column) => level.columns[column][area.index] };
  const [one, two] = level.areas;
  assert.deepEqual(outcomeCells(data, one, outcome), ["12,0", "1.234 (< 1 %)", "3"]);
  assert.deepEqual(outcomeCells(data, two, outcome), ["\u2013", "0", "0"]);
  const view = { verdict: "v", column: "min", words: [], unit: "min", diverging: false };
  assert.deepEqual(figuresOf(data, one, view), ["1.234 buiten", "12,0 min"]);
  assert.deepEqual(figuresOf(data, one, { ...view, verdict: "v_was" }), ["3 buiten", "12,0 min"]);
  assert.deepEqual(figuresOf(data, two, { ...view, verdict: null }), ["onbekend"]);
});

test("the rule of a sheet names its size and direction", () => {
  assert.equal(pageRule("A3", "landscape"), "@page { size: A3 landscape; margin: 8mm; }");
});
