// Printing: the map drawn anew for the square that it has on paper, with a copy of the title and the legend beside it, and
// the sources opened. The style sheet puts them on the sheet, A4 or A3, lying or standing.

import { byId, element, svgElement } from "./dom.js";
import { asLines, asVectors } from "./print_drawing.js";

// Of what stands beside the map on a lying A4, and below it on a standing one, the height in CSS pixels.
const ROOM = { beside: 715, below: 300 };

/** An arrow to the north, which is above on every sheet. */
const northArrow = () =>
  svgElement(
    "svg",
    { class: "zk-north", viewBox: "0 0 20 34", role: "img", "aria-label": "Noorden boven" },
    svgElement("path", { d: "M10 12 16 33 10 27 4 33Z" }),
    svgElement("text", { x: 10, y: 9, "text-anchor": "middle" }, "N"),
  );

/**
 * Make the page ready before it is printed, and as it was after that.
 *
 * @param {L.Map} map
 * @param {L.LatLngBounds} all of the areas
 */
export function preparePrinting(map, all) {
  const texts = /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details.zk-about"));
  const root = document.documentElement;
  /** @type {(() => void) | null} */
  let restore = null;

  /**
   * A copy of what stands beside the map, made as much smaller as it takes to fit there.
   *
   * @param {keyof typeof ROOM} where
   */
  function addSheet(where) {
    const parts = [".zk-title", ".zk-live-headline", "ul.zk-live-chips"].map((name) => document.querySelector(name)?.cloneNode(true));
    const legend = /** @type {HTMLElement} */ (byId("zk-legend", HTMLElement).cloneNode(true));
    for (const node of legend.querySelectorAll("[hidden]")) node.removeAttribute("hidden");
    const sources = [...document.querySelectorAll(".zk-sources li")].map(({ textContent }) => (textContent ?? "").trim());
    const foot = sources.length ? element("p", { class: "zk-sheet-sources" }, `Bronnen: ${sources.join(" ")}`) : null;
    const sheet = element("div", { class: `zk-sheet zk-sheet-${where}`, "aria-hidden": "true" }, element("div", {}, ...parts), legend, foot);
    for (const list of sheet.querySelectorAll("details")) list.open = true;
    for (const node of [legend, ...sheet.querySelectorAll("[id]")]) node.removeAttribute("id");
    document.body.append(sheet);
    // Smaller letters have wider lines as well, so the size is found by trying.
    for (let fit = 1; fit > 0.3; fit -= 0.04) {
      root.style.setProperty(`--fit-${where}`, fit.toFixed(2));
      if (sheet.offsetHeight * fit <= ROOM[where]) break;
    }
    return sheet;
  }

  window.addEventListener("beforeprint", () => {
    if (restore) return;
    const held = map.options.maxBounds;
    const [center, zoom, seen, snap] = [map.getCenter(), map.getZoom(), map.getBounds(), map.options.zoomSnap];
    const folded = [...texts].filter((text) => !text.open);
    const sheets = [addSheet("beside"), addSheet("below")];
    const north = northArrow();
    map.getContainer().append(north);
    for (const text of folded) text.open = true;
    root.classList.add("zk-printing");
    map.options.zoomSnap = 0;
    map.setMaxBounds(L.latLngBounds([])); // none, as a larger map would be moved into those of a small one
    map.invalidateSize({ pan: false });
    // All areas where the screen shows them all; else what it shows.
    map.fitBounds(seen.contains(all) ? all : seen, { padding: seen.contains(all) ? [12, 12] : [0, 0], animate: false });
    const vectors = asVectors(map);
    const lines = asLines(/** @type {HTMLElement} */ (map.getPane("zk-hatch")));
    restore = () => {
      vectors.remove();
      for (const node of lines) node.remove();
      for (const sheet of sheets) sheet.remove();
      north.remove();
      for (const text of folded) text.open = false;
      root.classList.remove("zk-printing");
      map.invalidateSize({ pan: false });
      map.setView(center, zoom, { animate: false }); // at the very zoom of before, so before it snaps again
      if (held) map.setMaxBounds(held);
      map.options.zoomSnap = snap;
    };
  });
  window.addEventListener("afterprint", () => {
    restore?.();
    restore = null;
  });
}
