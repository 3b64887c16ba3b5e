// The search box: places, municipalities, wijken, buurten and sites, without regard to accents and capitals.

import { byId, element } from "./dom.js";
import { plain } from "./format.js";

const MOST = 8;

/**
 * Everything that can be found, in order of preference: `{name, plain, kind, where, go}`.
 *
 * @param {Pick<Data, "areas" | "sites" | "places" | "words" | "kinds">} data
 * @param {SearchActions} actions
 * @returns {SearchItem[]}
 */
export function searchItems(data, actions) {
  /** @type {SearchItem[]} */
  const items = [];
  /**
   * @param {string} name
   * @param {string} kind
   * @param {string} where
   * @param {() => void} go
   */
  const add = (name, kind, where, go) => items.push({ name, plain: plain(name), kind, where, go });
  const home = new Set(data.areas.map((area) => area.gemeente));
  /** @param {boolean} inside */
  const addPlaces = (inside) => {
    for (const place of data.places) {
      if (home.has(place.gemeente) !== inside) continue;
      add(place.name, "plaats", place.gemeente, () => actions.place(place));
    }
  };
  addPlaces(true);
  /**
   * @param {"wijk" | "gemeente"} key
   * @param {string} kind
   * @param {(area: Area) => string} where
   */
  const groups = (key, kind, where) => {
    /** @type {Map<string, Area[]>} */
    const found = new Map();
    for (const area of data.areas) {
      const id = `${area.gemeente}\n${area[key]}`;
      if (area[key]) found.set(id, [...(found.get(id) || []), area]);
    }
    for (const areas of found.values()) add(areas[0][key], kind, where(areas[0]), () => actions.areas(areas));
  };
  groups("gemeente", "gemeente", () => "");
  groups("wijk", "wijk", (area) => area.gemeente);
  for (const area of data.areas) add(area.name, data.words[0], area.gemeente, () => actions.area(area));
  for (const site of data.sites) {
    add(site.naam, data.kinds[site.soort].toLowerCase(), site.plaats || "", () => actions.site(site));
  }
  addPlaces(false); // for orientation
  return items;
}

/**
 * The best matches: names that begin so, then names with a word that does, then names that hold it.
 *
 * @template {{plain: string}} T
 * @param {T[]} items
 * @param {string} text
 * @returns {T[]}
 */
export function searchMatches(items, text) {
  const wanted = plain(text);
  if (!wanted) return [];
  /** @type {T[][]} */
  const ranked = [[], [], [], []];
  for (const item of items) {
    if (item.plain === wanted) ranked[0].push(item);
    else if (item.plain.startsWith(wanted)) ranked[1].push(item);
    else if (item.plain.includes(` ${wanted}`)) ranked[2].push(item);
    else if (item.plain.includes(wanted)) ranked[3].push(item);
  }
  return ranked.flat().slice(0, MOST);
}

/**
 * Wire the search box (the combobox pattern: arrows choose, Enter goes, Escape closes).
 *
 * @param {Data} data
 * @param {SearchActions} actions
 */
export function createSearch(data, actions) {
  const input = byId("zk-search", HTMLInputElement);
  const list = byId("zk-results", HTMLElement);
  const items = searchItems(data, actions);
  /** @type {SearchItem[]} */
  let matches = [];
  let active = -1;

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  /** @param {SearchItem} item */
  function pick(item) {
    input.value = item.name;
    input.blur(); // also puts away the keyboard of a phone
    item.go();
  }

  /** @param {number} at */
  function activate(at) {
    active = at;
    [...list.children].forEach((node, i) => node.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) input.setAttribute("aria-activedescendant", `zk-result-${at}`);
  }

  function open() {
    matches = searchMatches(items, input.value);
    const nodes = matches.map((item, i) =>
      element(
        "li",
        { id: `zk-result-${i}`, role: "option", "aria-selected": "false" },
        element("span", {}, item.name),
        element("small", {}, [item.kind, item.where !== item.name ? item.where : ""].filter(Boolean).join(", ")),
      ),
    );
    nodes.forEach((node, i) => node.addEventListener("click", () => pick(matches[i])));
    const none = input.value.trim() && !nodes.length;
    list.replaceChildren(...(none ? [element("li", { class: "zk-none" }, "Niets gevonden")] : nodes));
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    activate(-1);
  }

  input.addEventListener("input", open);
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus in the box
  input.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step && matches.length) {
      if (list.hidden) open();
      activate((active + step + matches.length) % matches.length);
      event.preventDefault();
    } else if (event.key === "Enter" && matches.length && input.value.trim()) {
      pick(matches[Math.max(active, 0)]);
    } else if (event.key === "Escape") {
      close();
    }
  });
}
