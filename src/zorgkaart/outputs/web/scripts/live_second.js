// The second map: the same layer in another situation (another moment, without changes, or a saved scenario), beside the
// map of the page. Both move together and share the legend.

import { createAreas } from "./areas.js";
import { valueText } from "./classes.js";
import { element } from "./dom.js";
import { createLabels } from "./labels.js";
import { outcomePanel } from "./outcome.js";
import { lookAt, moveTogether } from "./panes.js";
import { areaPopup, sitePopup } from "./popup.js";
import { createSites } from "./sites.js";

/**
 * Create the second map; `show()` and `hide()` switch it on and off, `draw` draws it anew.
 *
 * @param {L.Map} map of the page
 * @param {Scene} scene of the second map
 */
export function createSecond(map, scene) {
  const { data } = scene;
  const root = document.documentElement;
  /** @type {ReturnType<typeof build> | null} */
  let built = null;
  /** @type {View} */
  let view = data.views[0];
  let resizing = false;
  const isPrinting = () => root.classList.contains("zk-printing"); // the first map alone, and as large as the sheet

  function build() {
    const node = element("div", { id: "zk-second", class: "folium-map zk-second", role: "region", "aria-label": "Tweede kaart" });
    map.getContainer().after(node);
    const second = L.map(node, {
      zoomControl: false,
      attributionControl: false,
      center: map.getCenter(),
      zoom: map.getZoom(),
      zoomSnap: 0,
      preferCanvas: true,
    });
    /**
     * @param {L.LatLng} latLng
     * @param {() => HTMLElement} content
     */
    const open = (latLng, content) => {
      const popup = L.popup({ minWidth: 250, maxWidth: 320, maxHeight: Math.round(node.clientHeight * 0.7) });
      popup.setLatLng(latLng).setContent(content()).openOn(second);
      popup.getElement()?.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", "Sluiten");
    };
    /** @param {Area} area */
    const tip = (area) => element("span", {}, element("b", {}, area.name), ` ${valueText(view, data.value(area, view.column))}`);
    /** @type {(area: Area, latLng: L.LatLng) => void} */
    const pick = (area, latLng) => {
      const larger = area.level !== data.levels[0];
      open(latLng, () => (larger ? outcomePanel(data, area, view) : areaPopup(data, area, view, null)));
      areas.select(area);
    };
    const areas = createAreas(second, data, pick, tip);
    second.on("popupclose", () => areas.select(null));
    const sites = createSites(second, data, (site) => open(site.latLng, () => sitePopup(data, site, [])));
    const labels = createLabels(second, data, sites);
    moveTogether(map, [second], { still: () => resizing || isPrinting() });
    new ResizeObserver(resize).observe(node); // where the panel below the maps grows
    node.append(titles[1]);
    return { map: second, areas, sites, labels };
  }

  const titles = ["first", "second"].map(() => element("p", { class: "zk-pane-title" }));
  map.getContainer().append(titles[0]);

  /** Both maps have a new size; what is in the middle stays there. */
  function resize() {
    if (isPrinting()) return;
    const [center, zoom] = [map.getCenter(), map.getZoom()];
    const bar = document.getElementById("zk-panel"); // on a small screen it lies above the maps
    root.style.setProperty("--bar", `${Math.round(bar?.getBoundingClientRect().bottom ?? 0)}px`);
    resizing = true;
    map.invalidateSize({ pan: false });
    built?.map.invalidateSize({ pan: false });
    resizing = false;
    lookAt(map, center, zoom);
    if (built) lookAt(built.map, center, zoom); // a first map that stays where it is moves no other
  }

  return {
    show() {
      if (root.classList.contains("zk-two")) return;
      root.classList.add("zk-two");
      built ||= build();
      resize();
    },
    hide() {
      if (!root.classList.contains("zk-two")) return;
      root.classList.remove("zk-two");
      built?.map.closePopup();
      resize();
    },
    /**
     * @param {View} nextView
     * @param {string[]} kinds
     * @param {number} level the place of the level of the page among its levels
     */
    draw(nextView, kinds, level) {
      if (!built || !root.classList.contains("zk-two")) return;
      view = nextView;
      built.map.closePopup();
      if (data.level !== data.levels[level]) {
        data.level = data.levels[level];
        built.areas.show();
      }
      built.areas.restyle(view);
      built.sites.show(kinds, view);
      built.labels.show(view);
    },
    /** @param {string[][]} texts what the first and the second map are, in lines */
    name(texts) {
      titles.forEach((title, i) => title.replaceChildren(...texts[i].map((text) => element("span", {}, text))));
    },
  };
}
