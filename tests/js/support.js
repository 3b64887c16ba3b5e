// What the tests of the scripts share.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

/** A table of cases, which a test in Python reads too. */
export const cases = (name) => JSON.parse(readFileSync(new URL(`../cases/${name}.json`, import.meta.url), "utf8"));

/** Assert that a number is another one but for rounding; null and NaN are both unknown. */
export function assertClose(actual, expected, within, what) {
  if (expected === null) assert.ok(actual === null || Number.isNaN(actual), `${what}: ${actual} and not unknown`);
  else assert.ok(Math.abs(actual - expected) <= within, `${what}: ${actual} and not ${expected}`);
}
