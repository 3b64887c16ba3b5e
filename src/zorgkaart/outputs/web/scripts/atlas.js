// The closure atlas: a circle per site (or a line and a circle per pair) as large as what its closure does,
// its rank beside it, and the ranked list in the panel. Only for a page whose data has `atlas`.

import { byId, element, svgElement } from "./dom.js";
import { count } from "./format.js";
import { MANY } from "./sites.js";
import { drawSymbol } from "./symbols.js";

/** @type {[smallest: number, largest: number]} */
const ATLAS_RADIUS = [15, 38]; // pixels, of the smallest and the largest effect
/** @type {[smallest: number, largest: number]} */
const ATLAS_RADIUS_MANY = [5, 22]; // where sites are small dots
const ATLAS_RANKED = 15; // so many have their rank on the map and stand in the list at first
const ATLAS_ZOOM = 10; // to show a site from the list at
const ATLAS_SHOWN = 0.1; // what does at least this part of the gravest is in view when the map opens
// Sensitive, not sensitive, and not known.
/** @type {Record<string, {color: string, fillColor: string, weight: number, dashArray?: string}>} */
const ATLAS_STYLE = {
  true: { color: "#741a0e", fillColor: "#bf400d", weight: 2.5 },
  false: { color: "#29414f", fillColor: "#5d7a8c", weight: 1.5 },
  null: { color: "#29414f", fillColor: "#5d7a8c", weight: 1.5, dashArray: "4 4" },
};

/**
 * Radius in pixels, of which the area goes with the effect; 0 for none.
 *
 * @param {Atlas} atlas
 * @param {number} size
 * @param {[smallest: number, largest: number]} range
 */
function atlasRadius(atlas, size, [smallest, largest]) {
  return size > 0 ? Math.max(smallest, largest * Math.sqrt(size / atlas.largest)) : 0;
}

/**
 * The facts about a closure, as they stand in a popup.
 *
 * @param {Atlas} atlas
 * @param {AtlasEntry} entry
 */
export function atlasFacts(atlas, entry) {
  const lines = entry.facts.map(([term, text]) =>
    element("tr", {}, element("th", { scope: "row" }, term), element("td", {}, text)),
  );
  return element(
    "table",
    { class: "zk-closure" },
    element("caption", {}, atlas.caption),
    element("tbody", {}, ...lines),
  );
}

/** The mark of a sensitive site. */
export const sensitiveMark = () => element("em", { class: "zk-sensitive" }, "gevoelig");

/**
 * The popup of a pair; a site's own is made by sitePopup.
 *
 * @param {Data} data
 * @param {Atlas} atlas
 * @param {AtlasEntry} entry
 * @param {Site[]} sites
 */
function pairPopup(data, atlas, entry, sites) {
  return element(
    "div",
    { class: "zk-card", "data-pair": entry.ids.join(" "), tabindex: -1 },
    ...sites.map((site) => element("h2", {}, site.naam)),
    element(
      "p",
      { class: "zk-where" },
      drawSymbol(data.symbols[sites[0].soort]),
      data.kinds[sites[0].soort],
      entry.sensitive ? sensitiveMark() : null,
    ),
    atlasFacts(atlas, entry),
  );
}

/**
 * The part of the legend that says what the circles are.
 *
 * @param {Atlas} atlas
 */
export function atlasLegend(atlas) {
  /**
   * @param {boolean | null} sensitive
   * @param {number} size
   */
  const circle = (sensitive, size) => {
    const { color, fillColor, dashArray } = ATLAS_STYLE[String(sensitive)];
    const circleNode = svgElement("circle", {
      cx: 14,
      cy: 9,
      r: size,
      fill: fillColor,
      "fill-opacity": 0.4,
      stroke: color,
      "stroke-width": 2,
      "stroke-dasharray": dashArray || null,
    });
    return svgElement("svg", { class: "zk-swatch", viewBox: "0 0 28 18", "aria-hidden": "true" }, circleNode);
  };
  /**
   * @param {boolean | null} sensitive
   * @param {string} label
   * @param {string} number
   */
  const row = (sensitive, label, number) =>
    element(
      "tr",
      {},
      element("td", {}, circle(sensitive, 7)),
      element("th", { scope: "row" }, label),
      element("td", {}, number),
    );
  const states = [...new Set(atlas.entries.filter((entry) => entry.size > 0).map((entry) => entry.sensitive))];
  /** @type {Record<string, string>} */
  const words = { true: "gevoelig", false: atlas.norm ? "niet gevoelig" : "gevolg van sluiting", null: "onbekend" };
  const rows = [true, false, null]
    .filter((state) => states.includes(state))
    .map((state) => {
      const counted = atlas.entries.filter((e) => e.sensitive === state && (atlas.norm || e.size > 0));
      return row(state, words[String(state)], count(counted.length));
    });
  return element(
    "table",
    { class: "zk-legend-atlas" },
    element("thead", {}, element("tr", {}, element("th", { colspan: 3, scope: "col" }, atlas.measure))),
    element("tbody", {}, ...rows),
  );
}

/**
 * Draw the atlas; `openSite(site)` and `open(latLng, content)` open popups, `showView(key)` colours the areas.
 * Returns the `bounds` of the closures that matter most, for the map to show.
 *
 * @param {L.Map} map
 * @param {Data} data
 * @param {Atlas} atlas
 * @param {(site: Site) => void} openSite
 * @param {(latLng: L.LatLng, content: () => HTMLElement) => void} open
 * @param {(key: string) => void} showView
 */
