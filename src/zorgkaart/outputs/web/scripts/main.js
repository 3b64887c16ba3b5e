// Puts the parts together.

import { createAreas } from "./areas.js";
import { createAtlas } from "./atlas.js";
import { valueText } from "./classes.js";
import { readData } from "./data.js";
import { byId, element, svgElement } from "./dom.js";
import { plain } from "./format.js";
import { createIsochrones } from "./isochrones.js";
import { addGroupKeys, addSkipLinks } from "./keyboard.js";
import { createLabels } from "./labels.js";
import { createLegend } from "./legend.js";
import { createPanel, themeOf } from "./panel.js";
import { areaPopup, sitePopup } from "./popup.js";
import { preparePrinting } from "./print.js";
import { tellRest } from "./rest.js";
import { createSearch } from "./search.js";
import { createSites } from "./sites.js";

/**
 * Tell by a class on the map whether the background is there: names and land are drawn when it is not.
 *
 * @param {L.TileLayer} tiles
 * @param {HTMLElement} mapNode
 */
function watchTiles(tiles, mapNode) {
  let loaded = 0;
  tiles.on("loading", () => (loaded = 0));
  tiles.on("tileload", () => {
    loaded += 1;
    mapNode.classList.add("zk-online");
  });
  tiles.on("load", () => mapNode.classList.toggle("zk-online", loaded > 0));
}

/** The key of a layer in the address (#laag=...), or null. */
const linkedKey = () => new URLSearchParams(location.hash.slice(1)).get("laag");

/**
 * Put a link to what is shown in the address. A page inside a notebook may not, and needs none.
 *
 * @param {string} fragment
 */
function link(fragment) {
  try {
    history.replaceState(null, "", fragment);
  } catch {
    // not allowed here
  }
}

/**
 * Make the page work: `map` is the Leaflet map that folium made and `tiles` its background, or null. For a live map
 * `createLive` makes what is live about it, which fills in the columns that it computes.
 *
 * @param {L.Map} map
 * @param {L.TileLayer | null} tiles
 * @param {((data: LiveData) => Live) | null} createLive
 */
