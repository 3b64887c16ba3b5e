// Printing: the map as it stands on the screen, scaled to one A4 sheet, with the sources instead of the controls.

import { byId } from "./dom.js";

const SHEET = [1062, 733]; // A4 landscape within margins of 8 mm, in CSS pixels

/** Give the style sheet the size of the screen and the scale, and open the sources while printing. */
export function preparePrinting() {
  const about = byId("zk-about", HTMLDetailsElement);
  let wasOpen = about.open;
  window.addEventListener("beforeprint", () => {
    const { style } = document.documentElement;
    style.setProperty("--zk-width", `${innerWidth}px`);
    style.setProperty("--zk-height", `${innerHeight}px`);
    style.setProperty("--zk-scale", String(Math.min(SHEET[0] / innerWidth, SHEET[1] / innerHeight)));
    wasOpen = about.open;
    about.open = true;
  });
  window.addEventListener("afterprint", () => {
    about.open = wasOpen;
  });
}
