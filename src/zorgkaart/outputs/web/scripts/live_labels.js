// The labels of the live map as typed arrays. A group is a number of residents of one area who have the same
// sites in the same order from near to far; see analyses/live/labels.py.

import { inflate, together } from "./live_inflate.js";

const ARRAYS = {
  u1: Uint8Array,
  i1: Int8Array,
  u2: Uint16Array,
  i2: Int16Array,
  u4: Uint32Array,
  i4: Int32Array,
  f4: Float32Array,
  f8: Float64Array,
};

/**
 * @param {Packed} packed
 * @returns {Numbers}
 */
export function unpack({ type, data, size }) {
  const text = atob(data);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  const numbers = ARRAYS[type];
  const whole = size === undefined ? bytes : together(inflate(bytes, size), numbers.BYTES_PER_ELEMENT);
  return new numbers(/** @type {ArrayBuffer} */ (whole.buffer));
}

/**
 * The lists of groups: places in `rows` from near to far (-1: no more), with mean minutes.
 *
 * @param {RawRanks} ranks
 * @returns {Ranks}
 */
function decodeRanks({ rows, width, site, minutes }) {
  return { rows, width, site: unpack(site), minutes: unpack(minutes), complete: width >= rows.length };
}

/**
 * The weight outside the norm per group and pair of places: none of it, all of it, or a number that is given.
 *
 * @param {RawChainTable["outside"]} packed
 * @param {Numbers} weight
 * @param {number} cells
 */
function decodeOutside({ codes, some }, weight, cells) {
  const packed = unpack(codes);
  const given = unpack(some);
  const outside = new Float64Array(weight.length * cells);
  let next = 0;
  for (let i = 0; i < outside.length; i += 1) {
    const code = (packed[i >> 2] >> (2 * (i & 3))) & 3;
    if (code === 1) outside[i] = weight[Math.floor(i / cells)];
    if (code === 2) outside[i] = given[next++];
  }
  return outside;
}

/**
 * @param {RawTripTable} table
 * @returns {TripTable}
 */
function decodeTripTable({ sites, area, weight }) {
  return { sites: decodeRanks(sites), area: unpack(area), weight: unpack(weight) };
}

/**
 * @param {RawChainTable} table
 * @returns {ChainTable}
 */
function decodeChainTable(table) {
  const trips = decodeTripTable(table);
  const stations = decodeRanks(table.stations);
  const outside = decodeOutside(table.outside, trips.weight, stations.width * trips.sites.width);
  return { ...trips, stations, outside };
}

/** @param {string} text */
const flags = (text) => Uint8Array.from(text, Number);

/**
 * What serves a moment: a table, and which of its sites can be open then.
 *
 * @template Table
 * @param {RawAt} at
 * @param {Table[]} tables
 * @returns {Record<string, At<Table>>}
 */
function decodeMoments(at, tables) {
  /** @type {(serves: RawAt[string]) => At<Table>} */
  const one = ([table, ...counts]) => ({ table: tables[table], counts: counts.map(flags) });
  return Object.fromEntries(Object.entries(at).map(([moment, serves]) => [moment, one(serves)]));
}

/**
 * Decode the labels in the data block of the page.
 *
 * @param {RawLabels} raw
 * @returns {Labels}
 */
export function decodeLabels(raw) {
  const tables = raw.tables.map(decodeChainTable);
  return {
    ...raw,
    people: unpack(raw.people),
    known: unpack(raw.known),
    aged: raw.aged.map(([age, share]) => [age, unpack(share)]),
    levels: Object.fromEntries(
      Object.entries(raw.levels).map(([word, level]) => [word, { ...level, unit: unpack(level.unit) }]),
    ),
    trips: Object.fromEntries(
      Object.entries(raw.trips).map(([kind, { at, tables: own, counting }]) => [
        kind,
        { counting, at: decodeMoments(at, own.map(decodeTripTable)) },
      ]),
    ),
    chains: Object.fromEntries(
      Object.entries(raw.chains).map(([name, { at, ...norm }]) => [name, { ...norm, at: decodeMoments(at, tables) }]),
    ),
  };
}
