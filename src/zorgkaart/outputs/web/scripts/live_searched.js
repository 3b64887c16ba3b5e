// The outcome of kinds for which the labels do not do, as a site is new or has other hours: searched for over the roads,
// address by address. The sums per area are those of live_model.js.

import { tripColumns, unitsOf } from "./live_areas.js";
import { chainOf, commonest } from "./live_model.js";
import { differing, sameFlags, spansOf } from "./live_parts.js";
import { atAddresses, decodeRoads, nothingFound, searchFrom } from "./live_roads.js";

const MOST_KEPT = 12; // searches

/**
 * The first ride of a chain of one: it takes no time where there is the other.
 *
 * @param {Float64Array} minutes of the other
 */
function noMinutes(minutes) {
  const none = new Float64Array(minutes.length);
  for (let i = 0; i < none.length; i += 1) if (Number.isNaN(minutes[i])) none[i] = NaN;
  return none;
}

/**
 * The searches of a page, each made once.
 *
 * @param {Labels} labels
 * @param {RawRoads} raw
 */
export function createSearches(labels, raw) {
  /** @type {Roads | undefined} */
  let decoded;
  const roads = () => (decoded ||= decodeRoads(raw));
  /** @type {Map<string, {found: Sweep, reached: Reached}>} */
  const kept = new Map();

  /**
   * @param {string} key
   * @param {() => {found: Sweep, reached: Reached}} make
   */
  function once(key, make) {
    const known = kept.get(key) ?? make();
    kept.delete(key);
    kept.set(key, known); // the one that was used last stands at the end
    if (kept.size > MOST_KEPT) kept.delete([...kept.keys()][0]);
    return known;
  }

  /**
   * The ride between every address and the nearest of some sites.
   *
   * @param {RideRules} ride
   * @param {number[]} rows of sites of the data
   * @param {OpenPlaces} added
   */
  function rideOf({ kind, way }, rows, added) {
    const all = roads();
    const key = `${kind} ${way} ${rows}`;
    const base = once(key, () => {
      const places = new Map(rows.map((row) => [row, all.sites.get(row)]));
      const found = searchFrom(all, way, kind, places, nothingFound(all));
      return { found, reached: atAddresses(all, way, found) };
    });
    if (!added.size) return base.reached;
    return once(`${key} ${JSON.stringify([...added])}`, () => {
      const found = searchFrom(all, way, kind, added, base.found);
      return { found, reached: atAddresses(all, way, found, base) };
    }).reached;
  }

  /** @type {Int32Array | undefined} */
  let spans;
  /**
   * Another outcome, if it can be gone on from: with the areas in which some ride differs from it.
   *
   * @template {{unknown: Uint8Array}} Outcome
   * @param {Outcome | null} known
   * @param {Uint8Array} unknown
   * @param {(known: Outcome) => [then: RidesThen, now: Reached][]} rides
   * @returns {Past<Outcome> | null}
   */
  function pastOf(known, unknown, rides) {
    if (!known || !sameFlags(known.unknown, unknown)) return null;
    const { points } = roads();
    spans ??= spansOf(points.area);
    return { now: known, part: differing(points, spans, labels.people.length, rides(known)) };
  }

  /**
   * The sites at the same place as a site, itself included.
   *
   * @param {number} row
   * @param {OpenPlaces} open
   */
  function twins(row, open) {
    const mine = open.get(row);
    if (!mine) return [row];
    /** @param {RoadPlace | undefined} place */
    const same = (place) => place?.road === mine.road && place.share === mine.share && place.leg_m === mine.leg_m;
    return [...open].filter(([, place]) => same(place)).map(([other]) => other);
  }

  return {
    roads,
    /**
     * Trips by car to the nearest of the sites that are open.
     *
     * @param {RideRules} ride
     * @param {OpenSites} sites
     * @param {Uint8Array} unknown
     * @param {TripsNow | null} known an outcome that was searched for, to go on from
     * @returns {TripsNow}
     */
    trips(ride, { rows, added }, unknown, known) {
      const { points } = roads();
      const reached = rideOf(ride, rows, added);
      const { minutes, row } = reached;
      const open = new Map([...rows.map((site) => /** @type {const} */ ([site, roads().sites.get(site)])), ...added]);
      const going = new Float64Array(Math.max(0, ...open.keys()) + 1);
      for (let i = 0; i < row.length; i += 1) {
        if (row[i] >= 0) going[row[i]] += points.weight[i] * labels.people[points.area[i]];
      }
      const visitors = new Map();
      for (const site of open.keys()) {
        if (!going[site]) continue;
        const near = twins(site, open);
        for (const other of near) visitors.set(other, (visitors.get(other) || 0) + going[site] / near.length);
      }
      const past = pastOf(known, unknown, (then) => [[{ minutes: then.minutes, row: then.slot }, reached]]);
      return {
        table: points,
        open: [Uint8Array.of(open.size ? 1 : 0)],
        slot: row,
        unknown,
        minutes,
        visitors,
        columns: {
          ...tripColumns({ table: points, minutes, unknown }, unitsOf(labels, ""), past),
          id: commonest(points, row, unknown, past),
        },
      };
    },
    /**
     * The chain of a norm; one of one ride is told as two, of which the first takes no time.
     *
     * @param {NormConstants} norm
     * @param {RideRules[]} rides
     * @param {OpenSites[]} sites of each ride
     * @param {Uint8Array} unknown
     * @param {ChainNow | null} known an outcome that was searched for, to go on from
     * @returns {ChainNow}
     */
    chain(norm, rides, sites, unknown, known) {
      const { points } = roads();
      const found = rides.map((ride, i) => rideOf(ride, sites[i].rows, sites[i].added));
      const [first, last] = [found[0], found[found.length - 1]];
      const transport = last.minutes;
      const approach = found.length > 1 ? first.minutes : noMinutes(transport);
      const fixed = norm.turnout + norm.on_scene;
      const past = pastOf(known, unknown, (then) => {
        /** @type {[RidesThen, Reached][]} */
        const rides = [[{ minutes: then.transport, row: then.sites }, last]];
        if (found.length > 1) rides.push([{ minutes: then.approach, row: then.stations }, first]);
        return rides;
      });
      /** @type {Rides} */
      const chain = {
        table: points,
        unknown,
        approach,
        transport,
        missing: () => false,
        outside: (i) => (fixed + approach[i] + transport[i] > norm.limit ? points.weight[i] : 0),
        stations: first.row,
        sites: last.row,
      };
      return { ...chainOf(labels, norm, chain, past), open: [] };
    },
  };
}
