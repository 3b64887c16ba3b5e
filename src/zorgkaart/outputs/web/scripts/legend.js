// The legend of the current view: its classes with the inhabitants of each, the marks that do not depend on colour, and the
// symbols of the sites that are shown. Where no inhabitants are known it counts areas.

import { atlasLegend } from "./atlas.js";
import { classOf, marksOf } from "./classes.js";
import { element, svgElement } from "./dom.js";
import { bound, capital, count, counted, headingOf, isNumber, shortShare, UNKNOWN } from "./format.js";
import { siteState } from "./sites.js";
import { drawSymbol } from "./symbols.js";

/**
 * A small drawing of a mark: its pattern and, for areas outside the norm, its outline.
 *
 * @param {string} colour
 * @param {string | null} pattern
 * @param {string | null} line
 */
export function swatch(colour, pattern = null, line = null) {
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
   * @param {...string} numbers
   */
  const row = (mark, label, ...numbers) =>
    element(
      "tr",
      {},
      element("td", {}, mark),
      element("th", { scope: "row" }, label),
      ...numbers.map((number) => element("td", {}, number)),
    );

  const peopled = data.areas.length > 0 && data.people(data.areas[0]) !== undefined;
  /** @param {Area[]} areas */
  const peopleOf = (areas) => areas.reduce((sum, area) => sum + (data.people(area) ?? 0), 0);
  /** @param {number} people */
  function shareAndCount(people) {
    const everybody = peopleOf(data.level.areas);
    return [everybody ? shortShare(people / everybody) : UNKNOWN, count(people)];
  }

  /**
   * A row about areas: the share and number of inhabitants in them, as far as published, and how many areas they are.
   *
   * @param {Child} mark
   * @param {string} label
   * @param {Area[]} areas
   * @param {string} name
   */
  function areaRow(mark, label, areas, name) {
    const result = row(mark, label, ...(peopled ? shareAndCount(peopleOf(areas)) : [count(areas.length)]));
    result.className = name;
    result.title = counted(areas.length, ...data.level.words);
    return result;
  }

  /**
   * Rows of the classes; of differences, the outer ones that nobody is in are left out.
   *
   * @param {View} view
   */
  function classRows(view) {
    const classes = view.items;
    /** @type {Area[][]} */
    const members = classes.map(() => []);
    for (const area of data.level.areas) {
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
      return [...(limit ? [norm] : []), areaRow(swatch(item.colour), item.label, members[i], "zk-class")];
    });
  }

  /**
   * Who is outside the norm, wherever he lives; the marks are about areas.
   *
   * @param {View} view
   */
  function outsideRows(view) {
    const column = view.outside;
    if (!peopled || !column) return [];
    const outside = data.areas.reduce((sum, area) => sum + (data.value(area, column) ?? 0), 0);
    const result = row(null, `Inwoners ${view.flag}`, ...shareAndCount(outside));
    result.className = "zk-legend-outside";
    return [result];
  }

  /** @param {View} view */
  function markRows(view) {
    const { outside, partly, noRoad, doubtful, unknown, incomplete } = marksOf(view, data);
    // What has a class is in the rows above; those, the one without a road and "Onbekend" together are all areas.
    const valueless = unknown.filter((area) => !isNumber(data.value(area, view.column)));
    const unjudged = unknown.filter((area) => isNumber(data.value(area, view.column)));
    const where = capital(data.level.words[1]);
    const rows = [];
    if (view.verdict) {
      rows.push(
        areaRow(
          swatch("#fff", "zk-stripes-outside", "zk-swatch-outside"),
          `${where} ${view.flag}`,
          outside,
          "zk-mark-outside",
        ),
      );
      rows.push(
        areaRow(
          swatch("#fff", "zk-stripes-partly", "zk-swatch-partly"),
          `${where} deels ${view.flag}`,
          partly,
          "zk-mark-partly",
        ),
      );
    }
    if (noRoad.length)
      rows.push(
        areaRow(
          view.verdict ? swatch(data.unknownColour, "zk-stripes-outside") : swatch(data.unknownColour),
          view.verdict ? "Buiten, geen wegverbinding" : "Geen wegverbinding",
          noRoad,
          "zk-mark-no-road",
        ),
      );
    if (doubtful.length)
      rows.push(
        areaRow(swatch("#fff", "zk-stripes-doubtful"), "Onzeker: soms wel, soms niet", doubtful, "zk-mark-doubtful"),
      );
    if (incomplete.length)
      rows.push(
        areaRow(
          swatch("#fff", "zk-stripes-incomplete"),
          capital(data.incomplete),
          incomplete,
          "zk-mark-incomplete",
        ),
      );
    if (valueless.length)
      rows.push(
        areaRow(
          swatch(data.unknownColour, "zk-dots"),
          capital(UNKNOWN),
          valueless,
          "zk-mark-unknown",
        ),
      );
    if (unjudged.length) rows.push(areaRow(swatch("#fff", "zk-dots"), "Oordeel onbekend", unjudged, "zk-mark-unjudged"));
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
          data.live ? element("caption", { class: "zk-of-first" }, "Aantallen van de eerste kaart") : null,
          element(
            "thead",
            {},
            element(
              "tr",
              {},
              element("td", { colspan: 2 }),
              element("th", { scope: "col", colspan: peopled ? 2 : 1 }, peopled ? "inwoners" : data.level.words[1]),
            ),
          ),
          element("tbody", {}, ...classRows(view), ...outsideRows(view), ...markRows(view)),
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
