// What groups come to per area: means, who is outside, verdicts. An area is a buurt, or a larger one of a level. Unknown
// is null. Nothing here touches the page.

import { ROUNDING } from "./format.js";
import { wholeOf } from "./live_parts.js";

/**
 * The areas to add up to: buurten, or those of a level.
 *
 * @param {Labels} labels
 * @param {string} word of a level; empty for buurten
 * @returns {Units}
 */
export function unitsOf(labels, word) {
  const level = word ? labels.levels[word] : null;
  const number = labels.people.length;
  if (!level) return { count: number, of: Uint32Array.from({ length: number }, (_, i) => i), people: null, known: labels.known };
  const count = level.codes.length;
  const known = new Uint8Array(count);
  level.unit.forEach((unit, i) => {
    if (labels.known[i]) known[unit] = 1;
  });
  // Where nobody is known each address counts for one, as in access/groups.py.
  const some = new Float64Array(count);
  level.unit.forEach((unit, i) => {
    some[unit] += labels.people[i];
  });
  const people = Float64Array.from(labels.people, (each, i) => (some[level.unit[i]] > 0 ? each : 1));
  return { count, of: level.unit, people, known };
}

/**
 * Which areas hold one of which nothing is known.
 *
 * @param {Units} units
 * @param {Uint8Array} unknown per buurt
 */
function unknownUnits({ count, of }, unknown) {
  const result = new Uint8Array(count);
  unknown.forEach((flag, i) => {
    if (flag) result[of[i]] = 1;
  });
  return result;
}

/**
 * Weighted means per area of a value per group; null where no group has one or an area is unknown.
 *
 * @param {Groups} groups
 * @param {(group: number) => number} value
 * @param {Units} units
 * @param {Uint8Array} unknown per area
 * @param {Part} part of which it is worked out
 * @param {Column} known for the other areas
 * @returns {Column}
 */
function means({ area, weight }, value, { count, of, people }, unknown, { touched, spans }, known) {
  const total = new Float64Array(count);
  const sum = new Float64Array(count);
  for (let span = 0; span < spans.length; span += 2) {
    for (let g = spans[span]; g < spans[span + 1]; g += 1) {
      const minutes = value(g);
      if (Number.isNaN(minutes)) continue;
      const each = people ? weight[g] * people[area[g]] : weight[g];
      total[of[area[g]]] += each;
      sum[of[area[g]]] += each * minutes;
    }
  }
  return Array.from(sum, (all, i) => {
    if (touched && !touched[i]) return known[i];
    return total[i] > 0 && !unknown[i] ? all / total[i] : null;
  });
}

/**
 * The columns of a kind per area; of buurten the model adds the site.
 *
 * @param {Pick<TripsNow, "table" | "minutes" | "unknown">} now
 * @param {Units} units
 * @param {Past<TripsNow> | null} past for buurten only
 * @returns {Columns}
 */
export function tripColumns({ table, minutes, unknown }, units, past = null) {
  const part = past?.part ?? wholeOf(table);
  return { min: means(table, (g) => minutes[g], units, unknownUnits(units, unknown), part, past?.now.columns.min ?? []) };
}

/**
 * The verdict on an area, by its share outside the norm.
 *
 * @param {number | null} share
 * @param {boolean} known
 * @param {number} flagShare
 */
function verdictOf(share, known, flagShare) {
  if (!known || share === null) return "onbekend";
  if (share > 1 - flagShare + ROUNDING) return "buiten";
  return share >= flagShare - ROUNDING ? "deels buiten" : "binnen";
}

/**
 * The columns of a norm per area, and its verdicts.
 *
 * @param {Labels} labels
 * @param {NormConstants} norm
 * @param {Omit<ChainNow, "columns" | "verdicts" | "open">} now
 * @param {Units} units
 * @param {Past<ChainNow> | null} past for buurten only
 * @returns {{columns: Columns, verdicts: string[]}}
 */
export function normColumns(labels, norm, now, units, past = null) {
  const { table, beyond } = now;
  const { count, of } = units;
  const unknown = unknownUnits(units, now.unknown);
  const rides = [now.approach, now.transport];
  const fixed = norm.turnout + norm.on_scene;
  const part = past?.part ?? wholeOf(table);
  /** @param {string} name of a column */
  const columnThen = (name) => past?.now.columns[name] ?? [];
  const judged = new Float64Array(count);
  const outside = new Float64Array(count);
  beyond.forEach((all, i) => {
    const each = units.people ? units.people[i] : 1;
    judged[of[i]] += now.judged[i] * each;
    outside[of[i]] += all * each;
  });
  const share = Array.from(outside, (all, i) => (judged[i] > 0 && !unknown[i] ? all / judged[i] : null));
  const known = share.map((part, i) => part !== null && units.known[i] === 1);
  /**
   * People outside per area; null where nobody is told of.
   *
   * @param {(buurt: number) => number} each of a buurt, per unit of weight
   * @param {(unit: number) => boolean} told
   */
  const summed = (each, told) => {
    const sum = new Float64Array(count);
    const some = new Uint8Array(count);
    beyond.forEach((part, i) => {
      const people = part * each(i);
      if (Number.isNaN(people)) return;
      some[of[i]] = 1;
      sum[of[i]] += people;
    });
    return Array.from(sum, (people, i) => (some[i] && told(i) ? people : null));
  };
  const aged = labels.aged.map(([age, shares]) => [
    `${age}plus_buiten_norm`,
    summed((i) => labels.people[i] * shares[i], (i) => share[i] !== null),
  ]);
  /** @type {(name: string, value: (group: number) => number) => Column} */
  const mean = (name, value) => means(table, value, units, unknown, part, columnThen(name));
  const parts = Object.entries(norm.parts).map(([name, list]) => [name, mean(name, (g) => rides[list][g])]);
  return {
    columns: {
      norm_min: mean("norm_min", (g) => fixed + rides[0][g] + rides[1][g]),
      ...Object.fromEntries(parts),
      inwoners_buiten_norm: summed((i) => labels.people[i], (i) => known[i]),
      ...Object.fromEntries(aged),
      aandeel_buiten_norm: share,
    },
    verdicts: share.map((part, i) => verdictOf(part, known[i], norm.flag_share)),
  };
}
