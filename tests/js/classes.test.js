// Classes and their colours, against the table that tests/outputs/meaning/test_classes.py reads too.

import assert from "node:assert/strict";
import { test } from "node:test";

import { classOf, colourOf, marksOf, valueText } from "../../src/zorgkaart/outputs/web/scripts/classes.js";
import { cases } from "./support.js";

const UNKNOWN_COLOUR = "#d4d4d4";

/** A view as the page has it. */
const viewOf = ({ view, items }) => ({ unit: "min", diverging: false, words: [], verdict: null, ...view, items });

for (const { about, values, ...rest } of cases("classes")) {
  test(about, () => {
    const view = viewOf(rest);
    for (const [value, at] of values) {
      assert.equal(classOf(view, value), at, `class of ${value}`);
      const colour = at < 0 ? UNKNOWN_COLOUR : view.items[at].colour;
      assert.equal(colourOf(view, value, UNKNOWN_COLOUR), colour, `colour of ${value}`);
    }
  });
}

test("a value in words: a measure, a difference with its sign, or the words of the classes", () => {
  const [norm, difference, words] = cases("classes").map(viewOf);
  assert.equal(valueText(norm, 45.04), "45,0 min");
  assert.equal(valueText(difference, 5), "+5,0 min");
  assert.equal(valueText(words, 1), "wel");
  for (const view of [norm, difference, words]) assert.equal(valueText(view, null), "onbekend");
});

test("areas are marked by their verdict, and as unknown by their value as well", () => {
  const verdicts = ["buiten", "deels buiten", "onzeker", "onbekend", "binnen", "binnen", "buiten", "deels buiten", "buiten", "buiten"];
  const values = [50, 40, 44, 30, 10, null, 60, 42, null, null]; // the last two: no road leads there
  const people = [9, 1, 4, 3, 5, 2, 0, 0, 7, 0]; // nobody is outside where nobody lives
  const data = {
    level: { areas: verdicts.map((_, index) => ({ index })) },
    verdict: ({ index }) => verdicts[index],
    value: ({ index }, column) => {
      if (column === "zonder_weg") return index >= 8 ? people[index] : 0;
      return column === "gat" ? index === 6 || index === 7 : values[index];
    },
    people: ({ index }) => people[index],
  };
  const numbers = (view) =>
    Object.fromEntries(Object.entries(marksOf(view, data)).map(([mark, areas]) => [mark, areas.map(({ index }) => index)]));
  assert.deepEqual(numbers({ verdict: "oordeel", column: "x" }), {
    outside: [0, 8],
    partly: [1],
    noRoad: [8],
    doubtful: [2],
    unknown: [3, 5, 9],
    incomplete: [],
  });
  assert.deepEqual(numbers({ verdict: null, column: "x" }), {
    outside: [],
    partly: [],
    noRoad: [],
    doubtful: [],
    unknown: [5, 8, 9],
    incomplete: [],
  });
  assert.deepEqual(numbers({ verdict: null, column: "x", incomplete: "gat" }).incomplete, [6, 7]);
  const travel = numbers({ verdict: null, column: "x", no_road: "zonder_weg" });
  assert.deepEqual([travel.noRoad, travel.unknown], [[8], [5, 9]]); // 5 has people and a road: its time is unknown
});
