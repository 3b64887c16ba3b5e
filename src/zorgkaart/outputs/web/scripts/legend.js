// The legend of the current view: its classes with the number of areas in each, the marks that do not
// depend on colour, and the symbols of the sites that are shown.

import { atlasLegend } from "./atlas.js";
import { classOf, marksOf } from "./classes.js";
import { element, svgElement } from "./dom.js";
import { bound, capital, count, headingOf, isNumber, UNKNOWN } from "./format.js";
import { siteState } from "./sites.js";
import { drawSymbol } from "./symbols.js";

/**
 * A small drawing of a mark: its pattern and, for areas outside the norm, its outline.
 *
 * @param {string} colour
 * @param {string | null} pattern
 * @param {string | null} line
 */
function swatch(colour, pattern = null, line = null) {
  return svgElement(
    "svg",
    { class: "zk-swatch", viewBox: "0 0 28 18", "aria-hidden": "true" },
    svgElement("rect", { x: 1, y: 1, width: 26, height: 16, fill: colour, stroke: "#8b939b", "stroke-width": 0.7 }),
    pattern ? svgElement("rect", { x: 1, y: 1, width: 26, height: 16, fill: `url(#${pattern})` }) : null,
    line ? svgElement("rect", { x: 1.5, y: 1.5, width: 25, height: 15, class: line }) : null,
  );
}

/**
 * Create the legend; `update(view, kinds, lines)` fills it.
 *
 * @param {HTMLElement} root
 * @param {Data} data
 */
