// What the map draws, as lines and fills for paper. A canvas would be printed as coarse points, and a pattern as a picture of
// the whole map for each area that has it.

import { svgElement } from "./dom.js";

/** @typedef {{gap: number, angle: number, lines: [width: number, colour: string, dash: string][]}} Hatching */

/**
 * Draw the paths of canvases in SVG; gives the group, to remove again.
 *
 * @param {L.Map} map
 */
export function asVectors(map) {
  const group = L.layerGroup();
  /** @type {Map<string, L.SVG>} */
  const renderers = new Map();
  map.eachLayer((layer) => {
    if (!(layer instanceof L.Polyline) || !(layer.options.renderer instanceof L.Canvas)) return;
    const pane = layer.options.pane ?? "overlayPane";
    const renderer = renderers.get(pane) ?? L.svg({ pane });
    renderers.set(pane, renderer);
    const options = { ...layer.options, renderer, interactive: false };
    const shape = /** @type {any} */ (layer.getLatLngs()); // of as many levels as there are
    group.addLayer(layer instanceof L.Polygon ? L.polygon(shape, options) : L.polyline(shape, options));
  });
  return group.addTo(map);
}

/**
 * What a pattern of lines or dots consists of.
 *
 * @param {SVGPatternElement} pattern
 * @returns {Hatching}
 */
function hatchingOf(pattern) {
  const angle = Number(/rotate\((.+)\)/.exec(pattern.getAttribute("patternTransform") ?? "")?.[1] ?? 0);
  const gap = pattern.width.baseVal.value;
  const dots = [...pattern.querySelectorAll("circle")];
  /** @param {string} name */
  const dotsOf = (name) => dots.filter((dot) => dot.getAttribute("fill") === name)[0];
  const colours = [...new Set(dots.map((dot) => dot.getAttribute("fill") ?? ""))];
  if (dots.length) {
    // Dots are the round ends of dashes without length; two in a tile lie on its diagonal.
    const step = gap / Math.SQRT2;
    return {
      gap: step,
      angle: 45,
      lines: colours.map((colour) => [2 * dotsOf(colour).r.baseVal.value, colour, `0 ${step}`]),
    };
  }
  const lines = [...pattern.querySelectorAll("line")];
  return { gap, angle, lines: lines.map((line) => [Number(line.getAttribute("stroke-width")), line.getAttribute("stroke") ?? "", ""]) };
}

/**
 * Draw lines in the place of patterns, clipped to each area that has one; gives what was added.
 *
 * @param {HTMLElement} pane
 */
export function asLines(pane) {
  const svg = pane.querySelector("svg");
  if (!svg) return [];
  return [...svg.querySelectorAll("pattern")].flatMap((pattern) => {
    const hatching = hatchingOf(pattern);
    const areas = /** @type {NodeListOf<SVGPathElement>} */ (svg.querySelectorAll(`path[fill="url(#${pattern.id})"]`));
    return [...areas].map((area, i) => {
      const id = `${pattern.id}-${i}`;
      const outline = svgElement("path", { d: area.getAttribute("d"), "clip-rule": "evenodd" });
      const lines = hatchingLines(area.getBBox(), hatching);
      const group = svgElement("g", {}, svgElement("clipPath", { id }, outline), svgElement("g", { "clip-path": `url(#${id})` }, ...lines));
      svg.append(group);
      return group;
    });
  });
}

/**
 * The lines of a hatching over a box. All start from one grid, so that they run on in the area beside it.
 *
 * @param {DOMRect} box
 * @param {Hatching} hatching
 */
function hatchingLines({ x, y, width, height }, { gap, angle, lines }) {
  const [sin, cos] = [Math.sin((angle * Math.PI) / 180), Math.cos((angle * Math.PI) / 180)];
  const [middleX, middleY, half] = [x + width / 2, y + height / 2, Math.hypot(width, height) / 2];
  const [across, along] = [middleX * cos + middleY * sin, middleY * cos - middleX * sin]; // the middle, turned back
  /** @param {number} at */
  const grid = (at) => Math.floor(at / gap) * gap;
  let d = "";
  for (let at = grid(across - half); at < across + half + gap; at += gap) {
    d += `M${at.toFixed(2)},${grid(along - half).toFixed(2)}V${(along + half).toFixed(2)}`;
  }
  return lines.map(([size, colour, dash]) =>
    svgElement("path", {
      d,
      fill: "none",
      stroke: colour,
      "stroke-width": size,
      "stroke-dasharray": dash || null,
      "stroke-linecap": dash ? "round" : null,
      transform: `rotate(${angle})`,
    }),
  );
}
