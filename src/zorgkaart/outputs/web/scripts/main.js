// Puts the parts together.

import { createAreas } from "./areas.js";
import { createAtlas } from "./atlas.js";
import { valueText } from "./classes.js";
import { readData } from "./data.js";
import { byId, element, svgElement } from "./dom.js";
import { plain } from "./format.js";
import { createIsochrones } from "./isochrones.js";
import { addGroupKeys, addSkipLinks } from "./keyboard.js";
import { ignoredText, readLink } from "./linked.js";
import { createLabels } from "./labels.js";
import { createLegend } from "./legend.js";
import { outcomePanel } from "./outcome.js";
import { createPanel, themeOf } from "./panel.js";
import { createPanes } from "./panes.js";
import { areaPopup, sitePopup } from "./popup.js";
import { preparePrinting } from "./print.js";
import { printButton } from "./print_dialog.js";
import { tellRest } from "./rest.js";
import { createSearch } from "./search.js";
import { createSites } from "./sites.js";

const LEAST_POPUP = 240; // pixels
const POPUP_EDGE = 44; // around the content of a popup

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
  tellRest(map); // before anything moves, so that no move begins unseen
  const data = readData();
  const live = createLive && data.live ? createLive(/** @type {LiveData} */ (data)) : null;
  const mapNode = map.getContainer();
  const panelNode = byId("zk-panel", HTMLElement);
  const legendNode = byId("zk-legend", HTMLElement);
  mapNode.before(panelNode); // the keyboard comes to the search box before it comes to the map
  const isSmall = () => matchMedia("(max-width: 700px)").matches;
  let view = data.views[0];
  /** @type {Element | null} */
  let opener = null; // what had the focus before the popup
  /** @type {{layer: L.Popup, content: () => HTMLElement} | null} */
  let popup = null; // makes the content of the open popup anew when the layer changes

  /** @param {Area} area */
  const tip = (area) => element("span", {}, element("b", {}, area.name), ` ${valueText(view, data.value(area, view.column))}`);
  const areas = createAreas(map, data, (area, latLng) => openArea(area, latLng), tip);
  const sites = createSites(map, data, (site) => openSite(site));
  const labels = createLabels(map, data, sites);
  const legend = createLegend(legendNode, data);
  const lines = data.isochrones ? createIsochrones(map, data.isochrones, showLines) : null;
  const panel = createPanel(data, sites.total, chosen(setView), showSites, chosen(setLevel));
  /** How far what lies over the left side of the map moves its middle. */
  const shift = () => (legendNode.getBoundingClientRect().right - mapNode.getBoundingClientRect().left) / 2;
  const panes = data.views.some((item) => item.beside.length)
    ? createPanes(map, data, { area: openArea, site: openSite, shift, onChange: () => map.closePopup() })
    : null;

  /**
   * Say what a link asks that is not here; empty for nothing.
   *
   * @param {string[]} ignored
   */
  function tellIgnored(ignored) {
    const note = /** @type {HTMLElement} */ (panelNode.querySelector(".zk-linked"));
    note.textContent = ignoredText(ignored);
    note.hidden = !ignored.length;
  }

  /**
   * What the reader chooses, after which the link does not matter any more.
   *
   * @template T
   * @param {(choice: T) => void} set
   * @returns {(choice: T) => void}
   */
  function chosen(set) {
    return (choice) => {
      tellIgnored([]);
      set(choice);
    };
  }

  /** @param {string[]} kinds */
  function showSites(kinds) {
    sites.show(kinds, view);
    labels.show(view);
    showLines();
    live?.drawn(view, kinds);
    panes?.show(view, kinds);
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

  /** @param {Level} level */
  function setLevel(level) {
    map.closePopup();
    data.level = level;
    panel.setLevel(level);
    areas.show();
    refresh();
  }

  /** Draw everything anew for the present view and figures. */
  function refresh() {
    areas.restyle(view);
    showSites(panel.kinds());
    if (popup) {
      const node = popup.layer.getElement();
      const inside = node?.contains(document.activeElement);
      const kept = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.keep : undefined;
      popup.layer.setContent(popup.content());
      // The keyboard stays there.
      const same = kept && node?.querySelector(`[data-keep="${kept}"]`);
      const next = same || (node?.querySelector(".zk-toggle") ?? node?.querySelector(".zk-card"));
      if (inside && next instanceof HTMLElement) next.focus({ preventScroll: true });
    }
    const level = data.level === data.levels[0] ? "" : `&gebied=${data.level.words[1]}`;
    link(`${live ? live.fragment(view.key) : `#laag=${view.key}`}${level}`);
  }

  /**
   * @param {L.LatLng} latLng
   * @param {() => HTMLElement} content
   * @param {number} wide its greatest width where there is room
   */
  function open(latLng, content, wide = 340) {
    panel.close(); // first, as the popup keeps clear of the panel
    const small = isSmall();
    // Between two panels, or of something wide, the legend is in the way as well.
    const left = live || wide > 340 ? legendNode.getBoundingClientRect().right - mapNode.getBoundingClientRect().left + 12 : 20;
    const room = mapNode.clientWidth - left - 60 - POPUP_EDGE;
    const width = Math.max(LEAST_POPUP, Math.min(wide, room));
    const layer = L.popup({
      minWidth: small ? 250 : Math.min(300, width),
      maxWidth: small ? 290 : width,
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
    if (area.level === data.levels[0]) open(latLng, () => areaPopup(data, area, view, place));
    else open(latLng, () => outcomePanel(data, area, view), 460);
    areas.select(area);
  }

  /** @param {Site} site */
  function openSite(site) {
    // A new site is made anew when it changes.
    const present = () => data.sites.find(({ id }) => id === site.id) ?? site;
    open(site.latLng, () => sitePopup(data, present(), live ? live.actions(present()) : []));
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
      map.fitBounds(areas.boundsOf([area]), { maxZoom: 13, padding: [60, 60], animate: false });
      openArea(area, area.point);
    },
    areas(members, kind) {
      map.closePopup();
      map.fitBounds(areas.boundsOf(members), { padding: [30, 30], animate: false });
      // Its own figures, where the map has them.
      const level = data.levels.slice(1).find(({ words }) => words[0] === kind);
      const whole = level?.areas.find((area) => area.gemeente === members[0].gemeente && area.name === members[0][kind]);
      if (whole) openArea(whole, whole.point);
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
  mapNode.before(panelNode); // so that Tab comes to the search before all that is on the map
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
    map.invalidateSize({ pan: false }); // a live page may have given it another since
    const [box, bar, key] = [mapNode, panelNode, legendNode].map((node) => node.getBoundingClientRect());
    map.options.zoomSnap = 0.25;
    const all = L.latLngBounds(areas.bounds.getSouthWest(), areas.bounds.getNorthEast());
    if (atlas) all.extend(atlas.bounds);
    // Beside the legend, or above it where that leaves more room.
    /** @type {Paddings} */
    const beside = { paddingTopLeft: [key.right - box.left, 16], paddingBottomRight: [24, 24] };
    /** @type {Paddings} */
    const above = {
      paddingTopLeft: isSmall() ? [8, Math.max(0, bar.bottom - box.top) + 8] : [24, 16],
      paddingBottomRight: [isSmall() ? 8 : 60, Math.max(0, box.bottom - key.top) + 8],
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
  const printer = new L.Control({ position: "topright" });
  printer.onAdd = () => {
    const button = printButton();
    L.DomEvent.disableClickPropagation(button);
    return button;
  };
  printer.addTo(map);

  /**
   * @param {string} kind
   * @param {Moment} moment
   */
  const viewOf = (kind, moment) => data.views.find((item) => item.kinds[0] === kind && item.moment === moment);
  if (live) {
    live.start({
      map,
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
    const next = readLink(location.hash, data); // before anything writes the present scenario into the address
    const nextLevel = next.level ?? data.levels[0];
    const nextView = next.view ?? view;
    if (live) live.follow();
    if (nextLevel !== data.level) setLevel(nextLevel);
    setView(nextView);
    tellIgnored(next.ignored);
  });
  const linked = readLink(location.hash, data);
  map.setView(areas.bounds.getCenter(), 9, { animate: false });
  view = linked.view ?? view;
  if (linked.level && linked.level !== data.level) setLevel(linked.level);
  setView(view);
  tellIgnored(linked.ignored);
  map.setMaxBounds(L.latLngBounds([])); // none: a pan into bounds is a move of its own, which would undo home()
  home(); // after the legend has its size
  map.setMaxBounds(areas.bounds.pad(0.6).extend(map.getBounds().pad(0.5))); // room to bring a popup into view
  map.setMinZoom(Math.floor(map.getZoom()) - 1);
}
