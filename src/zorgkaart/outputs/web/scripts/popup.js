// The popups: an area with its figures and nearest sites, and a site with what is known of it.

import { atlasFacts, sensitiveMark } from "./atlas.js";
import { valueText } from "./classes.js";
import { element } from "./dom.js";
import { bound, count, counted, dutchHours, headingOf, isNumber, limitText, measure, oneDecimal, percentage } from "./format.js";
import { kindOf } from "./sites.js";
import { drawSymbol } from "./symbols.js";

/**
 * The name of a site by its number in the data; a dash for none.
 *
 * @param {Data} data
 * @param {number | null} index
 */
function siteName(data, index) {
  return index === null ? "\u2013" : data.sites[index].naam;
}

/**
 * Table of the kinds: minutes, kilometres and nearest site, and in a scenario what it was before.
 *
 * @param {Data} data
 * @param {Area} area
 * @param {PopupRow[]} rows
 */
function nearestTable(data, area, rows) {
  const distances = rows.some((row) => row.km);
  /** @param {PopupRow} row */
  const line = (row) => {
    const { before } = row;
    const was =
      before && data.value(area, row.minutes) !== data.value(area, before.minutes)
        ? element(
            "div",
            { class: "zk-was" },
            `was ${measure(data.value(area, before.minutes), "min")}, ${siteName(data, data.value(area, before.site))}`,
          )
        : null;
    const km = row.km ? data.value(area, row.km) : null;
    return element(
      "tr",
      {},
      element(
        "th",
        { scope: "row" },
        drawSymbol(data.symbols[row.kind]),
        element(
          "div",
          {},
          row.label,
          row.site ? element("small", {}, siteName(data, data.value(area, row.site))) : null,
          was,
        ),
      ),
      element("td", {}, measure(data.value(area, row.minutes), "min")),
      distances ? element("td", {}, isNumber(km) ? measure(km, "km") : "\u2013") : null,
    );
  };
  return element(
    "table",
    { class: "zk-nearest" },
    element("caption", {}, "Dichtstbijzijnde met de auto"),
    element("tbody", {}, ...rows.filter((row) => row.minutes).map(line)),
  );
}

/**
 * What a verdict says in words, with the inhabitants it is about.
 *
 * @param {Data} data
 * @param {Area} area
 * @param {Chain} chain
 * @returns {[verdict: string, text: string]}
 */
function verdictText(data, area, chain) {
  const verdict = data.verdict(area, chain.verdict);
  const outside = data.value(area, chain.outside);
  const share = data.value(area, chain.share);
  /** @type {Record<string, string>} */
  const words = { binnen: "Binnen de norm", buiten: "Buiten de norm", "deels buiten": "Deels buiten de norm" };
  let text = words[verdict] || "Oordeel over de norm niet mogelijk";
  if (verdict === "deels buiten" || verdict === "buiten") {
    if (isNumber(outside)) text += `: ${counted(outside, "inwoner", "inwoners")}`;
    if (isNumber(share) && share < 1) text += ` (${percentage(share)})`;
  }
  if (verdict === "binnen" && isNumber(outside) && outside >= 0.5) text += `, op ${counted(outside, "inwoner", "inwoners")} na`;
  return [verdict, text];
}

/**
 * Where a ride of a chain comes from or goes to; empty where no site is known. Where not all of the area have the same
 * site, with the share who do.
 *
 * @param {Data} data
 * @param {Area} area
 * @param {Chain} chain
 * @param {number} part
 */
function rideEnd(data, area, chain, part) {
  const end = chain.ends[part];
  const index = end ? data.value(area, end.site) : null;
  if (!end || index === null) return "";
  const share = data.value(area, end.share);
  const words = isNumber(share) && share < 1 ? percentage(share) : "100 %";
  return siteName(data, index) + (words === "100 %" ? "" : ` (voor ${words} van de inwoners)`);
}

