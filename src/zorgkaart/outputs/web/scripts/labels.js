// Names of places and municipalities, for when there is no background map. As many as fit at each zoom,
// the largest first; they are laid out once per zoom, and panning moves the pane as a whole.

import { element } from "./dom.js";

const CITY = 9000; // addresses
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

/**
 * Create the labels; `obstacles()` gives the boxes of site markers that they must leave free.
 *
 * @param {L.Map} map
 * @param {Data} data
 * @param {() => Box[]} obstacles
 */
export function createLabels(map, data, obstacles) {
  const pane = /** @type {HTMLElement} */ (map.getPane("zk-labels"));
  const ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  const family = getComputedStyle(map.getContainer()).fontFamily;
  /** @param {number} size */
  const sized = (size) => (size >= CITY ? 14 : size >= 2600 ? 13 : size >= 900 ? 12 : 11);

  const labels = data.places.map((place) => {
    const height = sized(place.size);
    ruler.font = `${place.size >= 2600 ? 600 : 400} ${height}px ${family}`;
    return { ...place, height, width: ruler.measureText(place.name).width, strong: place.size >= 2600 };
  });

  function layout() {
    const zoom = map.getZoom();
    const [, smallest] = SMALLEST.find(([upTo]) => zoom < upTo) || [0, 0];
    const markers = obstacles();
    /** @type {Box[]} */
    const taken = [];
    /**
     * @param {Box} a
     * @param {Box} b
     */
    const apart = (a, b) => a[2] + GAP < b[0] || b[2] + GAP < a[0] || a[3] + GAP < b[1] || b[3] + GAP < a[1];
    /**
     * @param {Box} box
     * @param {Box[]} others
     */
    const free = (box, others) => others.every((other) => apart(box, other));
    const shown = [];
    for (const label of labels) {
      if (label.size < smallest) break; // they are sorted by size
      const { x, y } = map.latLngToLayerPoint(label.latLng);
      const [w, h] = [label.width / 2, label.height / 2 + 1];
      // In its place, or beside it, near or a little further: the first that is free. A city is named in any
      // case that leaves other names legible, if need be under as few markers as possible.
      /** @type {(d: number) => [number, number][]} */
      const around = (d) => [
        [0, -h - d],
        [0, h + d],
        [w + d, 0],
        [-w - d, 0],
      ];
      /** @type {[number, number][]} */
      const tries = [[0, 0], ...around(12), ...around(26)];
      /** @type {Box[]} */
      const boxes = tries.map(([dx, dy]) => [x + dx - w, y + dy - h, x + dx + w, y + dy + h]);
      const legible = boxes.filter((candidate) => free(candidate, taken));
      const covered = legible.map((candidate) => markers.filter((marker) => !apart(candidate, marker)).length);
      const least = Math.min(...covered);
      const box = least === 0 || label.size >= CITY ? legible[covered.indexOf(least)] : undefined;
      if (!box) continue;
      taken.push(box);
      const node = element("span", { class: `zk-label${label.strong ? " zk-label-strong" : ""}` }, label.name);
      node.style.fontSize = `${label.height}px`;
      node.style.left = `${Math.round(box[0])}px`;
      node.style.top = `${Math.round(box[1])}px`;
      shown.push(node);
    }
    pane.replaceChildren(...shown);
  }

  pane.classList.add("leaflet-zoom-hide");
  map.on("zoomend viewreset", layout);
  return { layout };
}
