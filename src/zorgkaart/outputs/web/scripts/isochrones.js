// Isochrones: lines at which so many minutes are passed, over the areas of the present layer. Each limit has a
// dash of its own and its minutes beside it, so that no colour is needed to tell them apart.

import { byId, choice, element, svgElement } from "./dom.js";
import { bound } from "./format.js";

const LINE_COLOUR = "#00624a";
const LINE_DASHES = [null, "9 5", "2 5"]; // from the largest limit, which matters most
const LINE_LABEL = [64, 22]; // pixels along which a line must run to bear its minutes, and between two of those

/**
 * "15, 30 en 45".
 *
 * @param {number[]} values
 */
function listed(values) {
  const [before, last] = [values.slice(0, -1).map(bound).join(", "), bound(values[values.length - 1])];
  return before ? `${before} en ${last}` : last;
}

/**
 * Create the switch and the lines; `onChange()` is called when the switch is.
 *
 * @param {L.Map} map
 * @param {Record<string, Isochrone[]>} isochrones
 * @param {() => void} onChange
 */
export function createIsochrones(map, isochrones, onChange) {
  const pane = map.createPane("zk-isochrones");
  const texts = map.createPane("zk-isochrone-texts");
  pane.style.zIndex = "440";
  texts.style.zIndex = "445";
  for (const node of [pane, texts]) node.style.pointerEvents = "none";
  texts.classList.add("leaflet-zoom-hide");
  const renderer = L.canvas({ pane: "zk-isochrones", padding: 0.3 });
  const group = L.layerGroup().addTo(map);
  const words = element("span");
  const [label, input] = choice("checkbox", "zk-lines", "lines", words);
  byId("zk-lines", HTMLElement).append(element("fieldset", {}, element("legend", {}, "Reistijdlijnen"), label));
  input.addEventListener("change", onChange);
  /** @type {Isochrone[]} */
  let shown = []; // of each limit its minutes and its lines

  /** @param {View} view */
  const of = (view) => isochrones[view.key] || [];
  /** @param {number} number */
  const dashOf = (number) => LINE_DASHES[(shown.length - 1 - number) % LINE_DASHES.length];
  /** @type {(number: number) => L.PolylineOptions} */
  const style = (number) => ({
    pane: "zk-isochrones",
    renderer,
    interactive: false,
    color: LINE_COLOUR,
    weight: 2.2,
    opacity: 1,
    dashArray: dashOf(number) ?? undefined,
    lineCap: "butt",
  });

  /** Put the minutes beside the longer lines, as far as they keep clear of each other. */
  function write() {
    /** @type {L.Point[]} */
    const taken = [];
    const nodes = [];
    for (const { minutes, lines } of shown) {
      const pixels = lines.map((line) => line.map((place) => map.latLngToLayerPoint(place)));
      /** @type {[number, L.Point[]][]} */
      const sized = pixels.map((line) => [line.slice(1).reduce((sum, at, i) => sum + at.distanceTo(line[i]), 0), line]);
      for (const [length, line] of sized.sort((a, b) => b[0] - a[0])) {
        if (length < LINE_LABEL[0]) break;
        const steps = Math.max(1, Math.round(length / 420));
        for (let step = 0; step < steps; step += 1) {
          const at = line[Math.floor(((step + 0.5) / steps) * line.length)];
          if (taken.some((other) => Math.abs(other.x - at.x) < 40 && Math.abs(other.y - at.y) < LINE_LABEL[1])) continue;
          taken.push(at);
          const node = element("b", { class: "zk-line-text" }, bound(minutes));
          node.style.left = `${Math.round(at.x)}px`;
          node.style.top = `${Math.round(at.y)}px`;
          nodes.push(node);
        }
      }
    }
    texts.replaceChildren(...nodes);
  }

  map.on("zoomend viewreset", write);
  return {
    /**
     * Draw those of a view, if the switch is on.
     *
     * @param {View} view
     */
    show(view) {
      const found = of(view);
      input.disabled = !found.length;
      const minutes = (found.length ? found : Object.values(isochrones)[0]).map((item) => item.minutes);
      words.textContent = `Lijnen van ${listed(minutes)} minuten`;
      shown = input.checked ? found : [];
      group.clearLayers();
      for (const { lines } of shown) {
        group.addLayer(L.polyline(lines, { ...style(shown.length - 1), color: "#fff", weight: 4.4, opacity: 0.9 }));
      }
      shown.forEach(({ lines }, number) => group.addLayer(L.polyline(lines, style(number))));
      write();
    },
    /**
     * Rows of the legend of a view: a drawing of each line and its words.
     *
     * @param {View} view
     */
    rows(view) {
      const when = view.moment === "verschil" ? " (na)" : "";
      /** @type {LegendRow[]} */
      const rows = shown.flatMap(({ minutes, lines }, number) => {
        if (!lines.length) return [];
        const style = { stroke: LINE_COLOUR, "stroke-width": 2.6, "stroke-dasharray": dashOf(number) };
        const line = svgElement("path", { d: "M1 9H27", ...style });
        const mark = svgElement("svg", { class: "zk-swatch", viewBox: "0 0 28 18", "aria-hidden": "true" }, line);
        return [[mark, `tot ${bound(minutes)} minuten${when}`]];
      });
      if (shown.length && !rows.length) rows.push(["", `alles ligt binnen ${bound(shown[0].minutes)} minuten${when}`]);
      return rows;
    },
  };
}
