// What follows from which sites are open: the same sums as tests/support/live_oracle.py, on the same labels. Nothing here
// touches the page. Unknown is null in what areas get, NaN in sums.

import { normColumns, tripColumns, unitsOf } from "./live_areas.js";
import { wholeOf } from "./live_parts.js";

const NOBODY = -1; // no site is left for the group
const BEYOND = -2; // all of its list is closed, and a site that is open may lie behind the end of it
const MOST_ROWS = 65536;
/** @type {Elsewhere} */
const NOWHERE = { trips: () => null, chains: () => null };

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
 * Per group the minutes of a place in its list; NaN where it has none.
 *
 * @param {Ranks} ranks
 * @param {Int16Array} slot
 */
const minutesAt = ({ minutes, width }, slot) =>
  Float64Array.from(slot, (k, g) => (k < 0 ? NaN : minutes[g * width + k]));

/**
 * Per group the row of the site at a place in its list; -1 where it has none.
 *
 * @param {Ranks} ranks
 * @param {Int16Array} slot
 */
const rowsAt = ({ rows, site, width }, slot) => Int32Array.from(slot, (k, g) => (k < 0 ? -1 : rows[site[g * width + k]]));

/**
 * (areas) 1 where a group of the area has an open site behind the end of its list.
 *
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
 * (areas) 1 where all of the list of some residents is closed, as far as sites are those of the labels.
 *
 * @param {At<TripTable | ChainTable>} at
 * @param {(row: number) => boolean} isOpen
 * @param {number} count of areas
 */
export function unknownIn({ table, counts }, isOpen, count) {
  const lists = "stations" in table ? [table.stations, table.sites] : [table.sites];
  const slots = lists.map((ranks, i) => firstOpen(ranks, opened(ranks, counts[i], isOpen), table.area.length));
  return unknownAreas(table, count, ...slots);
}

/**
 * The site that most of an area go to; of equal ones the first.
 *
 * @param {Groups} groups
 * @param {Int32Array} rows of the site of each group, -1 for none
 * @param {Uint8Array} unknown
 * @param {Past<TripsNow> | null} past
 * @returns {Column}
 */
