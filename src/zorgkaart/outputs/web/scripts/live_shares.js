// Norms that ask a share of the people: in which areas enough of them live within the limit, as study/norm_shares.py says
// it. Nothing here touches the page.

import { ROUNDING } from "./format.js";

const WHOLE = "geheel";
const SERVED = "werkgebied";

/**
 * The people of whom something is known and those outside, per place of a level: from the sums of each buurt.
 *
 * @param {Labels} labels
 * @param {ChainNow} now
 * @param {number} count of places
 * @param {(buurt: number) => number} placeOf
 */
function summed(labels, { judged, beyond }, count, placeOf) {
  const [all, outside] = [new Float64Array(count), new Float64Array(count)];
  for (let i = 0; i < judged.length; i += 1) {
    const people = judged[i] > 0 ? labels.people[i] : 0;
    all[placeOf(i)] += judged[i] * people;
    outside[placeOf(i)] += beyond[i] * people;
  }
  return [all, outside];
}

/**
 * The same per site that people are brought to, at its row and one: the first is of those whom no road joins to any.
 *
 * @param {Labels} labels
 * @param {ChainNow} now
 * @param {ChainNow} dividing whose sites they are
 */
function summedPerSite(labels, { table, lost, over }, { sites }) {
  const { area, weight } = table;
  const { people } = labels;
  let most = -1;
  for (let g = 0; g < sites.length; g += 1) if (sites[g] > most) most = sites[g];
  const [all, outside] = [new Float64Array(most + 2), new Float64Array(most + 2)];
  for (let g = 0; g < sites.length; g += 1) {
    if (lost[g]) continue;
    const each = people[area[g]];
    all[sites[g] + 1] += weight[g] * each;
    outside[sites[g] + 1] += over[g] * each;
  }
  return [all, outside];
}

/**
 * Who lives within the limit in each area of a level; none where some group is unknown.
 *
 * @param {Labels} labels
 * @param {NormConstants} norm
 * @param {ChainNow} now
 * @param {string} per
 * @param {ChainNow} dividing whose service areas they are
 * @returns {SharePart[]}
 */
function levelShares(labels, norm, now, per, dividing = now) {
  if (norm.asked === null || now.unknown.includes(1)) return [];
  const asked = norm.asked;
  const [judged, outside] = sumsOf(labels, now, per, dividing);
  /** @type {(place: number) => number | string} */
  const code = (place) => (per === WHOLE ? "" : per === SERVED ? place - 1 : place);
  return [...judged.keys()]
    .filter((place) => judged[place] > 0)
    .map((place) => {
      const within = 1 - outside[place] / judged[place];
      return { code: code(place), people: judged[place], within, met: within >= asked - ROUNDING };
    });
}

/**
 * @param {Labels} labels
 * @param {ChainNow} now
 * @param {string} per
 * @param {ChainNow} dividing
 */
function sumsOf(labels, now, per, dividing) {
  if (per === SERVED) return summedPerSite(labels, now, dividing);
  if (per === WHOLE) return summed(labels, now, 1, () => 0);
  if (per === "buurt") return summed(labels, now, labels.people.length, (i) => i);
  const { unit, codes } = labels.levels[per];
  return summed(labels, now, codes.length, (i) => unit[i]);
}

/**
 * Whether a norm is met: of all inhabitants, and per area of its level. Null for a norm that asks no share.
 *
 * @param {Labels} labels
 * @param {NormConstants} norm
 * @param {ChainNow} now
 * @returns {Shares | null}
 */
export function sharesOf(labels, norm, now) {
  if (norm.asked === null) return null;
  const [whole] = levelShares(labels, norm, now, WHOLE);
  return { whole: whole ?? null, parts: norm.per === WHOLE ? [] : levelShares(labels, norm, now, norm.per) };
}

/**
 * Whether people went to a site before to which nobody goes after.
 *
 * @param {Labels} labels
 * @param {ChainNow} before
 * @param {ChainNow} after
 */
function someEnds({ people }, { sites: old }, { table, lost, sites }) {
  const { area, weight } = table;
  const [had, has] = [new Set(), new Set()];
  let [last, next] = [-2, -2]; // groups that stand together often go to one site
  for (let g = 0; g < sites.length; g += 1) {
    if ((old[g] === last && sites[g] === next) || lost[g] || !(weight[g] * people[area[g]] > 0)) continue;
    [last, next] = [old[g], sites[g]];
    had.add(last);
    has.add(next);
  }
  return [...had].some((row) => !has.has(row));
}

/**
 * Of the service areas that end: how those who lived in them fare after the change.
 *
 * @param {Labels} labels
 * @param {NormConstants} norm
 * @param {ChainNow} before
 * @param {ChainNow} after
 * @returns {SharePart[]}
 */
export function endedShares(labels, norm, before, after) {
  if (norm.per !== SERVED || before.unknown.includes(1) || !someEnds(labels, before, after)) return [];
  const left = levelShares(labels, norm, after, norm.per).map(({ code }) => code);
  return levelShares(labels, norm, after, norm.per, before).filter(({ code }) => !left.includes(code));
}
