// The roads around the areas: where a place is joined to them, and how long it takes from there to every junction and
// address. The same sums as routing/kernels.py, over the part of the network that the page has; see analyses/live/roads.py.

import { unpack } from "./live_labels.js";

const WHOLE_ROAD = 65535;
const METRE_DM = 0.1;
const KMH_PER_MS = 3.6;
const RADIUS_M = [6378137, 6356752.3]; // of the ellipsoid, for metres per degree
const LONGER = 1.01; // for what is rounded in a length
const WIDTH_S = 2; // of a bucket of the search

/**
 * @param {PackedSteps} packed
 * @returns {Int32Array}
 */
function unpackSteps(packed) {
  const values = new Int32Array(unpack(packed));
  const [places, numbers] = packed.far;
  places.forEach((place, i) => {
    values[place] = numbers[i];
  });
  return values;
}

/**
 * @param {Numbers} values
 * @param {number} factor
 */
function times(values, factor) {
  const result = new Float64Array(values.length);
  for (let i = 0; i < values.length; i += 1) result[i] = values[i] * factor;
  return result;
}

/** @param {Int32Array} steps */
function added(steps) {
  for (let i = 1; i < steps.length; i += 1) steps[i] += steps[i - 1];
  return steps;
}

/**
 * Where each of these begins in a list of all of them; at the end their sum.
 *
 * @param {ArrayLike<number>} counts
 */
function starts(counts) {
  const begin = new Int32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i += 1) begin[i + 1] = begin[i] + counts[i];
  return begin;
}

/**
 * Each number as often as is said.
 *
 * @param {Numbers} values
 * @param {Int32Array} begin
 */
function repeated(values, begin) {
  const result = new Int32Array(begin[begin.length - 1]);
  for (let i = 0; i < values.length; i += 1) result.fill(values[i], begin[i], begin[i + 1]);
  return result;
}

/**
 * Decode the roads in the data block of the page.
 *
 * @param {RawRoads} raw
 * @returns {Roads}
 */
export function decodeRoads(raw) {
  const degree = unpack(raw.degree);
  const tail = repeated(new Int32Array(degree.length).map((_, node) => node), starts(degree));
  const head = unpackSteps(raw.head);
  for (let i = 0; i < head.length; i += 1) head[i] += tail[i];
  const { shape, points } = raw;
  const [x, y, betweenX, betweenY] = [shape.x, shape.y, shape.between_x, shape.between_y].map(unpackSteps);
  [x[0], y[0]] = shape.origin;
  const runs = starts(unpack(points.count));
  const runArea = unpack(points.area);
  const share = times(unpack(points.share), 1 / WHOLE_ROAD);
  const weight = points.weight ? unpack(points.weight) : new Uint8Array(share.length).fill(1);
  const [row, road, part, leg] = [raw.sites.row, raw.sites.road, raw.sites.share, raw.sites.leg].map(unpack);
  /** @type {Map<number, RoadPlace>} */
  const sites = new Map();
  row.forEach((site, i) => sites.set(site, { road: road[i], share: part[i], leg_m: leg[i] }));
  return {
    nodes: degree.length,
    tail,
    head,
    length: times(unpackSteps(raw.length), METRE_DM),
    pace: unpack(raw.pace),
    paces: raw.paces,
    x: added(x),
    y: added(y),
    vertices: unpack(shape.count),
    betweenX,
    betweenY,
    unit: raw.unit,
    limit_m: raw.limit_m,
    metre_s: KMH_PER_MS / raw.leg_kmh,
    points: {
      area: repeated(runArea, runs),
      runs,
      runArea,
      road: unpack(points.road),
      share,
      leg_m: times(unpack(points.leg), METRE_DM),
      weight,
    },
    sites,
    gates: Object.fromEntries(
      Object.entries(raw.gates).map(([name, gate]) => [
        name,
        { row: unpack(gate.row), node: unpack(gate.node), seconds: unpack(gate.seconds) },
      ]),
    ),
    neighbours: neighboursOf(degree.length, tail, head),
    costs: new Map(),
    longest: new Map(),
  };
}

/**
 * Per junction the roads at it: twice the number of the road, and one more where the junction is its head.
 *
 * @param {number} nodes
 * @param {Int32Array} tail
 * @param {Int32Array} head
 */
function neighboursOf(nodes, tail, head) {
  const counts = new Int32Array(nodes);
  for (const ends of [tail, head]) for (const node of ends) counts[node] += 1;
  const begin = starts(counts);
  const next = begin.slice(0, nodes);
  const side = new Int32Array(2 * tail.length);
  for (let road = 0; road < tail.length; road += 1) {
    side[next[tail[road]]++] = 2 * road;
    side[next[head[road]]++] = 2 * road + 1;
  }
  return { begin, side };
}

/**
 * Seconds that a search from a site needs over each road, from its tail to its head (even places) and back (odd ones);
 * infinite where that is not allowed. Where people travel to the site, it goes against their direction.
 *
 * @param {Roads} roads
 * @param {string} way such as "auto to_site"
 * @returns {Float64Array}
 */
