// Markers of the sites. A site that does not count is hollow; one that the scenario closes is crossed out, one
// that it opens or moves has a ring. In the view of the situation before, closed ones are as they were, and new
// ones and those that moved are not there.

import { element } from "./dom.js";
import { inSentence, plain } from "./format.js";
import { nextInDirection } from "./keyboard.js";
import { drawSymbol } from "./symbols.js";

export const MANY = 100; // when more sites of a kind count, they are small dots until the map is zoomed in
const NEAR_ZOOM = 11;
const DISTANT_ZOOM = 9; // below it the sites that a layer is not about in the first place are dots
const DOUBTFUL = ["onbekend", "twijfel"]; // of these it is not known whether there is such care at all

/**
 * What a site is, in words.
 *
 * @param {Data} data
 * @param {Site} site
 */
export const kindOf = (data, site) =>
  DOUBTFUL.includes(site.status || "") ? `Niet bekend of hier ${inSentence(data.kinds[site.soort])} is` : data.kinds[site.soort];

/**
 * The state in which to draw a site in a view; null if it is not there yet. Whether it counts hangs on what the view
 * is about, and on the moment of a scenario.
 *
 * @param {Site} site
 * @param {Pick<View, "moment" | "counting">} view
 * @returns {SiteState | null}
 */
export function siteState(site, view) {
  const change = plain(site.sites_status || "");
  const counts = site.countsIn?.[view.counting] ?? site.counts;
  if (/^(nieuw|verplaatst)/.test(change)) return view.moment === "voor" ? null : counts ? "opened" : "idle";
  if (change.startsWith("gesloten") && view.moment !== "voor") return "closed";
  if (counts && DOUBTFUL.includes(site.status || "")) return "doubtful";
  return counts || (change.startsWith("gesloten") && !(view.counting in (site.countsIn ?? {}))) ? "" : "idle";
}

/**
 * Create the markers. `onPick(site, latLng)` is called on a click or Enter.
 *
 * @param {L.Map} map
 * @param {Data} data
 * @param {(site: Site) => void} onPick
 */
export function createSites(map, data, onPick) {
  const group = L.layerGroup().addTo(map);
  /** @type {Record<string, number>} */
  const total = {};
  for (const site of data.sites) total[site.soort] = (total[site.soort] || 0) + (site.counts ? 1 : 0);
  /** @type {Map<Site, {state: SiteState, layer: L.Marker}>} */
  let shown = new Map(); // site -> its state and its marker
  /** @type {Site | null} */
  let stop = null; // where the keyboard comes to the sites
  let main = ""; // the kind that the view is about in the first place

  /**
   * @param {Site} site
   * @param {SiteState} state
   */
  function marker(site, state) {
    const symbol = data.symbols[site.soort];
    const many = total[site.soort] > MANY;
    const icon = L.divIcon({
      className: `zk-site zk-site-${many ? "many" : "few"} zk-site-${state || "open"}`,
      html: /** @type {any} */ (drawSymbol(symbol, state)), // any element will do, though the types ask for one of HTML
      iconSize: [24, 24],
    });
    const name = `${kindOf(data, site)}: ${site.naam}`;
    const above = symbol.order * 1000 - (state === "idle" ? 10000 : 0);
    const draggable = Boolean(site.onMove);
    const result = L.marker(site.latLng, { icon, alt: name, keyboard: !many, zIndexOffset: above, riseOnHover: true, draggable });
    if (draggable) result.on("dragend", () => site.onMove?.(result.getLatLng()));
    result.bindTooltip(() => element("span", {}, site.naam), { direction: "top", offset: [0, -10] });
    result.on("keypress", (event) => {
      if (event.originalEvent.key === "Enter") onPick(site);
    });
    result.on("keydown", (event) => step(site, event.originalEvent));
    return result.on("click", () => onPick(site));
  }

  /** The sites that the keyboard reaches; all together are one stop, and the arrows go from one to another. */
  const reachable = () => [...shown].filter(([site]) => total[site.soort] <= MANY);

  /** @param {Site} site the one that the keyboard comes to */
  function stopAt(site) {
    stop = site;
    for (const [other, { layer }] of reachable()) {
      const node = layer.getElement();
      if (node) node.tabIndex = other === site ? 0 : -1;
    }
  }

  /**
   * @param {Site} site
   * @param {KeyboardEvent} event
   */
  function step(site, event) {
    const others = reachable();
    const points = others.map(([other]) => map.latLngToLayerPoint(other.latLng));
    const from = others.findIndex(([other]) => other === site);
    const at = from < 0 ? -1 : nextInDirection(points, from, event.key);
    if (at < 0) return;
    event.preventDefault();
    const [next, { layer }] = others[at];
    stopAt(next);
    map.panInside(next.latLng, { padding: [40, 40], animate: false });
    layer.getElement()?.focus({ preventScroll: true });
  }

  /**
   * @param {Site} site
   * @param {SiteState} state
   */
  function add(site, state) {
    const layer = marker(site, state).addTo(group);
    const node = /** @type {HTMLElement} */ (layer.getElement());
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", layer.options.alt || "");
    node.dataset.site = site.id;
    return layer;
  }

  function zoomed() {
    map.getContainer().classList.toggle("zk-far", map.getZoom() < NEAR_ZOOM);
    map.getContainer().classList.toggle("zk-distant", map.getZoom() < DISTANT_ZOOM);
  }
  map.on("zoomend", zoomed);
  zoomed();

  return {
    total,
    /**
     * Show the sites of these kinds as they are in a view.
     *
     * @param {string[]} kinds
     * @param {View} view
     */
    show(kinds, view) {
      const next = new Map();
      for (const site of data.sites) {
        const state = kinds.includes(site.soort) ? siteState(site, view) : null;
        if (state === null) continue;
        const present = shown.get(site);
        next.set(site, present && present.state === state ? present : { state, layer: add(site, state) });
      }
      [main] = view.kinds;
      for (const [site, { layer }] of next) layer.getElement()?.classList.toggle("zk-site-side", site.soort !== main);
      const [focused] = [...shown].find(([, { layer }]) => layer.getElement() === document.activeElement) ?? [];
      for (const [site, old] of shown) if (next.get(site) !== old) group.removeLayer(old.layer);
      shown = next;
      const sites = reachable().map(([site]) => site);
      const kept = [focused, stop].find((site) => site && sites.includes(site));
      const first = kept ?? sites.find((site) => site.soort === main && site.counts) ?? sites[0];
      if (first) stopAt(first);
      if (focused) next.get(focused)?.layer.getElement()?.focus({ preventScroll: true }); // a new one in its place
    },
    /** The marker that the keyboard comes to. */
    stop: () => stop && shown.get(stop)?.layer.getElement(),
    /** The boxes in layer points that the larger markers cover, for the labels to avoid. */
    boxes: () =>
      [...shown]
        .filter(([site, { state }]) => total[site.soort] <= MANY && (site.counts || state === "closed"))
        .map(
          /** @returns {Box} */ ([site]) => {
            const { x, y } = map.latLngToLayerPoint(site.latLng);
            const half = site.soort === main ? 11 : map.getZoom() < DISTANT_ZOOM ? 5 : map.getZoom() < NEAR_ZOOM ? 8 : 11;
            return [x - half, y - half, x + half, y + half];
          },
        ),
    /** The sites to name: those that the view is about, if they are few. */
    named: () =>
      [...shown].filter(([site, { state }]) => site.soort === main && total[main] <= MANY && state !== "idle").map(([site]) => site),
  };
}
