// Of which groups an outcome has to be counted, given another outcome over the same groups: those of the areas in which some
// ride differs. The groups of one area are always counted all and in their order, so that both ways give the same numbers.

/**
 * Where the groups of each area begin and end: `[from, to, from, to, ...]`. They must stand in the order of their areas.
 *
 * @param {Numbers} area
 */
export function spansOf(area) {
  const spans = [];
  for (let g = 0; g < area.length; g += 1) {
    if (g === 0 || area[g] !== area[g - 1]) spans.push(g, g);
    spans[spans.length - 1] = g + 1;
  }
  return Int32Array.from(spans);
}

/**
 * All groups.
 *
 * @param {Groups} groups
 * @returns {Part}
 */
export const wholeOf = ({ area }) => ({ touched: null, spans: Int32Array.of(0, area.length) });

/**
 * The part in which some group has another ride than then. Unknown is NaN, and equal to itself here.
 *
 * @param {Groups} groups
 * @param {Int32Array} spans of all areas
 * @param {number} count of areas
 * @param {[then: RidesThen, now: Reached][]} rides
 * @returns {Part}
 */
export function differing({ area }, spans, count, rides) {
  const touched = new Uint8Array(count);
  for (const [then, now] of rides) {
    if (then.minutes === now.minutes) continue;
    if (now.since?.minutes === then.minutes) {
      for (const place of now.since.areas) touched[place] = 1;
      continue;
    }
    for (let i = 0; i < spans.length; i += 2) {
      const [from, to] = [spans[i], spans[i + 1]];
      if (differs(then.minutes, now.minutes, from, to) || differs(then.row, now.row, from, to)) touched[area[from]] = 1;
    }
  }
  const some = [];
  for (let i = 0; i < spans.length; i += 2) if (touched[area[spans[i]]]) some.push(spans[i], spans[i + 1]);
  return { touched, spans: Int32Array.from(some) };
}

/**
 * @param {ArrayLike<number>} then
 * @param {ArrayLike<number>} now
 * @param {number} from
 * @param {number} to
 */
function differs(then, now, from, to) {
  for (let g = from; g < to; g += 1) {
    if (then[g] !== now[g] && !(Number.isNaN(then[g]) && Number.isNaN(now[g]))) return true;
  }
  return false;
}

/**
 * Whether two lists of flags are the same.
 *
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
export const sameFlags = (a, b) => a.length === b.length && !differs(a, b, 0, a.length);
