// What a scenario does, in words and numbers: the headline, a card per kind, and the areas that change.

import { classOf } from "./classes.js";
import { element } from "./dom.js";
import { capital, count, counted, difference, measure, signed, UNKNOWN } from "./format.js";
import { normPart, people } from "./live_norms.js";
import { themeOf } from "./panel.js";
import { drawSymbol } from "./symbols.js";

const MOST_RECEIVING = 5;
const MOST_AREAS = 8;

/**
 * The kind that a view is about, and the name of its norm if it shows one.
 *
 * @param {LiveData} data
 * @param {View} view
 */
export function subjectOf(data, view) {
  const norm = Object.keys(data.live.chains).find((name) => themeOf(view) === `${name}_norm`) ?? "";
  return { kind: view.kinds[0], norm };
}

/**
 * Sentences about trips by car.
 *
 * @param {TripTotals} totals
 */
function tripLines({ longer, extra, shorter, lost }) {
  if (Number.isNaN(longer)) return ["Hoeveel inwoners langer reizen is op deze kaart niet te zeggen."];
  const lines = [];
  if (longer >= 0.5) lines.push(`${people(longer)} langer onderweg, gemiddeld ${measure(extra, "min")} extra.`);
  if (shorter >= 0.5) lines.push(`${people(shorter)} korter onderweg.`);
  if (lost >= 0.5) lines.push(`${people(lost)} zonder open locatie.`);
  return lines.length ? lines : ["Niemand is langer of korter onderweg."];
}

/**
 * Where residents go: sites that are open and get more or fewer, with a bar each.
 *
 * @param {Data} data
 * @param {Card} card
 */
function receivers(data, card) {
  const going = card.loads.filter(({ row }) => card.isOpen(row));
  if (!going.length) return null;
  const most = Math.max(...going.map(({ more }) => Math.abs(more)));
  /** @param {Load} load */
  const item = ({ row, more }) => {
    const bar = element("i", { class: more < 0 ? "zk-bar zk-bar-less" : "zk-bar", "aria-hidden": "true" });
    bar.style.width = `${Math.max(2, (100 * Math.abs(more)) / most)}%`;
    return element(
      "li",
      { "data-site": data.sites[row].id },
      element("span", {}, data.sites[row].naam),
      element("b", {}, signed(more)),
      bar,
    );
  };
  /** @param {Load[]} part */
  const list = (part) => element("ul", { class: "zk-receivers" }, ...part.map(item));
  const rest = going.slice(MOST_RECEIVING);
  const more = rest.length
    ? element("details", {}, element("summary", {}, `Nog ${counted(rest.length, "locatie", "locaties")}`), list(rest))
    : null;
  return element(
    "div",
    {},
    element("h4", {}, "Waar gaan zij heen? Inwoners erbij"),
    list(going.slice(0, MOST_RECEIVING)),
    more,
  );
}

/**
 * The card of a kind; null if there is nothing to say.
 *
 * @param {LiveData} data
 * @param {Card} card
 * @param {boolean} changed
 */
export function kindCard(data, card, changed) {
  const notes = [...card.notes];
  if (!changed && !notes.length) return null;
  return element(
    "section",
    { class: "zk-live-card", "data-kind": card.kind },
    element("h3", {}, drawSymbol(data.symbols[card.kind]), data.kinds[card.kind]),
    ...notes.map((text) => element("p", { class: "zk-live-note" }, text)),
    ...(changed ? card.norms.flatMap((norm) => normPart(data, norm)) : []),
    changed && card.trips ? element("h4", {}, "Met de auto") : null,
    ...(changed && card.trips ? tripLines(card.trips).map((text) => element("p", {}, text)) : []),
    changed && card.trips ? receivers(data, card) : null,
  );
}

/**
 * The areas whose state differs for a view: `[{area, from, to, size}]`, those with most inhabitants in it first.
 *
 * @param {LiveData} data
 * @param {View} view
 * @returns {ChangedArea[]}
 */
function changedAreas(data, view) {
  const { kind, norm } = subjectOf(data, view);
  /**
   * @param {string} name
   * @param {Moment} moment
   */
  const column = (name, moment) => data.columns[`${norm || kind}_${name}_${moment}`];
  const size = norm ? column("inwoners_buiten_norm", "voor") : column("min", "voor");
  const sizeAfter = norm ? column("inwoners_buiten_norm", "na") : column("min", "na");
  const plainView = data.views.find((other) => themeOf(other) === themeOf(view) && other.moment === "na") || view;
  /**
   * @param {Area} area
   * @param {Moment} moment
   */
  const state = (area, moment) => {
    if (norm) return data.verdicts[column("oordeel", moment)[area.index] ?? -1] ?? UNKNOWN;
    const at = classOf(plainView, column("min", moment)[area.index]);
    return at < 0 ? UNKNOWN : plainView.items[at].label;
  };
  return data.areas
    .map((area) => ({
      area,
      from: state(area, "voor"),
      to: state(area, "na"),
      size: (sizeAfter[area.index] || 0) - (size[area.index] || 0),
    }))
    .filter(({ from, to }) => from !== to)
    .sort((a, b) => Math.abs(b.size) - Math.abs(a.size) || a.area.code.localeCompare(b.area.code));
}

/**
 * The list of those areas; a click opens the area on the map.
 *
 * @param {LiveData} data
 * @param {View} view
 * @param {(area: Area) => void} onArea
 */
export function areaList(data, view, onArea) {
  const found = changedAreas(data, view);
  const { norm } = subjectOf(data, view);
  const title = `${capital(data.words[1])} die veranderen (${count(found.length)})`;
  /** @param {ChangedArea} changed */
  const item = ({ area, from, to, size }) => {
    const number = norm ? `${signed(size)} inw.` : difference(size, "min");
    const button = element(
      "button",
      { type: "button", "data-area": area.code },
      element("span", {}, area.name, element("small", {}, area.gemeente)),
      element("span", {}, `${from} \u2192 ${to}`, element("small", {}, number)),
    );
    button.addEventListener("click", () => onArea(area));
    return element("li", {}, button);
  };
  const list = element("ul", { class: "zk-live-areas" }, ...found.slice(0, MOST_AREAS).map(item));
  const rest = found.slice(MOST_AREAS);
  const all = rest.length
    ? element("button", { type: "button", class: "zk-live-all" }, `Toon alle ${count(found.length)}`)
    : null;
  if (all) {
    all.addEventListener("click", () => {
      const [first, ...others] = rest.map(item);
      list.append(first, ...others);
      all.remove();
      first.querySelector("button")?.focus();
    });
  }
  const none = found.length ? null : element("p", {}, "Geen enkel gebied verandert van kleur of oordeel.");
  return element("section", { class: "zk-live-card zk-live-changed" }, element("h3", {}, title), none, list, all);
}
