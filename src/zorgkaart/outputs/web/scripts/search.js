// The search box: places, municipalities, wijken, buurten and sites, without regard to accents and capitals.

import { byId, element } from "./dom.js";
import { inSentence, plain } from "./format.js";

const MOST = 8;
const WORST = 6; // rank of a match
const POSTCODE = /^(\d+)\s*(\D*)$/; // the digits are an area, what follows a part of it

/**
 * What a site is at present, if not simply open.
 *
 * @param {Site} site
 */
function stateOf(site) {
  if (site.counts) return "";
  return site.sites_status || (site.status && site.status !== "open" ? site.status : "telt niet mee");
}

/**
 * Everything that can be found, in order of preference.
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
   * @param {{more?: string, state?: () => string}} rest
   */
  const add = (name, kind, where, go, { more = "", state = () => "" } = {}) => {
    const words = plain([name, kind, where].join(" "));
    items.push({ name, plain: plain(name), words, more: plain(more), kind, where, state, go });
  };
  const home = new Set(data.areas.map((area) => area.gemeente));
  // A place has the postcodes of the sites in it: the digits, as the rest is a street.
  /** @type {Map<string, Set<string>>} */
  const postcodes = new Map();
  /** @type {(gemeente: string, place: string) => string} */
  const placeKey = (gemeente, place) => plain(`${gemeente} ${place}`);
  for (const { gemeente = "", plaats = "", postcode = "" } of data.sites) {
    const [, digits] = POSTCODE.exec(postcode) ?? [];
    const key = placeKey(gemeente, plaats);
    if (digits && plaats) postcodes.set(key, (postcodes.get(key) ?? new Set()).add(digits));
  }
  /** @param {boolean} inside */
  const addPlaces = (inside) => {
    for (const place of data.places) {
      if (home.has(place.gemeente) !== inside) continue;
      const more = [...(postcodes.get(placeKey(place.gemeente, place.name)) ?? [])].join(" ");
      add(place.name, "plaats", place.gemeente, () => actions.place(place), { more });
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
    for (const areas of found.values()) add(areas[0][key], kind, where(areas[0]), () => actions.areas(areas, key));
  };
  groups("gemeente", "gemeente", () => "");
  groups("wijk", "wijk", (area) => area.gemeente);
  for (const area of data.areas) add(area.name, data.words[0], area.gemeente, () => actions.area(area));
  for (const site of data.sites) {
    const { gemeente = "", plaats = "", postcode = "" } = site;
    const more = [gemeente, postcode, postcode.replace(POSTCODE, "$1 $2")].join(" ");
    const kind = inSentence(data.kinds[site.soort]);
    add(site.naam, kind, plaats, () => actions.site(site), { more, state: () => stateOf(site) });
  }
  addPlaces(false); // for orientation
  return items;
}

/**
 * How well an item fits what is asked, 0 best; or null. Names that are it come first, then those that begin with it as a
 * word or as a part of one, have a word that does, or hold it; then what has every word of the question in its name, kind
 * and place, then what has them in its municipality or postcode as well.
 *
 * @param {Pick<SearchItem, "plain" | "words" | "more">} item
 * @param {string} wanted
 */
function rankOf(item, wanted) {
  if (item.plain === wanted) return 0;
  if (item.plain.startsWith(`${wanted} `)) return 1;
  if (item.plain.startsWith(wanted)) return 2;
  if (item.plain.includes(` ${wanted}`)) return 3;
  if (item.plain.includes(wanted)) return 4;
  /** @param {string} words */
  const inAll = (words) => wanted.split(" ").every((word) => ` ${words}`.includes(` ${word}`));
  if (inAll(item.words)) return 5;
  return inAll(`${item.words} ${item.more}`) ? WORST : null;
}

/**
 * The best matches; sites that are not open come after those that are. Of a postcode that nothing has, what has its digits.
 *
 * @template {Pick<SearchItem, "plain" | "words" | "more" | "state">} T
 * @param {T[]} items
 * @param {string} text
 * @returns {T[]}
 */
export function searchMatches(items, text) {
  const wanted = plain(text);
  if (!wanted) return [];
  /** @type {[rank: number, item: T][]} */
  const ranked = [];
  for (const item of items) {
    const rank = rankOf(item, wanted);
    if (rank !== null) ranked.push([item.state() ? rank + WORST + 1 : rank, item]);
  }
  const [, digits, rest] = POSTCODE.exec(wanted) ?? [];
  if (!ranked.length && rest) return searchMatches(items, digits);
  ranked.sort(([a], [b]) => a - b); // as they were within a rank
  return ranked.slice(0, MOST).map(([, item]) => item);
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
    if (at < 0) return;
    input.setAttribute("aria-activedescendant", `zk-result-${at}`);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  function open() {
    matches = searchMatches(items, input.value);
    const nodes = matches.map((item, i) =>
      element(
        "li",
        { id: `zk-result-${i}`, role: "option", "aria-selected": "false" },
        element("span", {}, item.name),
        element("small", {}, [item.kind, item.where !== item.name ? item.where : "", item.state()].filter(Boolean).join(", ")),
      ),
    );
    nodes.forEach((node, i) => node.addEventListener("click", () => pick(matches[i])));
    const none = input.value.trim() && !nodes.length;
    const nothing = element("li", { class: "zk-none", role: "option", "aria-disabled": "true" }, "Niets gevonden");
    list.replaceChildren(...(none ? [nothing] : nodes));
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