function costsOf(roads, way) {
  let costs = roads.costs.get(way);
  if (!costs) {
    const [mode, direction] = way.split(" ");
    const table = roads.paces[mode].map((pair) => pair.map((pace) => pace ?? Infinity));
    const against = direction === "to_site" ? 1 : 0;
    costs = new Float64Array(2 * roads.length.length);
    for (let road = 0; road < roads.length.length; road += 1) {
      const pair = table[roads.pace[road]];
      costs[2 * road] = pair[against] * roads.length[road];
      costs[2 * road + 1] = pair[1 - against] * roads.length[road];
    }
    let longest = 0;
    for (let arc = 0; arc < costs.length; arc += 1) if (costs[arc] !== Infinity && costs[arc] > longest) longest = costs[arc];
    roads.longest.set(way, longest);
    roads.costs.set(way, costs);
  }
  return costs;
}

/**
 * A part of the seconds of a road; none of a road that may not be driven is still nothing.
 *
 * @param {number} seconds
 * @param {number} part
 */
const partOf = (seconds, part) => (part > 0 ? seconds * part : 0);

/**
 * Where a search from a site begins: `[node, seconds]`.
 *
 * @param {Roads} roads
 * @param {string} way
 * @param {RoadPlace} place
 * @returns {[number, number][]}
 */
function seedsOf(roads, way, { road, share, leg_m: metres }) {
  const costs = costsOf(roads, way);
  const leg = metres * roads.metre_s;
  return [
    [roads.tail[road], leg + partOf(costs[2 * road + 1], share)],
    [roads.head[road], leg + partOf(costs[2 * road], 1 - share)],
  ];
}

/**
 * A search that found nothing yet.
 *
 * @param {Roads} roads
 * @returns {Sweep}
 */
export const nothingFound = (roads) => ({
  seconds: new Float64Array(roads.nodes).fill(Infinity),
  site: new Int32Array(roads.nodes).fill(-1),
  places: new Map(),
});

/**
 * Search on from further sites; what was found before is better or is bettered. Of equally near sites the first counts.
 *
 * @param {Roads} roads
 * @param {string} way
 * @param {string} kind of which the sites beyond the roads come in by its gates
 * @param {Map<number, RoadPlace | undefined>} sites by their rows; undefined for those beyond the roads
 * @param {Sweep} known
 * @returns {Sweep}
 */
export function searchFrom(roads, way, kind, sites, known) {
  const [seconds, site] = [known.seconds.slice(), known.site.slice()];
  const places = new Map([...known.places, ...sites]);
  const costs = costsOf(roads, way);
  const { begin, side } = roads.neighbours;
  /** @type {number[]} */
  const seedNode = [];
  /** @type {number[]} */
  const seedS = [];
  /** @type {number[]} */
  const seedSite = [];
  /** @type {(node: number, s: number, row: number) => void} */
  const seed = (node, s, row) => {
    if (s === Infinity) return;
    seedNode.push(node);
    seedS.push(s);
    seedSite.push(row);
  };
  for (const [row, place] of sites) {
    if (place) for (const [node, s] of seedsOf(roads, way, place)) seed(node, s, row);
  }
  const gates = roads.gates[`${kind} ${way}`];
  gates?.row.forEach((row, i) => {
    if (sites.has(row) && !sites.get(row)) seed(gates.node[i], gates.seconds[i], row);
  });
  let longest = roads.longest.get(way) ?? 0;
  for (const s of seedS) longest = Math.max(longest, s);
  let buckets = 2;
  while (buckets < longest / WIDTH_S + 2) buckets *= 2;
  const last = buckets - 1;
  const head = new Int32Array(buckets).fill(-1);
  let room = Math.max(4096, 2 * seedNode.length);
  let [entryNode, entryS, following] = [new Int32Array(room), new Float64Array(room), new Int32Array(room)];
  let [used, waiting, free] = [0, 0, -1];

  /** @type {(node: number, s: number, row: number) => void} */
  function reach(node, s, row) {
    if (s > seconds[node] || (s === seconds[node] && row >= site[node])) return;
    seconds[node] = s;
    site[node] = row;
    let at = free;
    if (at >= 0) free = following[at];
    else {
      if (used === room) {
        room *= 2;
        [entryNode, following] = [entryNode, following].map((old) => {
          const larger = new Int32Array(room);
          larger.set(old);
          return larger;
        });
        const larger = new Float64Array(room);
        larger.set(entryS);
        entryS = larger;
      }
      at = used++;
    }
    const bucket = Math.floor(s / WIDTH_S) & last;
    entryNode[at] = node;
    entryS[at] = s;
    following[at] = head[bucket];
    head[bucket] = at;
    waiting += 1;
  }

  seedNode.forEach((node, i) => reach(node, seedS[i], seedSite[i]));
  for (let current = 0; waiting > 0; ) {
    const at = head[current];
    if (at < 0) {
      current = (current + 1) & last;
      continue;
    }
    head[current] = following[at];
    waiting -= 1;
    following[at] = free;
    free = at;
    const node = entryNode[at];
    const s = entryS[at];
    if (s !== seconds[node]) continue; // overtaken since it was put in
    for (let i = begin[node]; i < begin[node + 1]; i += 1) {
      const arc = side[i];
      const road = arc >> 1;
      reach(arc & 1 ? roads.tail[road] : roads.head[road], s + costs[arc], site[node]);
    }
  }
  return { seconds, site, places };
}

