// What follows from which sites are open: the same sums as tests/support/live_oracle.py, on the same labels. Nothing here
// touches the page. Unknown is null in what areas get, NaN in sums.

const NOBODY = -1; // no site is left for the group
const BEYOND = -2; // all of its list is closed, and a site that is open may lie behind the end of it
const ROUNDING = 1e-9; // as in access/indicators.py

/**
 * The place of the first open site in the list of each group, `NOBODY` or `BEYOND`.
 *
 * @param {Ranks} ranks
 * @param {Uint8Array} open
 * @param {number} groups
 */
function firstOpen(ranks, open, groups) {
  const { site, width, complete } = ranks;
  const slot = new Int16Array(groups).fill(NOBODY);
  const some = open.includes(1);
  for (let g = 0; g < groups; g += 1) {
    const from = g * width;
    let k = 0;
    while (k < width && site[from + k] >= 0 && !open[site[from + k]]) k += 1;
    if (k < width && site[from + k] >= 0) slot[g] = k;
    else if (k === width && !complete && some) slot[g] = BEYOND;
  }
  return slot;
}

/**
 * Which sites of a list are open: they can be at the moment, and `isOpen(row)` says so.
 *
 * @param {Ranks} ranks
 * @param {Uint8Array} counts
 * @param {(row: number) => boolean} isOpen
 */
const opened = (ranks, counts, isOpen) => Uint8Array.from(ranks.rows, (row, i) => (counts[i] && isOpen(row) ? 1 : 0));

/**
 * Weighted means per area of a value per group; null where no group has one or an area is unknown.
 *
 * @param {TripTable} table
 * @param {(group: number) => number} value
 * @param {Uint8Array} unknown
 * @returns {Column}
 */
function areaMeans({ area, weight }, value, unknown) {
  const total = new Float64Array(unknown.length);
  const sum = new Float64Array(unknown.length);
  for (let g = 0; g < area.length; g += 1) {
    const minutes = value(g);
    if (Number.isNaN(minutes)) continue;
    total[area[g]] += weight[g];
    sum[area[g]] += weight[g] * minutes;
  }
  return Array.from(sum, (part, i) => (total[i] > 0 && !unknown[i] ? part / total[i] : null));
}

/**
 * @param {TripTable} table
 * @param {number} count
 * @param {...Int16Array} slots
 */
function unknownAreas({ area }, count, ...slots) {
  const unknown = new Uint8Array(count);
  for (const slot of slots) {
    slot.forEach((place, g) => {
      if (place === BEYOND) unknown[area[g]] = 1;
    });
  }
  return unknown;
}

/**
 * The site that most of an area go to; of equal ones the first.
 *
 * @param {TripTable} table
 * @param {Int16Array} slot
 * @param {Uint8Array} unknown
 * @returns {Column}
 */
function commonest({ area, weight, sites }, slot, unknown) {
  const sums = new Map();
  for (let g = 0; g < area.length; g += 1) {
    if (slot[g] < 0) continue;
    const row = sites.rows[sites.site[g * sites.width + slot[g]]];
    const key = area[g] * 65536 + row;
    sums.set(key, (sums.get(key) || 0) + weight[g]);
  }
  const best = new Array(unknown.length).fill(null);
  const most = new Float64Array(unknown.length);
  for (const [key, sum] of sums) {
    const [i, row] = [Math.floor(key / 65536), key % 65536];
    const people = Math.round(sum * 1e6) / 1e6;
    if (unknown[i] || people < most[i] || (people === most[i] && best[i] !== null && best[i] < row)) continue;
    [most[i], best[i]] = [people, row];
  }
  return best;
}

/**
 * Trips by car: per group place and minutes, per area minutes and site, per site its residents.
 *
 * @param {Labels} labels
 * @param {At<TripTable>} at
 * @param {Uint8Array[]} open
 * @returns {Omit<TripsNow, "open">}
 */
