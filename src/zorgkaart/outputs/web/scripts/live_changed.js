// What new sites and other hours change: which kinds the labels do not do for, and which of their sites are then open.

import { countsAt } from "./live_hours.js";
import { unknownIn } from "./live_model.js";
import { joinToRoad } from "./live_roads.js";
import { createSearches } from "./live_searched.js";

const CHANGED = "andere openingstijden in dit scenario";

/**
 * Create what works out new sites and other hours; without roads in the page there are none.
 *
 * @param {Labels} labels
 * @param {Data} data
 * @param {Set<number>} candidates
 */
export function createChanged(labels, data, candidates) {
  const raw = labels.roads;
  const own = [...data.sites]; // new ones of a scenario have the rows behind these
  const searches = raw ? createSearches(labels, raw) : null;
  const periods = raw?.periods ?? [];
  const rides = raw ? [...Object.values(raw.trips), ...Object.values(raw.chains).flat()] : [];
  const kinds = [...new Set(rides.map(({ kind }) => kind))].filter((kind) => kind in data.kinds);

  /** @type {Map<string, RoadPlace | undefined>} */
  const places = new Map();
  /**
   * @param {number} lat
   * @param {number} lon
   */
  function placeAt(lat, lon) {
    const key = `${lat} ${lon}`;
    if (searches && !places.has(key)) places.set(key, joinToRoad(searches.roads(), lat, lon) ?? undefined);
    return places.get(key);
  }

  /**
   * The hours that a site has in the scenario; undefined for those of its table.
   *
   * @param {Site} site
   * @param {Scenario} state
   */
  const hoursOf = (site, state) => (site.added ? site.added.hours : state.hours.get(site.id));
  /** @type {(hours: SiteHours | undefined, ride: RideRules, moment: string) => boolean} */
  const isOpenAt = (hours, ride, moment) => hours !== undefined && countsAt(hours, ride, moment, periods);

  /**
   * The sites that are open for a ride.
   *
   * @param {RideRules} ride
   * @param {Ranks} ranks
   * @param {Uint8Array} counts
   * @param {Scenario} state
   * @param {((row: number) => boolean) | null} isOpen null for how things are
   * @returns {OpenSites}
   */
  function openFor(ride, ranks, counts, state, isOpen) {
    const counting = ranks.rows.filter((_, i) => counts[i]);
    if (!isOpen) return { rows: counting.filter((row) => !candidates.has(row)), added: new Map() };
    const rows = counting.filter((row) => isOpen(row) && !state.hours.has(own[row].id));
    own.forEach((site, row) => {
      if (site.soort === ride.kind && isOpen(row) && isOpenAt(state.hours.get(site.id), ride, state.moment)) rows.push(row);
    });
    const added = new Map();
    state.added.forEach(({ kind, hours, lat, lon }, i) => {
      if (kind === ride.kind && isOpenAt(hours, ride, state.moment)) added.set(own.length + i, placeAt(lat, lon));
    });
    return { rows: rows.sort((a, b) => a - b), added };
  }

  /** @type {Map<string, {about: string, outcome: TripsNow}>} */
  const tripsKept = new Map();
  /** @type {Map<string, {about: string, outcome: ChainNow}>} */
  const chainsKept = new Map();
  /**
   * What was worked out last, if it was about the same sites.
   *
   * @template T
   * @param {Map<string, {about: string, outcome: T}>} kept
   * @param {string} key
   * @param {string} about
   * @param {() => T} make
   * @returns {T}
   */
  function again(kept, key, about, make) {
    const last = kept.get(key);
    if (last?.about === about) return last.outcome;
    const outcome = make();
    kept.set(key, { about, outcome });
    return outcome;
  }

  /**
   * The kinds of sites that are new or have other hours.
   *
   * @param {Scenario} state
   */
  function touchedBy(state) {
    const touched = new Set(state.added.map(({ kind }) => kind));
    for (const site of own) if (state.hours.has(site.id)) touched.add(site.soort);
    return touched;
  }

  /**
   * @param {Scenario} state
   * @param {((row: number) => boolean) | null} isOpen
   * @param {Set<string>} touched
   * @param {RawRoads} roads
   * @param {ReturnType<typeof createSearches>} search
   * @returns {Elsewhere}
   */
  function outcomes(state, isOpen, touched, roads, search) {
    const { moment } = state;
    /** @param {number} row */
    const isThere = isOpen ?? ((row) => !candidates.has(row));
    const side = isOpen ? "na" : "voor";
    /**
     * How things are, to go on from.
     *
     * @template T
     * @param {Map<string, {about: string, outcome: T}>} kept
     * @param {string} kind
     */
    const asIs = (kept, kind) => (isOpen && kept.get(`voor ${kind} ${moment}`)?.outcome) ?? null;
    /** @param {OpenSites[]} open */
    const aboutOf = (open) =>
      JSON.stringify([open.map(({ rows, added }) => [rows, [...added]]), isOpen && [[...state.closed], [...state.opened]]]);
    return {
      trips(kind) {
        const ride = roads.trips[kind];
        if (!ride || !touched.has(ride.kind)) return null;
        const at = labels.trips[kind].at[moment];
        const open = openFor(ride, at.table.sites, at.counts[0], state, isOpen);
        return again(tripsKept, `${side} ${kind} ${moment}`, aboutOf([open]), () =>
          search.trips(ride, open, unknownIn(at, isThere, labels.people.length), asIs(tripsKept, kind)),
        );
      },
      chains(kind) {
        const parts = roads.chains[kind];
        if (!parts?.some((ride) => touched.has(ride.kind))) return null;
        const at = labels.chains[kind].at[moment];
        const lists = parts.length > 1 ? [at.table.stations, at.table.sites] : [at.table.sites];
        const counts = parts.length > 1 ? at.counts : [at.counts[1]];
        const open = parts.map((ride, i) => openFor(ride, lists[i], counts[i], state, isOpen));
        return again(chainsKept, `${side} ${kind} ${moment}`, aboutOf(open), () =>
          search.chain(labels.chains[kind], parts, open, unknownIn(at, isThere, labels.people.length), asIs(chainsKept, kind)),
        );
      },
    };
  }

  return {
    periods,
    /** What a link or a file may ask of it. */
    known: {
      kinds: raw ? kinds : [],
      periods,
      /** @type {(lat: number, lon: number) => boolean} */
      joins: (lat, lon) => placeAt(lat, lon) !== undefined,
    },
    /**
     * Make what a new site of a kind needs, one thing after the other, so that placing it takes no time. What is not ready
     * when it is placed is made then.
     *
     * @param {string} kind
     * @param {Scenario} state
     * @param {(row: number) => boolean} isOpen
     */
    prepare(kind, state, isOpen) {
      if (!raw || !searches) return;
      const sides = [null, isOpen].map((open) => outcomes(state, open, new Set([kind]), raw, searches));
      /** @type {(() => unknown)[]} */
      const things = [searches.roads];
      for (const name of Object.keys(raw.trips)) things.push(...sides.map((side) => () => side.trips(name)));
      for (const name of Object.keys(raw.chains)) things.push(...sides.map((side) => () => side.chains(name)));
      function next() {
        things.shift()?.();
        if (things.length) setTimeout(next);
      }
      setTimeout(next);
    },
    hoursOf,
    /**
     * The outcomes that the labels do not have: before and after; null where they have all.
     *
     * @param {Scenario} state
     * @param {(row: number) => boolean} isOpen
     * @returns {[Elsewhere | null, Elsewhere | null]}
     */
    elsewhere(state, isOpen) {
      if (!raw || !searches || !(state.added.length || state.hours.size)) return [null, null];
      const touched = touchedBy(state);
      return [outcomes(state, null, touched, raw, searches), outcomes(state, isOpen, touched, raw, searches)];
    },
    /**
     * Whether a site counts for a kind by the hours that the scenario gives it; undefined if it gives none.
     *
     * @param {Site} site
     * @param {Scenario} state
     * @param {"trips" | "chains"} part
     * @param {string} kind
     */
    countsFor(site, state, part, kind) {
      const hours = hoursOf(site, state);
      if (!raw || hours === undefined) return undefined;
      const of = part === "trips" ? [raw.trips[kind]] : raw.chains[kind];
      return of.some((ride) => ride?.kind === site.soort && countsAt(hours, ride, state.moment, periods));
    },
    /**
     * Tell sites with hours of the scenario whether they count, and what they are.
     *
     * @param {Site[]} sites
     * @param {Scenario} state
     * @param {(row: number) => boolean} isOpen
     */
    mark(sites, state, isOpen) {
      if (!raw) return;
      sites.forEach((site, row) => {
        const hours = hoursOf(site, state);
        if (hours === undefined || !isOpen(row)) return;
        const countsIn = (site.countsIn ||= {});
        /** @type {(column: string, parts: RideRules[]) => void} */
        const tell = (column, parts) => {
          const mine = parts.filter(({ kind }) => kind === site.soort);
          if (mine.length) countsIn[column] = mine.some((ride) => countsAt(hours, ride, state.moment, periods));
        };
        for (const [kind, ride] of Object.entries(raw.trips)) tell(labels.trips[kind].counting, [ride]);
        for (const [name, parts] of Object.entries(raw.chains)) tell(labels.chains[name].counting, parts);
        site.counts = Object.entries(countsIn).some(([column, counts]) => counts && !column.endsWith("_voor"));
        site.reason = site.counts ? "" : "dan niet open";
        if (!site.added) site.sites_status = CHANGED;
      });
    },
  };
}
