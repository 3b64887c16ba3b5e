// Panes above the map: the same areas in the layers that the present one is made from, such as the two sides of a
// difference. All of them move together.

import { createAreas } from "./areas.js";
import { valueText } from "./classes.js";
import { element } from "./dom.js";
import { createLabels } from "./labels.js";
import { swatch } from "./legend.js";
import { createSites } from "./sites.js";

const PANES_FIT = "(min-width: 701px) and (min-height: 600px)"; // below it there is room for one map only

/**
 * Show a place at the very zoom, which may lie between two steps.
 *
 * @param {L.Map} map
 * @param {L.LatLng} center
 * @param {number} zoom
 */
export function lookAt(map, center, zoom) {
  const snap = map.options.zoomSnap;
  map.options.zoomSnap = 0;
  map.setView(center, zoom, { animate: false });
  map.options.zoomSnap = snap;
}

/**
 * Let maps move together: at one zoom, around one place. The first may have that place `shift()` pixels to the right of
 * its middle, where something lies over its left side. While `still()` none follows. Gives what to call after such a
 * shift, to move the others along.
 *
 * @param {L.Map} main
 * @param {L.Map[]} others
 * @param {{shift?: () => number, still?: () => boolean}} how
 */
export function moveTogether(main, others, { shift = () => 0, still = () => false } = {}) {
  let moving = false;
  /** @param {L.Map} source */
  function follow(source) {
    if (moving || still()) return;
    moving = true;
    const zoom = source.getZoom();
    const own = L.point(shift(), 0);
    const centre = source.project(source.getCenter(), zoom);
    const middle = source === main ? centre.add(own) : centre;
    for (const map of [main, ...others]) {
      if (map !== source) lookAt(map, map.unproject(map === main ? middle.subtract(own) : middle, zoom), zoom);
    }
    moving = false;
  }
  for (const map of [main, ...others]) map.on("move zoomend", () => follow(map));
  for (const map of others) map.on("moveend", () => follow(main)); // which may not have been let so far
  return () => follow(main);
}

/**
 * The classes of a view, for all panes: they have the same.
 *
 * @param {View} view
 */
function paneLegend(view) {
  /**
   * @param {SVGElement} mark
   * @param {string} label
   */
  const row = (mark, label) => element("tr", {}, element("td", {}, mark), element("th", { scope: "row" }, label));
  const flagged = view.verdict ? [row(swatch("#fff", "zk-stripes-outside", "zk-swatch-outside"), view.flag)] : [];
  return element(
    "details",
    { class: "zk-pane-legend" },
    element("summary", {}, `Legenda (${view.unit})`),
    element("table", {}, element("tbody", {}, ...view.items.map((item) => row(swatch(item.colour), item.label)), ...flagged)),
  );
}

/**
 * Make the panes. `show(view, kinds)` draws those of a view, or takes them away where it has none; `onChange()` is called
 * when the map has become larger or smaller by it.
 *
 * @param {L.Map} map
 * @param {Data} data
 * @param {{area: (area: Area, latLng: L.LatLng) => void, site: (site: Site) => void, shift: () => number, onChange: () => void}} page
 */
export function createPanes(map, data, { area, site, shift, onChange }) {
  const root = element("div", { class: "zk-panes" });
  const count = Math.max(...data.views.map((view) => view.beside.length));
  const fits = matchMedia(PANES_FIT);
  let wanted = true;
  /** @type {{view: View, kinds: string[]} | null} */
  let present = null;
  /** @type {ReturnType<typeof createPane>[]} */
  let panes = [];
  let align = () => {};

  function createPane() {
    const title = element("h2");
    const node = element("div", { class: "zk-pane-map" });
    const legend = element("div");
    const section = element("section", { class: "zk-pane" }, title, node, legend);
    root.append(section);
    const pane = L.map(node, {
      center: map.getCenter(),
      zoom: map.getZoom(),
      zoomControl: false,
      attributionControl: false,
      zoomAnimation: false,
      keyboard: false, // the map below moves it along
      preferCanvas: true,
    });
    let view = data.views[0];
    let { level } = data;
    /** @param {Area} one */
    const tip = (one) => element("span", {}, element("b", {}, one.name), ` ${valueText(view, data.value(one, view.column))}`);
    const areas = createAreas(pane, data, area, tip);
    const sites = createSites(pane, data, site);
    const labels = createLabels(pane, data, sites);
    return {
      map: pane,
      /**
       * @param {string} words
       * @param {View} next
       * @param {string[]} kinds
       * @param {boolean} first
       */
      show(words, next, kinds, first) {
        view = next;
        title.textContent = words;
        section.setAttribute("aria-label", words);
        if (level !== data.level) areas.show();
        ({ level } = data);
        areas.restyle(view);
        sites.show(kinds, view);
        labels.show(view);
        legend.replaceChildren(...(first ? [paneLegend(view)] : []));
      },
    };
  }

  const button = element("button", { type: "button", class: "zk-panes-toggle" });
  button.addEventListener("click", () => {
    wanted = !wanted;
    draw();
  });
  const control = new L.Control({ position: "topright" });
  control.onAdd = () => button;
  L.DomEvent.disableClickPropagation(button);
  control.addTo(map);

  function draw() {
    const beside = present ? present.view.beside : [];
    const possible = beside.length > 0 && fits.matches;
    const open = possible && wanted;
    button.hidden = !possible;
    button.textContent = open ? "Alleen het verschil" : "Kanten erboven";
    const changed = open !== document.documentElement.classList.contains("zk-with-panes");
    document.documentElement.classList.toggle("zk-with-panes", open);
    if (open && !panes.length) {
      map.getContainer().before(root);
      panes = Array.from({ length: count }, createPane);
      align = moveTogether(
        map,
        panes.map((pane) => pane.map),
        { shift },
      );
    }
    if (changed) {
      map.invalidateSize({ pan: false });
      onChange();
    }
    if (!open || !present) return;
    for (const [place, [words, key]] of beside.entries()) {
      const view = data.views.find((item) => item.key === key);
      if (view) panes[place].show(words, view, present.kinds, place === 0);
    }
    for (const pane of panes) pane.map.invalidateSize({ pan: false }); // titles differ in height
    align();
  }
  fits.addEventListener("change", draw);

  return {
    /**
     * @param {View} view
     * @param {string[]} kinds
     */
    show(view, kinds) {
      present = { view, kinds };
      draw();
    },
  };
}
