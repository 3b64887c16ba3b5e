// The data block of the page as objects to work with. Geometry stays as rings of whole numbers
// (units of 1e-5 degree): shared borders are then exactly equal, and testing a point is cheap.

import { byId } from "./dom.js";
import { UNKNOWN } from "./format.js";
import { makeLevel } from "./levels.js";

/**
 * Undo the steps of one ring: [x0, y0, dx, dy, ...] becomes [x0, y0, x1, y1, ...].
 *
 * @param {number[]} steps
 */
function decodeRing(steps) {
  const ring = new Int32Array(steps.length);
  for (let i = 0; i < steps.length; i += 1) ring[i] = steps[i] + (i > 1 ? ring[i - 2] : 0);
  return ring;
}

/**
 * Read the data block.
 *
 * @returns {Data}
 */
export function readData() {
  /** @type {RawData} */
  const raw = JSON.parse(byId("zk-data", HTMLElement).textContent || "");
  const columns = /** @type {Record<string, Column>} */ (raw.columns);
  /**
   * @param {number} x
   * @param {number} y
   */
  const latLng = (x, y) => L.latLng(y / raw.unit, x / raw.unit);
  /** @type {(column: Coded | undefined, i: number) => string | undefined} */
  const textOf = (column, i) => column && column.values[column.index[i]];

  /** @param {Shape<number[]>} shape */
  const decodeShape = (shape) => shape.map((polygon) => polygon.map(decodeRing));
  /** @type {Level} */
  const own = { words: raw.words, columns, areas: [] };
  own.areas = raw.areas.code.map((code, i) => ({
    index: i,
    code,
    name: raw.areas.name[i],
    wijk: textOf(raw.areas.wijk, i) ?? "",
    gemeente: textOf(raw.areas.gemeente, i) ?? "",
    shape: decodeShape(raw.areas.shape[i]),
    point: latLng(raw.areas.point[0][i], raw.areas.point[1][i]),
    level: own,
  }));
  const { areas } = own;

  const { x, y, id, naam, telt, telt_in: teltIn, soort, ...texts } = raw.sites;
  // A live map works out itself which sites count.
  const counting = raw.live ? [] : Object.entries(teltIn ?? {});
  const sites = id.map((_, i) => ({
    id: id[i],
    naam: naam[i],
    soort: soort.values[soort.index[i]],
    counts: telt[i] === 1,
    countsIn: Object.fromEntries(counting.map(([column, flags]) => [column, flags[i] === 1])),
    latLng: latLng(x[i], y[i]),
    ...Object.fromEntries(Object.entries(texts).map(([name, column]) => [name, textOf(column, i)])),
  }));

  const places = raw.places.name.map((name, i) => ({
    name,
    gemeente: textOf(raw.places.gemeente, i) ?? "",
    size: raw.places.size[i] || 0,
    latLng: latLng(raw.places.x[i], raw.places.y[i]),
  }));

  /**
   * A line as Leaflet wants it.
   *
   * @param {number[]} steps
   */
  function lineOf(steps) {
    const flat = decodeRing(steps);
    const points = [];
    for (let i = 0; i < flat.length; i += 2) points.push(latLng(flat[i], flat[i + 1]));
    return points;
  }

  return {
    areas,
    level: own,
    levels: [own, ...(raw.levels ?? []).map((level) => makeLevel(level, areas, latLng))],
    outcomes: raw.outcomes ?? [],
    sites,
    places,
    context: raw.context.name.map((name, i) => ({ name, shape: decodeShape(raw.context.shape[i]) })),
    views: raw.views,
    popup: raw.popup,
    atlas: raw.atlas || null,
    isochrones: raw.isochrones
      ? Object.fromEntries(
          Object.entries(raw.isochrones).map(([key, items]) => [
            key,
            items.map(({ minutes, lines }) => ({ minutes, lines: lines.map(lineOf) })),
          ]),
        )
      : null,
    remarks: raw.remarks,
    kinds: raw.kinds,
    symbols: raw.symbols,
    unknownColour: raw.unknown,
    incomplete: raw.incomplete,
    columns,
    words: raw.words,
    verdicts: raw.verdicts,
    live: raw.live,
    /** The value of an area in a column; null where it is unknown, or where its level has no such column. */
    value: (area, column) => (column ? (area.level.columns[column]?.[area.index] ?? null) : null),
    /** What a remark's column has for an area. */
    remark: (area, column) => (raw.texts[column] ? textOf(raw.texts[column], area.index) || null : raw.columns[column][area.index]),
    /** The inhabitants of an area; null where not published, undefined where the map has none at all. */
    people: (area) => (raw.people ? area.level.columns[raw.people][area.index] : undefined),
    /** A verdict column's word for an area. */
    verdict: (area, column) => {
      const code = column ? (area.level.columns[column]?.[area.index] ?? null) : null;
      return code === null ? UNKNOWN : raw.verdicts[code];
    },
    /** Rings as Leaflet wants them. */
    latLngs: (shape) =>
      shape.map((polygon) =>
        polygon.map((ring) => {
          const points = [];
          for (let i = 0; i < ring.length; i += 2) points.push(latLng(ring[i], ring[i + 1]));
          return points;
        }),
      ),
    latLng,
    unit: raw.unit,
  };
}

/**
 * Whether a place lies in an area: the even-odd rule over all its rings.
 *
 * @param {Area} area
 * @param {L.LatLng} latLng
 * @param {number} unit
 */
export function contains(area, latLng, unit) {
  const px = latLng.lng * unit;
  const py = latLng.lat * unit;
  let inside = false;
  for (const polygon of area.shape) {
    for (const ring of polygon) {
      let [ax, ay] = [ring[ring.length - 2], ring[ring.length - 1]];
      for (let i = 0; i < ring.length; i += 2) {
        const [bx, by] = [ring[i], ring[i + 1]];
        if (ay > py !== by > py && px < ((bx - ax) * (py - ay)) / (by - ay) + ax) inside = !inside;
        [ax, ay] = [bx, by];
      }
    }
  }
  return inside;
}