export function createLegend(root, data) {
  const heading = element("h2", { id: "zk-legend-title" });
  const body = element("div", { id: "zk-legend-body", class: "zk-legend-body" });
  const strip = element("span", { class: "zk-strip", "aria-hidden": "true" });
  const toggle = element(
    "button",
    {
      id: "zk-legend-toggle",
      class: "zk-legend-toggle",
      type: "button",
      "aria-expanded": "true",
      "aria-controls": "zk-legend-body",
    },
    strip,
    element("span", {}, "Legenda"),
  );
  root.append(element("div", { class: "zk-legend-head" }, heading, toggle), body);
  /** @param {boolean} open */
  const setOpen = (open) => {
    toggle.setAttribute("aria-expanded", String(open));
    body.hidden = !open;
  };
  toggle.addEventListener("click", () => setOpen(body.hidden === true));
  setOpen(getComputedStyle(root).getPropertyValue("--begin").trim() !== "folded");
  // Where it is higher than its room the keyboard comes to it, to scroll.
  const reach = () => {
    if (body.scrollHeight > body.clientHeight) body.tabIndex = 0;
    else body.removeAttribute("tabindex");
  };
  new ResizeObserver(reach).observe(body);
  L.DomEvent.disableClickPropagation(root).disableScrollPropagation(root);

  /**
   * @param {Child} mark
   * @param {string} label
   * @param {string} number
   * @param {string} name
   * @param {string | null} inhabitants beside the number, where it is of areas
   */
  const row = (mark, label, number, name = "", inhabitants = null) =>
    element(
      "tr",
      { class: name },
      element("td", {}, mark),
      element("th", { scope: "row" }, label),
      element("td", {}, number),
      inhabitants === null ? null : element("td", {}, inhabitants),
    );

  /**
   * The inhabitants of areas, as far as published.
   *
   * @param {Area[]} areas
   */
  const people = (areas) =>
    data.areas.length && data.people(data.areas[0]) === undefined
      ? null
      : count(areas.reduce((sum, area) => sum + (data.people(area) ?? 0), 0));

  /**
   * Rows of the classes; of differences, the outer ones that nobody is in are left out.
   *
   * @param {View} view
   */
  function classRows(view) {
    const classes = view.items;
    /** @type {Area[][]} */
    const members = classes.map(() => []);
    for (const area of data.areas) {
      const at = classOf(view, data.value(area, view.column));
      if (at >= 0) members[at].push(area);
    }
    const numbers = members.map((areas) => areas.length);
    const used = numbers.map((n, i) => (n > 0 || !classes[i].side ? i : -1)).filter((i) => i >= 0);
    const [from, to] = view.diverging ? [used[0], used[used.length - 1]] : [0, classes.length - 1];
    return classes.flatMap((item, i) => {
      if (i < from || i > to) return [];
      const first = item.side === "beyond" && classes[i - 1].side !== "beyond";
      const limit = first && view.limit !== null ? `norm ${bound(view.limit)} ${view.unit}` : "";
      const norm = element("tr", { class: "zk-norm" }, element("th", { colspan: 4, scope: "row" }, limit));
      return [...(limit ? [norm] : []), row(swatch(item.colour), item.label, count(numbers[i]), "zk-class", people(members[i]))];
    });
  }

  /** @param {View} view */
  function markRows(view) {
    const { outside, partly, noRoad, doubtful, unknown, incomplete } = marksOf(view, data);
    // What has a class is in the rows above; those, the one without a road and "Onbekend" together are all areas.
    const valueless = unknown.filter((area) => !isNumber(data.value(area, view.column)));
    const unjudged = unknown.length - valueless.length;
    const rows = [];
    if (view.verdict) {
      rows.push(
        row(
          swatch("#fff", "zk-stripes-outside", "zk-swatch-outside"),
          capital(view.flag),
          count(outside.length),
          "zk-mark-outside",
        ),
      );
      rows.push(
        row(
          swatch("#fff", "zk-stripes-partly", "zk-swatch-partly"),
          `Deels ${view.flag}`,
          count(partly.length),
          "zk-mark-partly",
        ),
      );
    }
    if (noRoad.length)
      rows.push(
        row(
          view.verdict ? swatch(data.unknownColour, "zk-stripes-outside") : swatch(data.unknownColour),
          view.verdict ? "Buiten, geen wegverbinding" : "Geen wegverbinding",
          count(noRoad.length),
          "zk-mark-no-road",
          people(noRoad),
        ),
      );
    if (doubtful.length)
      rows.push(
        row(swatch("#fff", "zk-stripes-doubtful"), "Onzeker: soms wel, soms niet", count(doubtful.length), "zk-mark-doubtful"),
      );
    if (incomplete.length)
      rows.push(
        row(
          swatch("#fff", "zk-stripes-incomplete"),
          capital(data.incomplete),
          count(incomplete.length),
          "zk-mark-incomplete",
          people(incomplete),
        ),
      );
    if (valueless.length)
      rows.push(
        row(
          swatch(data.unknownColour, "zk-dots"),
          capital(UNKNOWN),
          count(valueless.length),
          "zk-mark-unknown",
          people(valueless),
        ),
      );
    if (unjudged) rows.push(row(swatch("#fff", "zk-dots"), "Oordeel onbekend", count(unjudged), "zk-mark-unjudged"));
    return rows;
  }

  /**
   * Rows of the kinds that are shown, with how many count, and of each other state that occurs.
   *
   * @param {string[]} kinds
   * @param {View} view
   */
  function siteRows(kinds, view) {
    const shown = Object.keys(data.kinds).filter((kind) => kinds.includes(kind));
    /** @type {Record<SiteState, Record<string, number>>} */
    const states = { "": {}, doubtful: {}, idle: {}, closed: {}, opened: {} };
    for (const site of data.sites) {
      const state = shown.includes(site.soort) ? siteState(site, view) : null;
      if (state !== null) states[state][site.soort] = (states[state][site.soort] || 0) + 1;
    }
    const rows = shown.map((kind) =>
      row(drawSymbol(data.symbols[kind]), data.kinds[kind], count(states[""][kind] || 0)),
    );
    /** @type {[SiteState, string][]} */
    const words = [
      ["closed", "gesloten in dit scenario"],
      ["opened", "nieuw of verplaatst"],
      ["doubtful", "telt mee; niet bekend of dit hier is"],
      ["idle", "telt niet mee"],
    ];
    for (const [state, label] of words) {
      const [kind] = shown.filter((name) => states[state][name]);
      const all = Object.values(states[state]).reduce((sum, n) => sum + n, 0);
      if (all) rows.push(row(drawSymbol(data.symbols[kind], state), label, count(all)));
    }
    return rows;
  }

  return {
    /**
     * @param {View} view
     * @param {string[]} kinds
     * @param {LegendRow[]} lines
     */
    update(view, kinds, lines) {
      heading.replaceChildren(element("small", {}, headingOf(view)), view.label);
      strip.replaceChildren(
        ...view.items.map((item) => {
          const cell = element("i");
          cell.style.backgroundColor = item.colour;
          return cell;
        }),
      );
      const sites = siteRows(kinds, view);
      body.replaceChildren(
        ...(view.stand ? [element("p", { class: "zk-stand" }, view.stand)] : []),
        element(
          "table",
          {},
          element(
            "thead",
            {},
            element("tr", {}, element("td", { colspan: 2 }), element("th", { scope: "col" }, data.words[1]), element("th", { scope: "col" }, "inwoners")),
          ),
          element("tbody", {}, ...classRows(view), ...markRows(view)),
        ),
        ...(lines.length
          ? [element("table", { class: "zk-legend-lines" }, element("tbody", {}, ...lines.map(([mark, text]) => row(mark, text, ""))))]
          : []),
        ...(data.atlas ? [atlasLegend(data.atlas)] : []),
        ...(sites.length ? [element("table", { class: "zk-legend-sites" }, element("tbody", {}, ...sites))] : []),
        ...(view.explanation ? [element("p", {}, view.explanation)] : []),
      );
      reach();
    },
  };
}