function tripsAt(labels, { table }, [open]) {
  const { sites, area, weight } = table;
  const slot = firstOpen(sites, open, area.length);
  const unknown = unknownAreas(table, labels.people.length, slot);
  const minutes = Float64Array.from(slot, (k, g) => (k < 0 ? NaN : sites.minutes[g * sites.width + k]));
  const visitors = new Map();
  for (let g = 0; g < area.length; g += 1) {
    if (slot[g] < 0) continue;
    const near = [];
    for (let i = g * sites.width + slot[g]; i < (g + 1) * sites.width && sites.minutes[i] === minutes[g]; i += 1) {
      if (open[sites.site[i]]) near.push(sites.rows[sites.site[i]]);
    }
    const each = (weight[g] * labels.people[area[g]]) / near.length;
    for (const row of near) visitors.set(row, (visitors.get(row) || 0) + each);
  }
  return {
    table,
    slot,
    unknown,
    minutes,
    visitors,
    columns: { min: areaMeans(table, (g) => minutes[g], unknown), id: commonest(table, slot, unknown) },
  };
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
 * The chain of a norm per area, and the people outside it in all.
 *
 * @param {Labels} labels
 * @param {NormConstants} norm
 * @param {At<ChainTable>} at
 * @param {Uint8Array[]} open
 * @returns {Omit<ChainNow, "open">}
 */
function chainAt(labels, norm, { table }, [stationsOpen, open]) {
  const { stations, sites, area, weight, outside } = table;
  const count = labels.people.length;
  const a = firstOpen(stations, stationsOpen, area.length);
  const b = firstOpen(sites, open, area.length);
  const unknown = unknownAreas(table, count, a, b);
  /** @param {number} g */
  const approach = (g) => (a[g] < 0 ? NaN : stations.minutes[g * stations.width + a[g]]);
  /** @param {number} g */
  const transport = (g) => (b[g] < 0 ? NaN : sites.minutes[g * sites.width + b[g]]);
  const total = new Float64Array(count);
  const beyond = new Float64Array(count);
  const lost = new Uint8Array(area.length);
  const cutOff = new Uint8Array(area.length);
  const over = new Float64Array(area.length);
  // Whom no road joins to a site or a station is outside, as long as others reach them.
  const served = a.some((slot) => slot >= 0) && b.some((slot) => slot >= 0);
  for (let g = 0; g < area.length; g += 1) {
    const none = a[g] < 0 || b[g] < 0;
    lost[g] = none && (!served || a[g] === BEYOND || b[g] === BEYOND) ? 1 : 0;
    if (lost[g]) continue;
    total[area[g]] += weight[g];
    cutOff[g] = none ? 1 : 0;
    over[g] = none ? weight[g] : outside[(g * stations.width + a[g]) * sites.width + b[g]];
    beyond[area[g]] += over[g];
  }
  const share = Array.from(beyond, (part, i) => (total[i] > 0 && !unknown[i] ? part / total[i] : null));
  const known = share.map((part, i) => part !== null && labels.known[i] === 1);
  /** @param {number} i */
  const people = (i) => beyond[i] * labels.people[i];
  /** @param {(area: number) => number} of */
  const sum = (of) => beyond.reduce((all, _, i) => all + (of(i) || 0), 0);
  const measured = lost.includes(0) && !unknown.includes(1);
  /** @param {number} i */
  const old = (i) => people(i) * labels.elderly[i];
  return {
    table,
    unknown,
    lost,
    cutOff,
    over,
    people: measured ? sum(people) : NaN,
    elderly: measured ? sum(old) : NaN,
    columns: {
      norm_min: areaMeans(table, (g) => norm.turnout + approach(g) + norm.on_scene + transport(g), unknown),
      aanrij_min: areaMeans(table, approach, unknown),
      vervoer_min: areaMeans(table, transport, unknown),
      inwoners_buiten_norm: known.map((is, i) => (is ? people(i) : null)),
      "65plus_buiten_norm": share.map((part, i) => (part === null || Number.isNaN(old(i)) ? null : old(i))),
      aandeel_buiten_norm: share,
    },
    verdicts: share.map((part, i) => verdictOf(part, known[i], norm.flag_share)),
  };
}

/**
 * The outcome for each kind that `labels` has at a moment. Of a kind whose open sites are those of `known`, the
 * outcome is taken from there.
 *
 * @template {TripTable} Table
 * @template Outcome
 * @param {Record<string, {at: Record<string, At<Table>>}>} labels
 * @param {(kind: string, at: At<Table>, open: Uint8Array[]) => Outcome} make
 * @param {string} moment
 * @param {(row: number) => boolean} isOpen
 * @param {Record<string, Outcome & {open: Uint8Array[]}> | undefined} known
 */
function eachKind(labels, make, moment, isOpen, known) {
  return Object.fromEntries(
    Object.entries(labels).map(([kind, its]) => {
      const at = its.at[moment];
      const { table } = at;
      const lists = "stations" in table ? [/** @type {Ranks} */ (table.stations), table.sites] : [table.sites];
      const open = lists.map((ranks, i) => opened(ranks, at.counts[i], isOpen));
      const present = known?.[kind];
      const same = present && open.every((flags, i) => flags.every((flag, site) => flag === present.open[i][site]));
      return [kind, same ? present : { ...make(kind, at, open), open }];
    }),
  );
}

/**
 * Everything, at a moment, given which sites are open; `known` is another situation at that moment.
 *
 * @param {Labels} labels
 * @param {string} moment
 * @param {(row: number) => boolean} isOpen
 * @param {Situation | null} known
 * @returns {Situation}
 */
export function situation(labels, moment, isOpen, known = null) {
  const { trips, chains } = labels;
  return {
    trips: eachKind(trips, (_, at, open) => tripsAt(labels, at, open), moment, isOpen, known?.trips),
    chains: eachKind(chains, (kind, at, open) => chainAt(labels, chains[kind], at, open), moment, isOpen, known?.chains),
  };
}

/**
 * What changes between two situations in the trips of a kind; NaN where an area is unknown.
 *
 * @param {Labels} labels
 * @param {TripsNow} before
 * @param {TripsNow} after
 * @returns {TripTotals}
 */
export function tripTotals(labels, before, after) {
  const { area, weight } = before.table;
  let [longer, shorter, lost, minutes, reached, all] = [0, 0, 0, 0, 0, 0];
  for (let g = 0; g < area.length; g += 1) {
    const people = weight[g] * labels.people[area[g]];
    const extra = after.minutes[g] - before.minutes[g];
    if (extra > 0) [longer, minutes] = [longer + people, minutes + people * extra];
    if (extra < 0) shorter += people;
    if (before.slot[g] >= 0 && after.slot[g] < 0) lost += people;
    if (after.slot[g] >= 0) [reached, all] = [reached + people, all + people * after.minutes[g]];
  }
  if (before.unknown.includes(1) || after.unknown.includes(1)) {
    return { longer: NaN, extra: NaN, shorter: NaN, lost: NaN, mean: NaN };
  }
  return { longer, extra: longer > 0 ? minutes / longer : 0, shorter, lost, mean: all / reached };
}

/**
 * The people outside a norm before and after, and those who have no chain any more.
 *
 * @param {Labels} labels
 * @param {ChainNow} before
 * @param {ChainNow} after
 * @returns {ChainTotals}
 */
export function chainTotals(labels, before, after) {
  const { area, weight } = before.table;
  let [lost, more, fewer] = [0, 0, 0];
  for (let g = 0; g < area.length; g += 1) {
    const extra = (after.over[g] - before.over[g]) * labels.people[area[g]];
    if (extra > 0) more += extra;
    else fewer -= extra;
    if (after.lost[g] && !before.lost[g] && !before.cutOff[g]) lost += weight[g] * labels.people[area[g]];
  }
  return {
    before: before.people,
    after: after.people,
    difference: after.people - before.people,
    more,
    fewer,
    elderlyBefore: before.elderly,
    elderlyAfter: after.elderly,
    elderlyDifference: after.elderly - before.elderly,
    lost: after.unknown.includes(1) ? NaN : lost,
  };
}

/**
 * How many more residents each site of a kind gets: `[{row, before, after, more}]`, those that gain most first.
 *
 * @param {TripsNow} before
 * @param {TripsNow} after
 * @returns {Load[]}
 */
export function loads(before, after) {
  const rows = new Set([...before.visitors.keys(), ...after.visitors.keys()]);
  const table = [...rows].map((row) => {
    const [old, now] = [before.visitors.get(row) || 0, after.visitors.get(row) || 0];
    return { row, before: old, after: now, more: now - old };
  });
  return table.filter(({ more }) => Math.abs(more) >= 0.5).sort((a, b) => b.more - a.more || a.row - b.row);
}