export function commonest(groups, rows, unknown, past = null) {
  const { area, weight } = groups;
  const { touched, spans } = past?.part ?? wholeOf(groups);
  const sums = new Map();
  let [last, sum] = [-1, 0]; // groups that stand together often go to one site
  for (let span = 0; span < spans.length; span += 2) {
    for (let g = spans[span]; g < spans[span + 1]; g += 1) {
      if (rows[g] < 0) continue;
      const key = area[g] * MOST_ROWS + rows[g];
      if (key !== last) {
        if (last >= 0) sums.set(last, sum);
        last = key;
        sum = sums.get(key) || 0;
      }
      sum += weight[g];
    }
  }
  if (last >= 0) sums.set(last, sum);
  const then = past?.now.columns.id ?? [];
  const best = Array.from(unknown, (_, i) => (touched && !touched[i] ? then[i] : null));
  const most = new Float64Array(unknown.length);
  for (const [key, all] of sums) {
    const [i, row] = [Math.floor(key / MOST_ROWS), key % MOST_ROWS];
    const people = Math.round(all * 1e6) / 1e6;
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
  const minutes = minutesAt(sites, slot);
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
  const columns = { ...tripColumns({ table, minutes, unknown }, unitsOf(labels, "")), id: commonest(table, rowsAt(sites, slot), unknown) };
  return { table, slot, unknown, minutes, visitors, columns };
}

/**
 * The chain of a norm per area, and the people outside it in all, given the rides of each group.
 *
 * @param {Labels} labels
 * @param {NormConstants} norm
 * @param {Rides} rides
 * @param {Past<ChainNow> | null} known
 * @returns {Omit<ChainNow, "open">}
 */
export function chainOf(labels, norm, { table, unknown, approach, transport, missing, outside, stations, sites }, known = null) {
  const { area, weight } = table;
  // Whom no road joins to a site or a station is outside, as long as others reach them.
  const served = isServed({ approach, transport });
  const past = known && isServed(known.now) === served ? known : null;
  const { touched, spans } = past?.part ?? wholeOf(table);
  /** @type {(then: Float64Array | undefined) => Float64Array} */
  const perArea = (then) => then?.map((all, i) => (touched?.[i] ? 0 : all)) ?? new Float64Array(labels.people.length);
  const [beyond, judged] = [perArea(past?.now.beyond), perArea(past?.now.judged)];
  const lost = past ? past.now.lost.slice() : new Uint8Array(area.length);
  const cutOff = past ? past.now.cutOff.slice() : new Uint8Array(area.length);
  const over = past ? past.now.over.slice() : new Float64Array(area.length);
  for (let span = 0; span < spans.length; span += 2) {
    for (let g = spans[span]; g < spans[span + 1]; g += 1) {
      const none = Number.isNaN(approach[g] + transport[g]);
      lost[g] = none && (!served || missing(g)) ? 1 : 0;
      cutOff[g] = none && !lost[g] ? 1 : 0;
      over[g] = lost[g] ? 0 : none ? weight[g] : outside(g);
      beyond[area[g]] += over[g];
      if (!lost[g]) judged[area[g]] += weight[g];
    }
  }
  /** @param {(area: number) => number} of */
  const sum = (of) => beyond.reduce((all, _, i) => all + (of(i) || 0), 0);
  const measured = lost.includes(0) && !unknown.includes(1);
  /** @param {number} i */
  const people = (i) => beyond[i] * labels.people[i];
  const now = {
    table,
    unknown,
    lost,
    cutOff,
    over,
    beyond,
    judged,
    approach,
    transport,
    stations,
    sites,
    people: measured ? sum(people) : NaN,
    aged: labels.aged.map(([, share]) => (measured ? sum((i) => people(i) * share[i]) : NaN)),
  };
  return { ...now, ...normColumns(labels, norm, now, unitsOf(labels, ""), past) };
}

/**
 * Whether anybody has both rides.
 *
 * @param {Pick<Rides, "approach" | "transport">} rides
 */
const isServed = ({ approach, transport }) =>
  approach.some((minutes) => minutes >= 0) && transport.some((minutes) => minutes >= 0);

/**
 * The chain of a norm from the lists of groups.
 *
 * @param {Labels} labels
 * @param {NormConstants} norm
 * @param {At<ChainTable>} at
 * @param {Uint8Array[]} open
 * @returns {Omit<ChainNow, "open">}
 */
function chainAt(labels, norm, { table }, [stationsOpen, open]) {
  const { stations, sites, area, outside } = table;
  const a = firstOpen(stations, stationsOpen, area.length);
  const b = firstOpen(sites, open, area.length);
  const unknown = unknownAreas(table, labels.people.length, a, b);
  return chainOf(labels, norm, {
    table,
    unknown,
    approach: minutesAt(stations, a),
    transport: minutesAt(sites, b),
    missing: (g) => a[g] === BEYOND || b[g] === BEYOND,
    outside: (g) => outside[(g * stations.width + a[g]) * sites.width + b[g]],
    stations: rowsAt(stations, a),
    sites: rowsAt(sites, b),
  });
}

/**
 * The outcome for each kind or norm that `labels` has at a moment. Of one whose open sites are those of `known`, the
 * outcome is taken from there.
 *
 * @template {TripTable} Table
 * @template Outcome
 * @param {Record<string, {at: Record<string, At<Table>>}>} labels
 * @param {(kind: string, at: At<Table>, open: Uint8Array[]) => Outcome} make
 * @param {string} moment
 * @param {(row: number) => boolean} isOpen
 * @param {Record<string, Outcome & {open: Uint8Array[]}> | undefined} known
 * @param {(kind: string) => (Outcome & {open: Uint8Array[]}) | null} elsewhere
 */
function eachKind(labels, make, moment, isOpen, known, elsewhere) {
  return Object.fromEntries(
    Object.entries(labels).map(([kind, its]) => {
      const other = elsewhere(kind);
      if (other) return [kind, other];
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
 * Everything, at a moment, given which sites are open; `known` is another situation at that moment. What `elsewhere`
 * has for a kind or norm is taken from there, as the labels do not have it.
 *
 * @param {Labels} labels
 * @param {string} moment
 * @param {(row: number) => boolean} isOpen
 * @param {Situation | null} known
 * @param {Elsewhere} elsewhere
 * @returns {Situation}
 */
export function situation(labels, moment, isOpen, known = null, elsewhere = NOWHERE) {
  const { trips, chains } = labels;
  const byCar = eachKind(trips, (_, at, open) => tripsAt(labels, at, open), moment, isOpen, known?.trips, elsewhere.trips);
  /** @type {(name: string, at: At<ChainTable>, open: Uint8Array[]) => Omit<ChainNow, "open">} */
  const make = (name, at, open) => chainAt(labels, chains[name], at, open);
  return { trips: byCar, chains: eachKind(chains, make, moment, isOpen, known?.chains, elsewhere.chains) };
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
    if (extra > 0) {
      longer += people;
      minutes += people * extra;
    }
    if (extra < 0) shorter += people;
    if (after.slot[g] >= 0) {
      reached += people;
      all += people * after.minutes[g];
    } else if (before.slot[g] >= 0) lost += people;
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
    aged: labels.aged.map(([age], i) => ({ age, before: before.aged[i], after: after.aged[i] })),
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