/**
 * A norm in the popup of an area: the parts of its minutes as a sum that opens, in a scenario with the situation before
 * beside it; of a norm of one ride, which is no sum, a line.
 *
 * @param {Data} data
 * @param {Area} area
 * @param {ChainRow} row
 */
function chainTable(data, area, row) {
  const chains = row.before && row.before.chain ? [row.before.chain, row.chain] : [row.chain];
  /** @param {string | number} source */
  const minutes = (source) => (typeof source === "string" ? data.value(area, source) : source);
  /** @param {number | null} value */
  const cell = (value) => element("td", {}, isNumber(value) ? oneDecimal.format(value) : "\u2013");
  const columns =
    chains.length > 1 ? element("tr", {}, element("td"), element("th", { scope: "col" }, "voor"), element("th", { scope: "col" }, "na")) : null;
  const lines = row.chain.parts.map(([label], i) => {
    const [site, was] = [row.chain, chains[0]].map((chain) => rideEnd(data, area, chain, i));
    return element(
      "tr",
      {},
      element(
        "th",
        { scope: "row" },
        label,
        site ? element("small", {}, site) : null,
        was && was !== site ? element("small", { class: "zk-was" }, `was ${was}`) : null,
      ),
      ...chains.map((chain) => cell(minutes(chain.parts[i][1]))),
    );
  });
  const sum = element(
    "tr",
    { class: "zk-sum" },
    element("th", { scope: "row" }, `Totaal (norm ${bound(row.chain.limit)} min)`),
    ...chains.map((chain) => cell(data.value(area, chain.total))),
  );
  const [verdict, text] = verdictText(data, area, row.chain);
  const was = chains.length > 1 ? verdictText(data, area, chains[0])[1] : text;
  const minutesOf = (/** @type {Chain} */ chain) => measure(data.value(area, chain.total), "min");
  const ride = !row.chain.parts.length;
  const before = ride && minutesOf(chains[0]) !== minutesOf(row.chain) ? `${minutesOf(chains[0])}, ` : "";
  const head = [
    element("span", {}, row.chain.label, ride ? element("small", {}, ` ${limitText(row.chain)}`) : null),
    element("b", {}, minutesOf(row.chain)),
    element("em", { class: `zk-verdict-${verdict.replace(" ", "-")}` }, text),
    was === text && !before ? null : element("em", { class: "zk-was" }, `was: ${before}${was.toLowerCase()}`),
  ];
  if (ride) return element("div", { class: "zk-chain zk-ride" }, ...head);
  const caption = element("caption", {}, "Gemiddeld per inwoner, in minuten");
  const table = element("table", {}, caption, columns && element("thead", {}, columns), element("tbody", {}, ...lines, sum));
  return element("details", { class: "zk-chain" }, element("summary", {}, ...head), table);
}

/**
 * The warnings that hold for an area.
 *
 * @param {Data} data
 * @param {Area} area
 * @returns {string[]}
 */
function remarkTexts(data, area) {
  return data.remarks.flatMap(({ column, text }) => {
    const value = data.remark(area, column);
    if (!value) return [];
    if (isNumber(value) && text.includes("{}")) return [text.replace("{}", count(value))];
    return [typeof value === "string" ? `${text} ${value}` : text];
  });
}

/**
 * The popup of an area; what the current view is about comes first. Of a place that has no area of its own, the figures
 * are those of the area around its middle, which then is said.
 *
 * @param {Data} data
 * @param {Area} area
 * @param {View} view
 * @param {Place | null} place
 */
