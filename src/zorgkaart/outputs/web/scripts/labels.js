// Names on the map: of places, for when there is no background map, and of the sites that a layer is about. As many as
// fit at each zoom, the largest first; they are laid out once per zoom, and panning moves the pane as a whole.

import { element } from "./dom.js";
import { figuresOf } from "./outcome.js";

const CITY = 9000; // addresses
const FEW = 20; // larger areas that all have their figures written on them, or beside them where there is no room
const MUST = 3 * CITY; // named even where the name lies on a marker
// From this zoom on, places with at least so many addresses are named.
const SMALLEST = [
  [8.4, CITY],
  [9.4, 2600],
  [10.4, 900],
  [11.4, 250],
  [12.4, 60],
  [Infinity, 0],
];
const GAP = 3; // pixels between labels

const LINE = 1.15; // height of a line, in that of its letters
const LONG = 18; // letters: a longer name of a site has two lines

/**
 * A long name as two lines, broken at the space nearest to its middle.
 *
 * @param {string} name
 */
export function linesOf(name) {
  const spaces = [...name.matchAll(/ /g)].map(({ index }) => index);
  if (name.length <= LONG || !spaces.length) return [name];
  /** @param {number} at */
  const off = (at) => Math.abs(at - name.length / 2);
  const at = spaces.reduce((best, space) => (off(space) < off(best) ? space : best));
  return [name.slice(0, at), name.slice(at + 1)];
}

/**
 * Create the labels; `show(view)` lays them out. Of `sites` come the boxes of markers that they must leave free and the
 * sites to name.
 *
 * @param {L.Map} map
 * @param {Data} data
 * @param {{boxes: () => Box[], named: () => Site[]}} sites
 */
export function createLabels(map, data, sites) {
  const pane = /** @type {HTMLElement} */ (map.getPane("zk-labels"));
  const ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  const family = getComputedStyle(map.getContainer()).fontFamily;
  /** @param {number} size */
  const sized = (size) => (size >= CITY ? 14 : size >= 2600 ? 13 : size >= 900 ? 12 : 11);

  /**
   * @param {L.LatLng} latLng
   * @param {string[]} lines
   * @param {MapLabel["name"]} name of the sort of label
   * @param {number} letter height of the letters
   * @param {boolean} bold
   * @returns {MapLabel}
   */
  function label(latLng, lines, name, letter, bold) {
    ruler.font = `${bold ? 600 : 400} ${letter}px ${family}`;
    const width = Math.max(...lines.map((line) => ruler.measureText(line).width));
    return { latLng, lines, name, letter, width, height: letter * (1 + LINE * (lines.length - 1)) };
  }

  const places = data.places.map((place) => {
    const strong = place.size >= 2600;
    return { ...label(place.latLng, [place.name], strong ? "strong" : "place", sized(place.size), strong), size: place.size };
  });
  const cities = places.filter(({ size }) => size >= CITY);
  const others = places.slice(cities.length); // they are sorted by size

  let view = data.views[0];

  /** Of larger areas their names with their figures. */
  const figures = () =>
    data.level === data.levels[0]
      ? []
      : data.level.areas.map((area) => label(area.point, [area.name, ...figuresOf(data, area, view)], "figures", 12, true));

  function layout() {
    const zoom = map.getZoom();
    const larger = figures();
    const [, smallest] = SMALLEST.find(([upTo]) => zoom < upTo) || [0, 0];
    const markers = sites.boxes();
    /** @type {Box[]} */
    const taken = [];
    /** @type {HTMLElement[]} */
    const shown = [];
    /**
     * @param {Box} a
     * @param {Box} b
     */
    const apart = (a, b) => a[2] + GAP < b[0] || b[2] + GAP < a[0] || a[3] + GAP < b[1] || b[3] + GAP < a[1];

    /**
     * Put a label at the first of some offsets where it is free; one that is a `must` wherever it covers no other
     * label, on as few markers as possible.
     *
     * @param {MapLabel} item
     * @param {(w: number, h: number) => [number, number][]} offsets
     * @param {boolean} must
     */
    function put(item, offsets, must) {
      const { x, y } = map.latLngToLayerPoint(item.latLng);
      const [w, h] = [item.width / 2, item.height / 2 + 1];
      /** @type {Box[]} */
      const boxes = offsets(w, h).map(([dx, dy]) => [x + dx - w, y + dy - h, x + dx + w, y + dy + h]);
      const legible = boxes.filter((box) => taken.every((other) => apart(box, other)));
      const covered = legible.map((box) => markers.filter((marker) => !apart(box, marker)).length);
      const least = Math.min(...covered);
      const box = least === 0 || must ? legible[covered.indexOf(least)] : undefined;
      if (!box) return;
      taken.push(box);
      const node = element("span", { class: `zk-label zk-label-${item.name}` }, item.lines.join("\n"));
      node.style.fontSize = `${item.letter}px`;
      node.style.left = `${Math.round(box[0])}px`;
      node.style.top = `${Math.round(box[1])}px`;
      node.style.width = `${Math.ceil(item.width) + 1}px`;
      shown.push(node);
    }

    /** @type {(d: number) => (w: number, h: number) => [number, number][]} */
    const around = (d) => (w, h) => [
      [0, -h - d],
      [0, h + d],
      [w + d, 0],
      [-w - d, 0],
    ];
    /** @type {(d: number) => (w: number, h: number) => [number, number][]} */
    const corners = (d) => (w, h) => [
      [w + d, -h - d],
      [w + d, h + d],
      [-w - d, -h - d],
      [-w - d, h + d],
    ];
    // A place is named where it is or close beside it, as a name further off would seem that of another place.
    /** @type {(w: number, h: number) => [number, number][]} */
    const near = (w, h) => [[0, 0], ...around(12)(w, h), ...corners(6)(w, h)];
    /** @type {(w: number, h: number) => [number, number][]} */
    const beside = (w, h) => [...around(16)(w, h), ...corners(15)(w, h)];
    // Figures may lie over the border of their area, but no further off than they must, and rather higher or lower than aside.
    /** @type {(w: number, h: number) => [number, number][]} */
    const nudged = (w, h) => {
      const steps = [0, 0.5, -0.5, 1, -1, 1.5, -1.5, 2, -2];
      const offsets = steps.flatMap((dx) => steps.map((dy) => /** @type {[number, number]} */ ([dx * w * 0.5, 2 * dy * h])));
      return offsets.sort(([ax, ay], [bx, by]) => Math.hypot(3 * ax, ay) - Math.hypot(3 * bx, by));
    };
    /** @type {() => [number, number][]} */
    const there = () => [[0, 0]];
    const few = larger.length <= FEW;
    for (const item of larger) put(item, few ? nudged : there, few);
    if (!larger.length) for (const item of cities) put(item, near, item.size >= MUST);
    for (const site of sites.named()) put(label(site.latLng, linesOf(site.naam), "site", 11, true), beside, false);
    if (!larger.length) for (const item of others) if (item.size >= smallest) put(item, near, false);
    pane.replaceChildren(...shown);
  }

  pane.classList.add("leaflet-zoom-hide");
  map.on("zoomend viewreset", layout);
  return {
    /** @param {View} next */
    show(next) {
      view = next;
      layout();
    },
  };
}
