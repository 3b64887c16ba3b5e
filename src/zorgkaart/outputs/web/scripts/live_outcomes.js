// The table of what scenarios come to, side by side: every norm with the inhabitants outside it, by age, and whether it is
// met; and the minutes of each trip. In a window over the page, and as a file.

import { element } from "./dom.js";
import { capital, measure, signed, UNKNOWN } from "./format.js";
import { numberOrUnknown, shareText } from "./live_norms.js";
import { csvText, saveText } from "./live_table.js";

/**
 * The rows of the table, in groups: of each row its words, and per scenario a text and a number to save.
 *
 * @param {LiveData} data
 * @param {ScenarioOutcome[]} outcomes
 * @returns {OutcomeGroup[]}
 */
export function outcomeGroups(data, outcomes) {
  const [first] = outcomes;
  const norms = first.norms.map(({ name }, at) => {
    const cards = outcomes.map(({ norms: all }) => all[at]);
    /**
     * @param {string} label
     * @param {(card: NormCard) => number} of
     * @param {(value: number) => string} format
     * @returns {OutcomeRow}
     */
    const row = (label, of, format = numberOrUnknown) => ({ label, cells: cards.map(of).map((value) => ({ text: format(value), value })) });
    const aged = cards[0].totals.aged.map(({ age }, i) => row(`Waarvan ${age}-plus`, ({ totals }) => totals.aged[i].after));
    const shared = cards[0].shares
      ? [
          {
            label: "Gehaald?",
            cells: cards.map((card) => {
              const text = card.shares ? shareText(data, card, card.shares[1]) : UNKNOWN;
              return { text, value: text };
            }),
          },
        ]
      : [];
    return {
      title: capital(data.live.chains[name].label),
      rows: [
        row("Inwoners buiten de norm", ({ totals }) => totals.after),
        ...aged,
        row("Verschil door de wijzigingen", ({ totals }) => totals.difference, signed),
        ...shared,
      ],
    };
  });
  const kinds = Object.keys(first.trips);
  /** @param {string} kind @returns {OutcomeRow} */
  const mean = (kind) => ({
    label: data.kinds[kind],
    cells: outcomes.map(({ trips }) => ({ text: measure(trips[kind].mean, "min"), value: trips[kind].mean })),
  });
  const trips = { title: "Gemiddelde reistijd met de auto", rows: kinds.filter((kind) => data.kinds[kind]).map(mean) };
  return [...norms, ...(trips.rows.length ? [trips] : [])];
}

/**
 * The table as columns to save.
 *
 * @param {OutcomeGroup[]} groups
 * @param {string[]} names of the scenarios
 * @returns {TableColumn[]}
 */
export function outcomeColumns(groups, names) {
  const rows = groups.flatMap(({ title, rows: its }) => its.map((row) => ({ title, ...row })));
  return [
    ["onderdeel", rows.map(({ title }) => title)],
    ["uitkomst", rows.map(({ label }) => label)],
    ...names.map((name, i) => /** @type {TableColumn} */ ([name, rows.map(({ cells }) => cells[i].value)])),
  ];
}

/**
 * Show the table in a window; Escape and its button close it.
 *
 * @param {LiveData} data
 * @param {{name: string, about: string, outcome: ScenarioOutcome}[]} scenarios
 */
export function showOutcomes(data, scenarios) {
  const groups = outcomeGroups(data, scenarios.map(({ outcome }) => outcome));
  const heads = scenarios.map(({ name, about }) => element("th", { scope: "col" }, name, element("small", {}, about)));
  /** @param {OutcomeRow} row */
  const line = ({ label, cells }) =>
    element("tr", {}, element("th", { scope: "row" }, label), ...cells.map(({ text }) => element("td", {}, text)));
  const bodies = groups.map(({ title, rows }) =>
    element(
      "tbody",
      {},
      element("tr", {}, element("th", { scope: "rowgroup", colspan: scenarios.length + 1, class: "zk-group" }, title)),
      ...rows.map(line),
    ),
  );
  const close = element("button", { type: "button", class: "zk-close", autofocus: true }, "Sluiten");
  const save = element("button", { type: "button" }, "Tabel opslaan");
  const scroll = element(
    "div",
    { class: "zk-outcomes-scroll", tabindex: 0, role: "region", "aria-label": "Tabel van uitkomsten" },
    element("table", {}, element("thead", {}, element("tr", {}, element("td"), ...heads)), ...bodies),
  );
  const dialog = element(
    "dialog",
    { class: "zk-outcomes", "aria-labelledby": "zk-outcomes-title" },
    element("h2", { id: "zk-outcomes-title" }, "Uitkomsten naast elkaar"),
    element("p", {}, "Elk getal is de uitkomst van \u00e9\u00e9n berekening, zonder marge. Verschil is met dezelfde situatie zonder wijzigingen."),
    scroll,
    element("div", { class: "zk-outcomes-buttons" }, save, close),
  );
  save.addEventListener("click", () =>
    saveText("uitkomsten.csv", csvText(outcomeColumns(groups, scenarios.map(({ name }) => name)))),
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
