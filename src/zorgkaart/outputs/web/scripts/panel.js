// The panel: which layer, which moment of a scenario, which sites. Layers of one theme that differ in their
// moment (before, after, difference) are one radio button; the moment is chosen above them.

import { byId, choice, element } from "./dom.js";
import { capital, count, MOMENTS } from "./format.js";
import { drawSymbol } from "./symbols.js";

/** @param {View} view */
export const themeOf = (view) => view.theme || view.key;

/**
 * Create the panel. `onView(view)` is called when another layer or moment is chosen, `onSites(kinds)` when
 * other sites are, `onLevel(level)` when larger areas are. Returns `setView(view)`, `setLevel(level)` and `kinds()`, those
 * to show.
 *
 * @param {Data} data
 * @param {Record<string, number>} total
 * @param {(view: View) => void} onView
 * @param {(kinds: string[]) => void} onSites
 * @param {(level: Level) => void} onLevel
 */
export function createPanel(data, total, onView, onSites, onLevel) {
  let [current] = data.views;
  /**
   * @param {string} theme
   * @param {string} moment
   */
  const find = (theme, moment) => {
    const same = data.views.filter((view) => themeOf(view) === theme);
    return same.find((view) => view.moment === moment) || same[0];
  };

  // Moments of a scenario.
  /** @type {Map<string, HTMLInputElement>} */
  const moments = new Map();
  const present = Object.keys(MOMENTS).filter((moment) => data.views.some((view) => view.moment === moment));
  if (present.length) {
    const labels = present.map((moment) => {
      const [label, input] = choice("radio", "zk-moment", moment, element("span", {}, MOMENTS[moment]));
      input.addEventListener("change", () => onView(find(themeOf(current), moment)));
      moments.set(moment, input);
      return label;
    });
    const set = element("fieldset", { class: "zk-moments" }, element("legend", {}, "Situatie"), ...labels);
    byId("zk-moments", HTMLElement).append(set);
  }

  // Which areas.
  /** @type {Map<Level, HTMLInputElement>} */
  const levels = new Map();
  if (data.levels.length > 1) {
    const labels = data.levels.map((level) => {
      const [label, input] = choice("radio", "zk-level", level.words[1], element("span", {}, capital(level.words[1])));
      input.checked = level === data.level;
      input.addEventListener("change", () => onLevel(level));
      levels.set(level, input);
      return label;
    });
    const set = element("fieldset", { class: "zk-moments" }, element("legend", {}, "Gebieden"), ...labels);
    byId("zk-levels", HTMLElement).append(set);
  }

  // Layers, by group.
  /** @type {Map<string, HTMLInputElement>} */
  const layers = new Map();
  /** @type {Map<string, HTMLElement[]>} */
  const groups = new Map();
  /**
   * @param {HTMLInputElement} input
   * @param {string} theme
   */
  const listen = (input, theme) => input.addEventListener("change", () => onView(find(theme, current.moment)));
  for (const view of data.views) {
    const theme = themeOf(view);
    if (layers.has(theme)) continue;
    const [label, input] = choice("radio", "zk-layer", theme, element("span", {}, view.label));
    listen(input, theme);
    layers.set(theme, input);
    groups.set(view.group, [...(groups.get(view.group) || []), label]);
  }
  const sets = [...groups].map(([name, labels]) => element("fieldset", {}, element("legend", {}, name), ...labels));
  byId("zk-layers", HTMLElement).append(...sets);

  // Sites: one switch for all, and one per kind that follows the layer until it is touched.
  const [allLabel, all] = choice("checkbox", "zk-sites", "all", element("span", {}, "Voorzieningen op de kaart"));
  all.checked = true;
  /** @type {Map<string, HTMLInputElement>} */
  const kinds = new Map();
  const kindLabels = Object.entries(data.kinds).map(([kind, name]) => {
    const number = element("small", {}, count(total[kind] || 0));
    const symbol = drawSymbol(data.symbols[kind]);
    const [label, input] = choice("checkbox", "zk-kind", kind, symbol, element("span", {}, name), number);
    kinds.set(kind, input);
    return label;
  });
  const shown = () => (all.checked ? [...kinds].filter(([, input]) => input.checked).map(([kind]) => kind) : []);
  const details = element("details", {}, element("summary", {}, "Kies soorten"), ...kindLabels);
  const choices = byId("zk-kinds", HTMLElement);
  choices.append(element("fieldset", {}, element("legend", {}, "Voorzieningen"), allLabel, details));
  choices.addEventListener("change", (event) => {
    if (event.target !== all) all.checked = true;
    onSites(shown());
  });

  // On a small screen everything but the title and the search box folds away.
  const panel = byId("zk-panel", HTMLElement);
  const more = byId("zk-more", HTMLButtonElement);
  /** @param {boolean} open */
  const setOpen = (open) => {
    more.setAttribute("aria-expanded", String(open));
    panel.classList.toggle("zk-open", open);
  };
  more.addEventListener("click", () => setOpen(!panel.classList.contains("zk-open")));

  /**
   * A part of the panel, which opens for it where it is folded.
   *
   * @param {string} selector
   */
  const open = (selector) => {
    setOpen(true);
    return panel.querySelector(selector);
  };

  return {
    kinds: shown,
    close: () => setOpen(false),
    open,
    /** The layer that shows, to choose another. */
    focus: () => open("#zk-layers input:checked"),
    /** @param {Level} level */
    setLevel(level) {
      const input = levels.get(level);
      if (input) input.checked = true;
    },
    /** @param {View} view */
    setView(view) {
      current = view;
      const layer = layers.get(themeOf(view));
      if (layer) layer.checked = true;
      for (const [moment, input] of moments) {
        input.checked = view.moment === moment;
        input.disabled = find(themeOf(view), moment).moment !== moment;
      }
      for (const [kind, input] of kinds) input.checked = view.kinds.includes(kind);
    },
  };
}