export function areaPopup(data, area, view, place = null) {
  const people = data.people(area);
  const where = [area.wijk !== area.name ? area.wijk : "", area.gemeente].filter(Boolean).join(", ");
  const remarks = remarkTexts(data, area);
  const kind = view.kinds[0];
  const chains = data.popup.filter(/** @type {(row: PopupRow) => row is ChainRow} */ ((row) => row.chain !== null));
  // A kind may have several norms: that of the view comes before the others.
  /** @param {ChainRow} row */
  const first = (row) => (row.chain.verdict === view.verdict ? 0 : row.kind === kind ? 1 : 2);
  chains.sort((a, b) => first(a) - first(b));
  const tables = chains.map((row) => chainTable(data, area, row));
  const [foremost] = tables;
  if (view.verdict && foremost instanceof HTMLDetailsElement && chains[0].kind === kind) foremost.open = true;
  return element(
    "div",
    { class: "zk-card", "data-area": area.code, tabindex: -1 },
    element("h2", {}, place ? place.name : area.name),
    element("p", { class: "zk-where" }, place ? `plaats in ${place.gemeente}` : where),
    place ? element("p", { class: "zk-middle" }, `Cijfers van ${data.words[0]} ${area.name}, waar het midden ligt.`) : null,
    people === undefined
      ? null
      : element(
          "p",
          { class: "zk-people" },
          people === null ? "Aantal inwoners niet gepubliceerd" : counted(people, "inwoner", "inwoners"),
        ),
    element(
      "p",
      { class: "zk-value" },
      element("b", {}, valueText(view, data.value(area, view.column))),
      element("span", {}, element("small", {}, headingOf(view)), view.label),
    ),
    ...tables,
    data.who?.(area),
    data.popup.some((row) => row.minutes) ? nearestTable(data, area, data.popup) : null,
    remarks.length ? element("ul", { class: "zk-remarks" }, ...remarks.map((text) => element("li", {}, text))) : null,
    element("p", { class: "zk-code" }, area.code),
  );
}

/** @type {Record<string, string>} */
const PRECISION = {
  straat: "ergens in de straat",
  postcode6: "midden van de postcode",
  postcode4: "midden van het postcodegebied",
  plaats: "ergens in de plaats",
  kaartpunt: "punt op de kaart",
};

/**
 * The popup of a site; `actions` are nodes to put below its name.
 *
 * @param {Data} data
 * @param {Site} site
 * @param {HTMLElement[]} actions
 */
export function sitePopup(data, site, actions = []) {
  const hours =
    site.volcontinu === "ja" ? "dag en nacht open" : site.openingstijden ? dutchHours(site.openingstijden) : "";
  const why =
    site.reason || site.status_toelichting || (site.status && site.status !== "open" ? `status: ${site.status}` : "");
  const plain = site.counts ? "telt mee" : `telt niet mee${why ? ` (${why})` : ""}`;
  // A live map works out itself what counts; the texts are of a computation.
  const told = !data.live && (site.telt_voor || site.telt_niet_voor);
  const facts = [
    ["Adres", [site.adres, site.plaats].filter(Boolean).join(", ")],
    ["Open", hours],
    ["In de berekening", told ? "" : plain],
    ["Telt mee voor", told ? site.telt_voor : ""],
    ["Telt niet mee voor", told ? site.telt_niet_voor : ""],
    ["In dit scenario", site.sites_status],
    ["Plek op de kaart", PRECISION[site.precisie || ""]],
    ["Let op", [told && !site.telt_niet_voor ? site.status_toelichting : "", site.opmerking].filter(Boolean).join("; ")],
    ["Bron", site.bron],
    ["Stand van de gegevens", site.added ? "" : site.peildatum || "datum onbekend"],
  ].filter(([, text]) => text);
  const closure = data.atlas && data.atlas.entries.find(({ ids }) => ids.length === 1 && ids[0] === site.id);
  return element(
    "div",
    { class: "zk-card", "data-site": site.id, tabindex: -1 },
    element("h2", {}, site.naam),
    element(
      "p",
      { class: "zk-where" },
      drawSymbol(data.symbols[site.soort]),
      kindOf(data, site),
      closure && closure.sensitive ? sensitiveMark() : null,
    ),
    ...actions,
    data.atlas && closure ? atlasFacts(data.atlas, closure) : null,
    element("dl", {}, ...facts.flatMap(([term, text]) => [element("dt", {}, term), element("dd", {}, text)])),
  );
}
