// The panel of a larger area: of every norm who is outside and of which ages, and the mean minutes to every kind.

import { valueText } from "./classes.js";
import { element } from "./dom.js";
import { count, counted, headingOf, isNumber, limitText, oneDecimal, percentage, ROUNDING, signed } from "./format.js";
import { drawSymbol } from "./symbols.js";

const NO_FIGURE = "\u2013";

/** @param {number | null} value */
const peopleCell = (value) => (isNumber(value) ? count(value) : NO_FIGURE);
/** @param {number | null} value */
const minutesCell = (value) => (isNumber(value) ? oneDecimal.format(value) : NO_FIGURE);

/**
 * The figures of a norm, as they stand in its row.
 *
 * @param {Data} data
 * @param {Area} area
 * @param {Outcome} outcome
 */
export function outcomeCells(data, area, outcome) {
  const share = data.value(area, outcome.share);
  const outside = data.value(area, outcome.outside);
  const some = isNumber(share) && isNumber(outside) && outside >= 0.5;
  const part = some ? ` (${share < 0.005 ? "< 1 %" : percentage(share)})` : "";
  return [
    minutesCell(data.value(area, outcome.total)),
    `${peopleCell(outside)}${part}`,
    ...outcome.aged.map(([, column]) => peopleCell(data.value(area, column))),
  ];
}

/**
 * Whether a norm that asks a share of the areas of a level is met in one of them; empty where it asks none there.
 *
 * @param {Data} data
 * @param {Area} area
 * @param {Outcome} outcome
 */
function metText(data, area, { asked, per, share }) {
  const outside = data.value(area, share);
  if (asked === null || per !== area.level.words[0] || !isNumber(outside)) return "";
  return `${percentage(asked)}: ${1 - outside >= asked - ROUNDING ? "gehaald" : "niet gehaald"}`;
}

/**
 * What is written on an area of the map, in lines: who is outside the norm that a view is about, and the view's own figure.
 *
 * @param {Data} data
 * @param {Area} area
 * @param {View} view
 */
export function figuresOf(data, area, view) {
  const all = data.outcomes.flatMap((outcome) => (outcome.before ? [outcome, outcome.before] : [outcome]));
  const outcome = view.verdict ? all.find(({ verdict }) => verdict === view.verdict) : undefined;
  const outside = outcome ? data.value(area, outcome.outside) : null;
  const changed = view.diverging ? data.outcomes.find(({ total }) => total.replace(/_na$/, "_verschil") === view.column) : undefined;
  const [was, now] = [changed?.before, changed].map((one) => (one ? data.value(area, one.outside) : null));
  const more = isNumber(was) && isNumber(now) ? `${signed(now - was)} buiten` : "";
  return [isNumber(outside) ? `${count(outside)} buiten` : more, valueText(view, data.value(area, view.column))].filter(Boolean);
}

/**
 * @param {string} caption
 * @param {string[]} columns
 * @param {[mark: Child, label: string, cells: string[], was: string[] | null][]} rows
 */
function outcomeTable(caption, columns, rows) {
  /** @param {string[]} cells */
  const numbers = (cells) => cells.map((text) => element("td", {}, text));
  const head = ["", ...columns].map((text) => (text ? element("th", { scope: "col" }, text) : element("td")));
  return element(
    "table",
    { class: "zk-outcome" },
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...head)),
    element(
      "tbody",
      {},
      ...rows.flatMap(([mark, label, cells, was]) => [
        element("tr", {}, element("th", { scope: "row" }, mark, label), ...numbers(cells)),
        was && was.join() !== cells.join()
          ? element("tr", { class: "zk-was" }, element("th", { scope: "row" }, "was"), ...numbers(was))
          : null,
      ]).filter((row) => row !== null),
    ),
  );
}

/**
 * The panel of an area of a larger level.
 *
 * @param {Data} data
 * @param {Area} area
 * @param {View} view
 */
export function outcomePanel(data, area, view) {
  const inhabitants = data.people(area);
  const ages = data.outcomes.length ? data.outcomes[0].aged.map(([age]) => `${age}+`) : [];
  const scenario = [...data.outcomes, ...data.popup].some(({ before }) => before);
  const trips = data.popup.filter((row) => row.minutes);
  const when = scenario ? "; wat de wijziging raakt met daaronder wat het was" : "";
  return element(
    "div",
    { class: "zk-card zk-card-wide", "data-area": area.code, tabindex: -1 },
    element("h2", {}, area.name),
    element("p", { class: "zk-where" }, [area.level.words[0], area.gemeente !== area.name ? area.gemeente : ""].filter(Boolean).join(", ")),
    inhabitants === undefined
      ? null
      : element("p", { class: "zk-people" }, inhabitants === null ? "Aantal inwoners niet gepubliceerd" : counted(inhabitants, "inwoner", "inwoners")),
    element(
      "p",
      { class: "zk-value" },
      element("b", {}, valueText(view, data.value(area, view.column))),
      element("span", {}, element("small", {}, headingOf(view)), view.label),
    ),
    data.outcomes.length
      ? outcomeTable(
          `Inwoners buiten de norm, en minuten gemiddeld per inwoner${when}`,
          ["min", "buiten", ...ages],
          data.outcomes.map((outcome) => [
            null,
            [outcome.label, limitText(outcome), metText(data, area, outcome)].filter(Boolean).join(", "),
            outcomeCells(data, area, outcome),
            outcome.before ? outcomeCells(data, area, outcome.before) : null,
          ]),
        )
      : null,
    trips.length
      ? outcomeTable(
          "Reistijd met de auto, gemiddeld per inwoner",
          ["min"],
          trips.map((row) => [
            drawSymbol(data.symbols[row.kind]),
            row.label,
            [minutesCell(data.value(area, row.minutes))],
            row.before ? [minutesCell(data.value(area, row.before.minutes))] : null,
          ]),
        )
      : null,
    element("p", { class: "zk-code" }, area.code),
  );
}
