// From site to site with the arrows.

import assert from "node:assert/strict";
import { test } from "node:test";

import { nextInDirection } from "../../src/zorgkaart/outputs/web/scripts/keyboard.js";

const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];

test("an arrow goes to the nearest place in its direction", () => {
  const points = [
    { x: 0, y: 0 },
    { x: 10, y: 2 },
    { x: 30, y: 0 },
    { x: 3, y: 9 },
  ];
  assert.equal(nextInDirection(points, 0, "ArrowRight"), 1);
  assert.equal(nextInDirection(points, 1, "ArrowRight"), 2);
  assert.equal(nextInDirection(points, 0, "ArrowDown"), 3);
  assert.equal(nextInDirection(points, 0, "ArrowUp"), -1);
  assert.equal(nextInDirection(points, 0, "Enter"), -1);
});

test("every site is reached, in few steps also where there are a hundred", () => {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const points = Array.from({ length: 100 }, () => ({ x: 900 * random(), y: 700 * random() }));
  const steps = new Map([[0, 0]]);
  for (const [from, many] of steps) {
    for (const key of KEYS) {
      const next = nextInDirection(points, from, key);
      if (next >= 0 && !steps.has(next)) steps.set(next, many + 1);
    }
  }
  assert.equal(steps.size, points.length);
  assert.ok(Math.max(...steps.values()) <= 20, "steps");
});