export function start(map, tiles, createLive) {
  const data = readData();
  const live = createLive && data.live ? createLive(/** @type {LiveData} */ (data)) : null;
  const mapNode = map.getContainer();
  const panelNode = byId("zk-panel", HTMLElement);
  const legendNode = byId("zk-legend", HTMLElement);
  const isSmall = () => matchMedia("(max-width: 700px)").matches;
  let view = data.views[0];
  /** @type {Element | null} */
  let opener = null; // what had the focus before the popup
  /** @type {{layer: L.Popup, content: () => HTMLElement} | null} */
  let popup = null; // makes the content of the open popup anew when the layer changes

  const areas = createAreas(map, data, (area, latLng) => openArea(area, latLng));
  const sites = createSites(map, data, (site) => openSite(site));
  const labels = createLabels(map, data, sites);
  const legend = createLegend(legendNode, data);
  const lines = data.isochrones ? createIsochrones(map, data.isochrones, showLines) : null;
  const panel = createPanel(data, sites.total, setView, showSites);

  /** @param {string[]} kinds */
  function showSites(kinds) {
    sites.show(kinds, view);
    labels.layout();
    showLines();
  }

  /** The isochrones of the present view, and the legend that names them. */
  function showLines() {
    if (lines) lines.show(view);
    legend.update(view, panel.kinds(), lines ? lines.rows(view) : []);
  }

  /** @param {View} next */
  function setView(next) {
    view = next;
    panel.setView(view);
    refresh();
    if (live) live.update();
  }

  /** Draw everything anew for the present view and figures. */
  function refresh() {
    areas.restyle(view);
    showSites(panel.kinds());
    if (popup) {
      const node = popup.layer.getElement();
      const inside = node?.contains(document.activeElement);
      popup.layer.setContent(popup.content());
      const next = node?.querySelector(".zk-toggle") ?? node?.querySelector(".zk-card"); // the keyboard stays there
      if (inside && next instanceof HTMLElement) next.focus({ preventScroll: true });
    }
    link(live ? live.fragment(view.key) : `#laag=${view.key}`);
  }

  /**
   * @param {L.LatLng} latLng
   * @param {() => HTMLElement} content
   */
  function open(latLng, content) {
    panel.close(); // first, as the popup keeps clear of the panel
    const small = isSmall();
    // Between two panels the legend is in the way as well.
    const left = live ? legendNode.getBoundingClientRect().right - mapNode.getBoundingClientRect().left + 12 : 20;
    const layer = L.popup({
      minWidth: small ? 250 : 300,
      maxWidth: small ? 290 : 340,
      maxHeight: Math.round(mapNode.clientHeight * (small ? 0.5 : 0.7)),
      autoPanPaddingTopLeft: small ? [20, panelNode.getBoundingClientRect().bottom + 12] : [left, 20],
      autoPanPaddingBottomRight: [60, 40],
    });
    layer.setLatLng(latLng).setContent(content()).openOn(map);
    if (!popup) opener = document.activeElement;
    const node = /** @type {HTMLElement} */ (layer.getElement());
    node.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", "Sluiten");
    popup = { layer, content };
    const card = node.querySelector(".zk-card");
    if (card instanceof HTMLElement) card.focus({ preventScroll: true });
  }

  /**
   * @param {Area} area
   * @param {L.LatLng} latLng
   * @param {Place | null} place that was asked for, if the area is not it
   */
  function openArea(area, latLng, place = null) {
    open(latLng, () => areaPopup(data, area, view, place));
    areas.select(area);
  }

  /** @param {Site} site */
  function openSite(site) {
    open(site.latLng, () => sitePopup(data, site, live ? live.actions(site) : []));
    areas.select(null);
  }

  map.on("popupclose", (event) => {
    if (!popup || popup.layer !== event.popup) return;
    popup = null;
    areas.select(null);
    const within = event.popup.getElement()?.contains(document.activeElement) || document.activeElement === document.body;
    if (!within) return;
    const back = opener instanceof HTMLElement && opener !== document.body && opener.isConnected ? opener : mapNode;
    back.focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup();
  });

  // What the mouse points at: name and value.
  areas.polygons.forEach((polygon, i) => {
    const area = data.areas[i];
    polygon.bindTooltip(
      () => element("span", {}, element("b", {}, area.name), ` ${valueText(view, data.value(area, view.column))}`),
      { sticky: true, direction: "top", opacity: 1 },
    );
  });

  createSearch(data, {
    // The area of a place is the one that bears its name, else the one that the middle of its addresses lies in.
    place(place) {
      map.closePopup();
      /** @param {Area} area */
      const bears = (area) => area.gemeente === place.gemeente && plain(area.name) === plain(place.name);
      const area = data.areas.find(bears) || areas.at(place.latLng);
      map.setView(place.latLng, 12, { animate: false });
      if (area) openArea(area, place.latLng, bears(area) ? null : place);
    },
    area(area) {
      map.fitBounds(areas.polygons[area.index].getBounds(), { maxZoom: 13, padding: [60, 60], animate: false });
      openArea(area, area.point);
    },
    areas(members) {
      map.closePopup();
      const box = L.latLngBounds([]);
      for (const area of members) box.extend(areas.polygons[area.index].getBounds());
      map.fitBounds(box, { padding: [30, 30], animate: false });
    },
    site(site) {
      map.setView(site.latLng, 13, { animate: false });
      openSite(site);
    },
  });

  /** @param {string} key */
  const showKey = (key) => {
    const next = data.views.find((item) => item.key === key);
    if (next) setView(next);
  };
  const atlas = data.atlas ? createAtlas(map, data, data.atlas, openSite, open, showKey) : null;
  if (tiles) watchTiles(tiles, mapNode);
  preparePrinting(map, areas.bounds);
  addGroupKeys(byId("zk-layers", HTMLElement));
  addSkipLinks([
    ["zoeken", () => byId("zk-search", HTMLInputElement)],
    ["de kaartlagen", () => panel.focus()],
    ["de locaties op de kaart", () => sites.stop()],
    ["de legenda", () => byId("zk-legend-toggle", HTMLButtonElement)],
    ["de toelichting", () => panel.open(".zk-about summary")],
    .../** @type {[string, () => HTMLElement | undefined][]} */ (live ? [["wat als", live.first]] : []),
  ]);

  // Controls, and the whole of the areas in view at a zoom that may lie between two steps.
  map.attributionControl.setPrefix("Leaflet");
  L.control.zoom({ position: "topright", zoomInTitle: "Inzoomen", zoomOutTitle: "Uitzoomen" }).addTo(map);
  L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
  function home() {
    const [box, bar, key] = [mapNode, panelNode, legendNode].map((node) => node.getBoundingClientRect());
    map.options.zoomSnap = 0.25;
    const all = L.latLngBounds(areas.bounds.getSouthWest(), areas.bounds.getNorthEast());
    if (atlas) all.extend(atlas.bounds);
    // Beside the legend, or above it where that leaves more room.
    /** @type {Paddings} */
    const beside = { paddingTopLeft: [key.right - box.left, 16], paddingBottomRight: [24, 24] };
    /** @type {Paddings} */
    const above = {
      paddingTopLeft: isSmall() ? [8, bar.bottom + 8] : [24, 16],
      paddingBottomRight: [isSmall() ? 8 : 60, box.bottom - key.top + 8],
    };
    /** @type {Paddings} */
    const over = { paddingTopLeft: [8, 8], paddingBottomRight: [8, 8] };
    /** @param {Paddings} paddings */
    const room = ({ paddingTopLeft: [left, top], paddingBottomRight: [right, bottom] }) => {
      const [width, height] = [box.width - left - right, box.height - top - bottom];
      return width > 0 && height > 0 ? map.getBoundsZoom(all, false, L.point(left + right, top + bottom)) : -1;
    };
    const better = isSmall() || room(above) > room(beside) ? above : beside;
    map.fitBounds(all, { ...(room(better) > 0 ? better : over), animate: false });
    map.options.zoomSnap = 1;
  }
  const whole = new L.Control({ position: "topright" });
  whole.onAdd = () => {
    const button = element("button", {
      type: "button",
      class: "zk-home",
      title: "Hele gebied",
      "aria-label": "Hele gebied",
    });
    button.append(
      svgElement(
        "svg",
        { viewBox: "0 0 20 20", "aria-hidden": "true" },
        svgElement("path", { d: "M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4" }),
      ),
    );
    button.addEventListener("click", () => {
      map.closePopup();
      home();
    });
    L.DomEvent.disableClickPropagation(button);
    return button;
  };
  whole.addTo(map);

  const linked = () => data.views.find((item) => item.key === linkedKey());
  /**
   * @param {string} kind
   * @param {Moment} moment
   */
  const viewOf = (kind, moment) => data.views.find((item) => item.kinds[0] === kind && item.moment === moment);
  if (live) {
    live.start({
      view: () => view,
      refresh,
      closePopup: () => map.closePopup(),
      area: (area) => openArea(area, area.point),
      site: openSite,
      after: () => setView(data.views.find((item) => themeOf(item) === themeOf(view) && item.moment === "na") || view),
      showKind(kind) {
        const next = viewOf(kind, view.moment);
        if (next && !view.kinds.includes(kind)) setView(next);
      },
    });
  }
  window.addEventListener("hashchange", () => {
    const next = linked() || view; // before anything writes the present scenario into the address
    if (live) live.follow();
    setView(next);
  });
  map.setView(areas.bounds.getCenter(), 9, { animate: false });
  setView(linked() || view);
  map.setMaxBounds(areas.bounds.pad(2)); // before home(): a pan at whole zoom steps would round the zoom
  home(); // after the legend has its size
  map.setMaxBounds(areas.bounds.pad(0.6).extend(map.getBounds().pad(0.5))); // room to bring a popup into view
  map.setMinZoom(Math.floor(map.getZoom()) - 1);
  tellRest(map);
}