export function createAtlas(map, data, atlas, openSite, open, showView) {
  const siteById = new Map(data.sites.map((site) => [site.id, site]));
  const many = data.sites.filter((site) => site.counts && atlas.kinds.includes(site.soort)).length > MANY;
  map.createPane("zk-atlas").style.zIndex = "470";
  const ranks = map.createPane("zk-ranks");
  ranks.style.zIndex = "640";
  ranks.style.pointerEvents = "none";
  const renderer = L.svg({ pane: "zk-atlas", padding: 0.3 });
  /** @type {Map<AtlasEntry, AtlasShape[]>} */
  const shapes = new Map();
  /** @param {AtlasEntry} entry */
  const sitesOf = (entry) => entry.ids.flatMap((id) => siteById.get(id) ?? []);

  /** @param {Site[]} sites */
  function middle(sites) {
    return L.latLngBounds(sites.map((site) => site.latLng)).getCenter();
  }

  /** @param {AtlasEntry} entry */
  function show(entry) {
    const sites = sitesOf(entry);
    if (entry.view) showView(entry.view);
    const box = L.latLngBounds(sites.map((site) => site.latLng));
    // On a phone closer by: on the whole area there is no room to move a popup clear of the panel.
    const small = matchMedia("(max-width: 700px)").matches;
    if (small || !map.getBounds().pad(-0.1).contains(box)) {
      map.fitBounds(box.pad(0.3), { maxZoom: ATLAS_ZOOM, animate: false });
    }
    if (sites.length === 1) openSite(sites[0]);
    else open(middle(sites), () => pairPopup(data, atlas, entry, sites));
  }

  /**
   * @param {AtlasEntry} entry
   * @param {boolean} on
   */
  function mark(entry, on) {
    for (const { path, weight } of shapes.get(entry) || []) {
      path.setStyle({ weight: weight + (on ? 3 : 0) });
      if (on) path.bringToFront();
    }
  }

  // The gravest first, so that it lies below what is smaller.
  for (const entry of atlas.entries) {
    const sites = sitesOf(entry);
    const pair = sites.length > 1;
    if (!entry.drawn) continue;
    const style = { pane: "zk-atlas", renderer, fillOpacity: 0.32, ...ATLAS_STYLE[String(entry.sensitive)] };
    /** @type {AtlasShape[]} */
    const made = [];
    const radius = atlasRadius(atlas, entry.size, many ? ATLAS_RADIUS_MANY : ATLAS_RADIUS);
    if (pair && radius) {
      const line = L.polyline(sites.map((site) => site.latLng), { ...style, weight: 5, fill: false });
      made.push({ path: line, weight: 5 });
    }
    if (radius) made.push({ path: L.circleMarker(middle(sites), { ...style, radius }), weight: style.weight });
    for (const { path } of made) {
      path.on("click", (event) => {
        L.DomEvent.stopPropagation(event);
        show(entry);
      });
      path.bindTooltip(() => element("span", {}, element("b", {}, entry.name), ` ${entry.figure}`), { sticky: true });
      path.addTo(map);
    }
    shapes.set(entry, made);
    if (entry.rank <= ATLAS_RANKED) {
      const html = element("b", {}, String(entry.rank));
      const icon = L.divIcon({ className: "zk-rank", html, iconSize: [18, 18], iconAnchor: pair ? [9, 9] : [-4, 22] });
      L.marker(middle(sites), { icon, pane: "zk-ranks", interactive: false, keyboard: false }).addTo(map);
    }
  }

  /** @param {AtlasEntry} entry */
  const item = (entry) => {
    const button = element(
      "button",
      { type: "button", class: "zk-atlas-item", "data-rank": entry.rank },
      element("b", {}, String(entry.rank)),
      element("span", {}, entry.name, " ", entry.sensitive ? sensitiveMark() : null),
      element("strong", {}, entry.figure),
      entry.note ? element("small", {}, entry.note) : null,
    );
    button.addEventListener("click", () => show(entry));
    for (const type of ["mouseenter", "focus"]) button.addEventListener(type, () => mark(entry, true));
    for (const type of ["mouseleave", "blur"]) button.addEventListener(type, () => mark(entry, false));
    return element("li", {}, button);
  };
  const rest = atlas.entries.slice(ATLAS_RANKED);
  const node = element(
    "section",
    { id: "zk-atlas", class: "zk-atlas", "aria-labelledby": "zk-atlas-title" },
    element("h2", { id: "zk-atlas-title" }, atlas.heading),
    element("p", {}, atlas.measure),
    element("ol", {}, ...atlas.entries.slice(0, ATLAS_RANKED).map(item)),
    rest.length
      ? element("details", {}, element("summary", {}, `En nog ${rest.length}`), element("ol", {}, ...rest.map(item)))
      : null,
  );
  byId("zk-controls", HTMLElement).prepend(node);
  byId("zk-more", HTMLButtonElement).textContent = "Ranglijst";
  const grave = atlas.entries.filter((entry) => entry.drawn && entry.size >= ATLAS_SHOWN * atlas.largest);
  return { bounds: L.latLngBounds(grave.flatMap(sitesOf).map((site) => site.latLng)) };
}
