// The outline of areas, and whether a place lies in one.

import assert from "node:assert/strict";
import { test } from "node:test";

import { contains } from "../../src/zorgkaart/outputs/web/scripts/data.js";
import { outlineOf } from "../../src/zorgkaart/outputs/web/scripts/outline.js";

const square = (x, y, size = 2) => [x, y, x + size, y, x + size, y + size, x, y + size];
const hole = (x, y, size) => {
  const points = square(x, y, size);
  return [...points.slice(0, 2), ...points.slice(6), ...points.slice(4, 6), ...points.slice(2, 4)];
};
const area = (...rings) => ({ shape: [rings.map((ring) => Int32Array.from(ring))] });
const length = (lines) =>
  lines.reduce((sum, line) => {
    for (let i = 2; i < line.length; i += 2) sum.value += Math.hypot(line[i] - line[i - 2], line[i + 1] - line[i - 1]);
    return sum;
  }, { value: 0 }).value;

test("of one area the outline is its rings, closed", () => {
  const lines = outlineOf([area(square(0, 0, 10), hole(4, 4, 2))]);
  assert.equal(lines.length, 2);
  assert.equal(length(lines), 48);
  for (const line of lines) assert.deepEqual(line.slice(0, 2), line.slice(-2));
});

test("a border that two areas share is no part of their outline", () => {
  assert.equal(length(outlineOf([area(square(0, 0)), area(square(2, 0))])), 12);
  assert.equal(length(outlineOf([area(square(0, 0)), area(square(4, 0))])), 16);
});

test("areas that touch in one point keep all of their borders", () => {
  assert.equal(length(outlineOf([area(square(0, 0)), area(square(2, 2))])), 16);
});

test("an area that fills the hole of another leaves the outer border alone", () => {
  assert.equal(length(outlineOf([area(square(0, 0, 10), hole(4, 4, 2)), area(square(4, 4, 2))])), 40);
});

test("a place lies in an area unless it lies in a hole of it", () => {
  const ring = area(square(0, 0, 10), hole(4, 4, 2));
  const isIn = (x, y) => contains(ring, { lng: x / 1e5, lat: y / 1e5 }, 1e5);
  assert.deepEqual([isIn(1, 1), isIn(5, 5), isIn(11, 5), isIn(-1, 5), isIn(5, 9)], [true, false, false, false, true]);
});
