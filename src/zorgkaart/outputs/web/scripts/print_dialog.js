// The choice of a sheet before printing: A4 or A3, upright or flat.

import { choice, element, svgElement } from "./dom.js";

const ICON = "M5 7V3h10v4M5 14H3V7h14v7h-2M5 11h10v6H5Z";

/** @type {[name: string, title: string, choices: [value: string, label: string][]][]} */
const CHOICES = [
  [
    "zk-paper",
    "Papier",
    [
      ["A4", "A4"],
      ["A3", "A3"],
    ],
  ],
  [
    "zk-direction",
    "Richting",
    [
      ["landscape", "Liggend"],
      ["portrait", "Staand"],
    ],
  ],
];

/**
 * The rule for the sheet that was chosen.
 *
 * @param {string} paper
 * @param {string} direction
 */
export const pageRule = (paper, direction) => `@page { size: ${paper} ${direction}; margin: 8mm; }`;

/**
 * A button that asks for the sheet and prints on it. Until the print is made the page has the rule for that sheet, and
 * its root says which it is: what browsers say of it in media queries is about the sheet that they had in mind themselves.
 */
export function printButton() {
  const rule = element("style");
  const sets = CHOICES.map(([name, title, choices]) => {
    const labels = choices.map(([value, text], i) => {
      const [label, input] = choice("radio", name, value, element("span", {}, text));
      input.checked = i === 0;
      return label;
    });
    return element("fieldset", { class: "zk-moments" }, element("legend", {}, title), ...labels);
  });
  const cancel = element("button", { type: "button" }, "Annuleren");
  const form = element(
    "form",
    { method: "dialog" },
    element("h2", { id: "zk-print-title" }, "Kaart afdrukken"),
    element("p", {}, "De kaart zoals zij nu staat, met legenda, schaal, noordpijl, datum en bronnen."),
    ...sets,
    element("p", { class: "zk-buttons" }, element("button", { type: "submit", class: "zk-first" }, "Afdrukken"), cancel),
  );
  const dialog = element("dialog", { class: "zk-print", "aria-labelledby": "zk-print-title" }, form);
  document.body.append(dialog);
  cancel.addEventListener("click", () => dialog.close());
  form.addEventListener("submit", (event) => {
    event.preventDefault(); // the policy of the page lets no form go anywhere
    dialog.close();
    const values = new FormData(form);
    const [paper, direction] = CHOICES.map(([name]) => String(values.get(name)));
    rule.textContent = pageRule(paper, direction);
    document.head.append(rule);
    Object.assign(document.documentElement.dataset, { paper, direction });
    window.print();
  });
  window.addEventListener("afterprint", () => {
    rule.remove();
    delete document.documentElement.dataset.paper;
    delete document.documentElement.dataset.direction;
  });
  const button = element(
    "button",
    { type: "button", class: "zk-home", title: "Afdrukken", "aria-label": "Afdrukken" },
    svgElement("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, svgElement("path", { d: ICON })),
  );
  button.addEventListener("click", () => dialog.showModal());
  return button;
}
