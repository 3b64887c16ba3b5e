// The symbols of the sites: a shape, a colour and a letter per kind, which come with the data.

import { fill, svgElement } from "./dom.js";

const SHAPES = {
  circle: () => svgElement("circle", { cx: 12, cy: 12, r: 9.5 }),
  square: () => svgElement("rect", { x: 2.5, y: 2.5, width: 19, height: 19, rx: 3 }),
  diamond: () => svgElement("path", { d: "M12 1 23 12 12 23 1 12Z" }),
  triangle: () => svgElement("path", { d: "M12 1.5 23 21.5H1Z" }),
  hexagon: () => svgElement("path", { d: "M12 1.2 21.6 6.6v10.8L12 22.8 2.4 17.4V6.6Z" }),
  pentagon: () => svgElement("path", { d: "M12 1.2 23 9.4 18.8 22.4H5.2L1 9.4Z" }),
  cross: () => svgElement("path", { d: "M8.3 1.8h7.4v6.5h6.5v7.4h-6.5v6.5H8.3v-6.5H1.8V8.3h6.5Z" }),
};

/**
 * Draw a symbol. `state` is "", "doubtful" (counts, but nobody knows whether it is what it is taken for), "idle" (does
 * not count), "closed" or "opened" (by the scenario).
 *
 * @param {SiteSymbol} symbol
 * @param {SiteState} state
 */
export function drawSymbol(symbol, state = "") {
  const shape = SHAPES[symbol.shape]();
  const idle = state === "idle" || state === "closed";
  const hollow = idle || state === "doubtful";
  const line = idle ? "#6f6f6f" : symbol.colour;
  const ink = hollow ? line : symbol.ink;
  fill(shape, { fill: hollow ? "#fff" : symbol.colour, stroke: hollow ? line : "#fff", "stroke-width": 2 }, []);
  const letter =
    symbol.letter === "+"
      ? svgElement("path", { d: "M12 6.5v11M6.5 12h11", stroke: ink, "stroke-width": 3.4 })
      : svgElement(
          "text",
          {
            x: 12,
            y: symbol.shape === "triangle" ? 18.5 : 16.3,
            "text-anchor": "middle",
            fill: ink,
          },
          symbol.letter,
        );
  const parts = [shape, letter];
  if (state === "closed") {
    const d = "M2 2 22 22M22 2 2 22";
    parts.push(svgElement("path", { d, stroke: "#fff", "stroke-width": 6 }));
    parts.push(svgElement("path", { d, stroke: "#b3001b", "stroke-width": 3 }));
  }
  if (state === "opened") {
    parts.unshift(
      svgElement("circle", { cx: 12, cy: 12, r: 14.5, fill: "#fff", stroke: "#16181d", "stroke-width": 2 }),
    );
  }
  const box = state === "opened" ? "-4 -4 32 32" : "-1 -1 26 26";
  return svgElement("svg", { viewBox: box, class: "zk-symbol", "aria-hidden": "true", focusable: "false" }, ...parts);
}