/**
 * Minutes between each address and the nearest site of a search, and the row of that site.
 *
 * @param {Roads} roads
 * @param {string} way
 * @param {Sweep} found
 * @param {{found: Sweep, reached: Reached} | null} known of a search that this one went on from
 * @returns {Reached}
 */
export function atAddresses(roads, way, found, known = null) {
  const { seconds, site } = found;
  const costs = costsOf(roads, way);
  /** @type {Map<number, [row: number, place: RoadPlace][]>} */
  const along = new Map();
  for (const [row, place] of found.places) {
    if (place) along.set(place.road, [...(along.get(place.road) ?? []), [row, place]]);
  }
  const { road, runs, share, leg_m: leg, runArea: area } = roads.points;
  const minutes = known ? known.reached.minutes.slice() : new Float64Array(share.length).fill(NaN);
  const row = known ? known.reached.row.slice() : new Int32Array(share.length).fill(-1);
  const was = known?.found.seconds;
  const areas = new Set();
  for (let run = 0; run < road.length; run += 1) {
    const at = road[run];
    const [tail, head] = [roads.tail[at], roads.head[at]];
    const here = along.get(at);
    if (was && !here && was[tail] === seconds[tail] && was[head] === seconds[head]) continue;
    const [there, back] = [costs[2 * at], costs[2 * at + 1]];
    areas.add(area[run]);
    for (let i = runs[run]; i < runs[run + 1]; i += 1) {
      const part = share[i];
      let best = seconds[tail] + partOf(there, part);
      let nearest = site[tail];
      const other = seconds[head] + partOf(back, 1 - part);
      if (other < best || (other === best && site[head] < nearest)) {
        best = other;
        nearest = site[head];
      }
      if (here) {
        for (const [candidate, place] of here) {
          const ahead = part - place.share; // the search goes from the site to the address
          const s = partOf(ahead >= 0 ? there : back, Math.abs(ahead)) + place.leg_m * roads.metre_s;
          if (s > best || (s === best && candidate >= nearest)) continue;
          best = s;
          nearest = candidate;
        }
      }
      if (best === Infinity) continue;
      minutes[i] = (best + leg[i] * roads.metre_s) / 60;
      row[i] = nearest;
    }
  }
  return { minutes, row, since: known && { minutes: known.reached.minutes, areas: [...areas] } };
}

/**
 * The place on the roads that is nearest to a point in degrees; null where none lies within the limit.
 *
 * @param {Roads} roads
 * @param {number} lat
 * @param {number} lon
 * @returns {RoadPlace | null}
 */
export function joinToRoad(roads, lat, lon) {
  const { unit, vertices, betweenX, betweenY, tail, head } = roads;
  const turn = Math.PI / 180;
  const [a, b] = RADIUS_M;
  const flat = Math.hypot(a * Math.cos(lat * turn), b * Math.sin(lat * turn));
  const perLat = ((((a * b) / flat) * (a * b)) / flat / flat) * (turn / unit); // metres per unit
  const perLon = ((a * a) / flat) * Math.cos(lat * turn) * (turn / unit);
  const [x0, y0] = [lon * unit, lat * unit];
  let best = roads.limit_m ** 2;
  /** @type {RoadPlace | null} */
  let found = null;
  let next = 0;
  for (let road = 0; road < vertices.length; road += 1) {
    const count = vertices[road];
    if (!count) continue;
    const from = next;
    next += count - 1;
    let [x, y] = [roads.x[tail[road]], roads.y[tail[road]]];
    const near = roads.limit_m + roads.length[road] * LONGER; // no part of it lies farther from its tail than it is long
    if (Math.abs(x - x0) * perLon > near || Math.abs(y - y0) * perLat > near) continue;
    let [length, nearest, before] = [0, Infinity, 0];
    for (let i = 0; i < count; i += 1) {
      const ends = i === count - 1;
      const toX = ends ? roads.x[head[road]] : x + betweenX[from + i];
      const toY = ends ? roads.y[head[road]] : y + betweenY[from + i];
      const [dx, dy] = [(toX - x) * perLon, (toY - y) * perLat];
      const [px, py] = [(x0 - x) * perLon, (y0 - y) * perLat];
      const long = dx * dx + dy * dy;
      const part = long > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / long)) : 0;
      const away = (px - part * dx) ** 2 + (py - part * dy) ** 2;
      const step = Math.sqrt(long);
      if (away < nearest) [nearest, before] = [away, length + part * step];
      length += step;
      [x, y] = [toX, toY];
    }
    if (nearest >= best) continue;
    best = nearest;
    found = { road, share: length > 0 ? before / length : 0, leg_m: Math.sqrt(nearest) };
  }
  return found;
}
