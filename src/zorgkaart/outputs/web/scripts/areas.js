// The areas. Their colours are one canvas, which pans fast; what must be seen without colour (outside the
// norm, unknown) is an SVG pattern above it, and outlines stand above that.

import { colourOf, marksOf } from "./classes.js";
import { contains } from "./data.js";
import { svgElement } from "./dom.js";
import { outlineOf } from "./outline.js";

// Panes from low to high. Only the areas themselves take the mouse.
const PANES = { land: 250, areas: 400, hatch: 410, borders: 420, flags: 430, labels: 450, selected: 460 };

/**
 * Define the patterns once, inside the SVG of the hatch pane.
 *
 * @param {Element} svg
 */
function addPatterns(svg) {
  /**
   * @param {string} id
   * @param {number} gap
   * @param {number} white
   * @param {number} dark
   */
  const stripes = (id, gap, white, dark, angle = 45) => {
    /**
     * @param {number} width
     * @param {string} colour
     */
    const line = (width, colour) =>
      svgElement("line", { x1: gap / 2, y1: 0, x2: gap / 2, y2: gap, stroke: colour, "stroke-width": width });
    return svgElement(
      "pattern",
      { id, width: gap, height: gap, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${angle})` },
      line(white, "#fff"),
      line(dark, "#16181d"),
    );
  };
  const dots = svgElement(
    "pattern",
    { id: "zk-dots", width: 8, height: 8, patternUnits: "userSpaceOnUse" },
    ...[2, 6].flatMap((at) => [
      svgElement("circle", { cx: at, cy: at, r: 1.8, fill: "#fff", "fill-opacity": 0.7 }),
      svgElement("circle", { cx: at, cy: at, r: 1.1, fill: "#5f656b" }),
    ]),
  );
  svg.prepend(
    svgElement(
      "defs",
      {},
      stripes("zk-stripes-outside", 8, 4.2, 2),
      stripes("zk-stripes-partly", 13, 3, 1.2),
      stripes("zk-stripes-doubtful", 7, 1.8, 0.8, -45),
      stripes("zk-stripes-incomplete", 11, 1.8, 0.7, -45),
      dots,
    ),
  );
}

/**
 * Draw the areas and what is around them. `onPick(area, latLng)` is called on a click; `tip(area)` makes what the mouse
 * reads. Returns `show()`, which draws the areas of the level that the data are at, `restyle(view)`, `select(area or
 * null)`, `at(latLng)` and the `bounds` of all areas or of some.
 *
 * @param {L.Map} map
 * @param {Data} data
 * @param {(area: Area, latLng: L.LatLng) => void} onPick
 * @param {(area: Area) => HTMLElement} tip
 */
export function createAreas(map, data, onPick, tip) {
  for (const [name, z] of Object.entries(PANES)) {
    const pane = map.createPane(`zk-${name}`);
    pane.style.zIndex = String(z);
    if (name !== "areas") pane.style.pointerEvents = "none";
  }
  const canvas = L.canvas({ pane: "zk-areas", padding: 0.3 });
  /** @param {PaneOfShapes} name */
  const svgOf = (name) => L.svg({ pane: `zk-${name}`, padding: 0.3 }).addTo(map);
  const svg = {
    land: svgOf("land"),
    hatch: svgOf("hatch"),
    borders: svgOf("borders"),
    flags: svgOf("flags"),
    selected: svgOf("selected"),
  };
  // A second map on the page uses those of the first.
  if (!document.getElementById("zk-dots")) {
    addPatterns(/** @type {SVGElement} */ (map.getPane("zk-hatch")?.querySelector("svg")));
  }

  /**
   * @param {PaneOfShapes} name
   * @param {L.PolylineOptions} style
   */
  const passive = (name, style) => ({ pane: `zk-${name}`, renderer: svg[name], interactive: false, ...style });
  /** @param {number[][]} lines */
  const toLatLngs = (lines) =>
    lines.map((line) => {
      const points = [];
      for (let i = 0; i < line.length; i += 2) points.push(data.latLng(line[i], line[i + 1]));
      return points;
    });

  for (const around of data.context) {
    L.polygon(data.latLngs(around.shape), passive("land", { className: "zk-land" })).addTo(map);
  }

  /** @param {Area} area */
  const polygonOf = (area) =>
    L.polygon(data.latLngs(area.shape), {
      pane: "zk-areas",
      renderer: canvas,
      color: "#fff",
      opacity: 0.85,
      weight: 0.7,
      fillOpacity: 1,
      smoothFactor: 0.7,
    })
      .on("click", (event) => onPick(area, event.latlng))
      .bindTooltip(() => tip(area), { sticky: true, direction: "top", opacity: 1 });
  const drawn = L.featureGroup().addTo(map);
  /** @type {L.Polygon[]} */
  let polygons = [];

  /** Draw the areas of the present level. */
  function show() {
    drawn.clearLayers();
    polygons = data.level.areas.map(polygonOf);
    for (const polygon of polygons) drawn.addLayer(polygon);
  }
  show();
  const bounds = drawn.getBounds();

  const gemeenten = new Map();
  for (const area of data.areas) gemeenten.set(area.gemeente, [...(gemeenten.get(area.gemeente) || []), area]);
  for (const members of gemeenten.values()) {
    L.polyline(toLatLngs(outlineOf(members)), passive("borders", { className: "zk-border" })).addTo(map);
  }

  const marks = L.layerGroup().addTo(map);
  const selected = L.layerGroup().addTo(map);

  /**
   * @param {Area[]} areas
   * @param {string} pattern
   * @param {string} name
   */
  function hatch(areas, pattern, name) {
    for (const area of areas) {
      const style = { stroke: false, fillColor: `url(#${pattern})`, fillOpacity: 1, className: name };
      marks.addLayer(L.polygon(data.latLngs(area.shape), passive("hatch", style)));
    }
  }

  /**
   * A dark line with a white edge, visible on any colour.
   *
   * @param {L.LayerGroup} group
   * @param {PaneOfShapes} pane
   * @param {Area[]} areas
   * @param {string} name
   */
  function casedLine(group, pane, areas, name) {
    if (!areas.length) return;
    const lines = toLatLngs(outlineOf(areas));
    group.addLayer(L.polyline(lines, passive(pane, { className: `${name} zk-casing` })));
    group.addLayer(L.polyline(lines, passive(pane, { className: name })));
  }

  return {
    bounds,
    /** @param {Area[]} areas */
    boundsOf(areas) {
      const box = L.latLngBounds([]);
      for (const area of areas) box.extend(L.polygon(data.latLngs(area.shape)).getBounds());
      return box;
    },
    show,
    /** @param {View} view */
    restyle(view) {
      polygons.forEach((polygon, i) => {
        const value = data.value(data.level.areas[i], view.column);
        polygon.setStyle({ fillColor: colourOf(view, value, data.unknownColour) });
      });
      const { outside, partly, doubtful, unknown, incomplete } = marksOf(view, data);
      marks.clearLayers();
      hatch(unknown, "zk-dots", "zk-unknown");
      hatch(incomplete, "zk-stripes-incomplete", "zk-incomplete");
      hatch(doubtful, "zk-stripes-doubtful", "zk-doubtful");
      hatch(partly, "zk-stripes-partly", "zk-partly");
      hatch(outside, "zk-stripes-outside", "zk-outside");
      casedLine(marks, "flags", partly, "zk-partly-line");
      casedLine(marks, "flags", outside, "zk-outside-line");
    },
    /** @param {Area | null} area */
    select(area) {
      selected.clearLayers();
      if (area) casedLine(selected, "selected", [area], "zk-selected-line");
    },
    /** @param {L.LatLng} latLng */
    at: (latLng) => data.areas.find((area) => contains(area, latLng, data.unit)) || null,
  };
}
