// The columns of areas that the map and its table read, of two situations: before, after and the difference.

import { isNumber, UNKNOWN } from "./format.js";
import { normColumns, tripColumns, unitsOf } from "./live_areas.js";

/**
 * Fill columns from two sides.
 *
 * @param {Record<string, Column>} columns
 * @param {string[]} verdicts words of verdicts, of which columns have the places
 * @param {Pick<Labels, "changed">} labels
 * @param {AreaColumns} before
 * @param {AreaColumns} after
 */
export function fillColumns(columns, verdicts, labels, before, after) {
  const sides = { voor: before, na: after };
  /**
   * @param {number | null} value
   * @param {number | null} other
   */
  const less = (value, other) => (isNumber(value) && isNumber(other) ? value - other : null);
  /**
   * @param {Column} now
   * @param {Column} old
   */
  const minus = (now, old) => now.map((value, i) => less(value, old[i]));
  /** @param {string[]} words */
  const codes = (words) => words.map((word) => verdicts.indexOf(word));
  for (const [moment, side] of Object.entries(sides)) {
    for (const [kind, { columns: its }] of Object.entries(side.trips)) {
      for (const [name, values] of Object.entries(its)) columns[`${kind}_${name}_${moment}`] = values;
    }
    for (const [norm, { columns: its, verdicts: words }] of Object.entries(side.chains)) {
      for (const [name, values] of Object.entries(its)) columns[`${norm}_${name}_${moment}`] = values;
      columns[`${norm}_oordeel_${moment}`] = codes(words);
    }
  }
  /** @param {string} name */
  const difference = (name) => {
    columns[`${name}_verschil`] = minus(columns[`${name}_na`], columns[`${name}_voor`]);
  };
  for (const kind of Object.keys(after.trips)) difference(`${kind}_min`);
  for (const norm of Object.keys(after.chains)) {
    difference(`${norm}_norm_min`);
    // Verdicts stand in the order binnen, deels buiten, buiten, onbekend.
    const unknown = verdicts.indexOf(UNKNOWN);
    const was = columns[`${norm}_oordeel_voor`];
    columns[`${norm}_${labels.changed}`] = columns[`${norm}_oordeel_na`].map((now, i) => {
      if (now === unknown || was[i] === unknown) return unknown;
      return (now ?? 0) > (was[i] ?? 0) ? now : 0;
    });
  }
}

/**
 * What a situation comes to in the larger areas of a level.
 *
 * @param {Labels} labels
 * @param {Situation} side
 * @param {string} word of the level
 * @returns {AreaColumns}
 */
export function levelSide(labels, side, word) {
  const units = unitsOf(labels, word);
  return {
    trips: Object.fromEntries(Object.entries(side.trips).map(([kind, now]) => [kind, { columns: tripColumns(now, units) }])),
    chains: Object.fromEntries(
      Object.entries(side.chains).map(([name, now]) => [name, normColumns(labels, labels.chains[name], now, units)]),
    ),
  };
}
