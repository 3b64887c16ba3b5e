// The list of sites in the panel, each with a button to close or open it: everything that the map does by a
// click works from here with the keyboard as well.

import { element } from "./dom.js";
import { count, plain } from "./format.js";
import { hoursChoice } from "./live_hours.js";
import { newSite } from "./live_state.js";

const MOST_LISTED = 40;
const CAN_OPEN = "Kan open";
const CLOSED = "Gesloten in dit scenario";
const OPEN = "Open";
const OPEN_THEN = "Open op het gekozen moment";
const SHUT_THEN = "Dan niet open, of openingstijd onbekend";

/**
 * What the button of a site says.
 *
 * @param {Live} live
 * @param {Site} site
 */
const toggleWord = (live, site) =>
  site.added ? "Weghalen" : live.isOpen(site) ? "Sluiten" : live.isCandidate(site) ? "Openen" : "Heropenen";

/**
 * A button that closes or opens sites.
 *
 * @param {Live} live
 * @param {Site[]} sites
 * @param {...Child} text
 */
function toggleButton(live, sites, ...text) {
  const state = { "data-open": String(live.isOpen(sites[0])) };
  const button = element("button", { type: "button", class: "zk-toggle", ...state }, ...text);
  button.addEventListener("click", () => live.toggle(sites));
  return button;
}

/**
 * What the popup of a site offers: to close it, and with it all that is at the same place.
 *
 * @param {Data} data
 * @param {Live} live
 * @param {Site} site
 */
export function siteActions(data, live, site) {
  if (!live.isUsable(site)) return [];
  const open = live.isOpen(site);
  /** @param {Site} other */
  const same = (other) =>
    other.soort !== site.soort &&
    live.isUsable(other) &&
    live.isOpen(other) === open &&
    live.isCandidate(other) === live.isCandidate(site) &&
    (plain(other.naam) === plain(site.naam) || other.latLng.equals(site.latLng));
  const others = data.sites.filter(same);
  const word = toggleWord(live, site).toLowerCase();
  const buttons = [toggleButton(live, [site], `${data.kinds[site.soort]} ${word}`)];
  if (others.length) {
    const kinds = new Set([site, ...others].map(({ soort }) => data.kinds[soort]));
    const which = element("small", {}, [...kinds].join(", "));
    buttons.push(toggleButton(live, [site, ...others], `Alles hier ${word}`, which));
  }
  return [element("div", { class: "zk-actions" }, ...buttons), nameField(live, site), hoursField(live, site)].flatMap(
    (node) => node ?? [],
  );
}

/**
 * The name of a new site, to change.
 *
 * @param {Live} live
 * @param {Site} site
 */
function nameField(live, site) {
  const old = site.added;
  if (!old) return null;
  const input = element("input", { type: "text", "data-keep": "naam", value: site.naam, maxlength: 80, autocomplete: "off" });
  input.addEventListener("change", () => {
    const changed = newSite(old.kind, old.lat, old.lon, input.value, old.hours);
    if (changed.name) live.put(changed, old);
    else input.value = old.name;
  });
  return element("label", { class: "zk-name" }, "Naam", input, element("small", {}, "Sleep het teken om het te verplaatsen."));
}

/**
 * The hours of a site, to choose; one that the scenario opens again has its own.
 *
 * @param {Live} live
 * @param {Site} site
 */
function hoursField(live, site) {
  if (!live.roads || !live.isOpen(site) || (live.isCandidate(site) && !site.added)) return null;
  const now = site.added ? site.added.hours : live.state.hours.get(site.id);
  return hoursChoice(now, live.roads.periods, !site.added, (hours) => live.setHours(site, hours));
}

/**
 * Sites by what they are now: at the moment that was chosen, and with what the reader closed and opened.
 *
 * @param {Pick<Live, "isOpen" | "isCandidate" | "state">} live
 * @param {Site[]} sites
 * @returns {[title: string, sites: Site[]][]}
 */
export function groupSites(live, sites) {
  /** @param {Site} site */
  const titleOf = (site) => {
    if (!live.isOpen(site)) return live.isCandidate(site) ? CAN_OPEN : CLOSED;
    if (!live.state.moment) return OPEN;
    return site.counts ? OPEN_THEN : SHUT_THEN;
  };
  return [CAN_OPEN, CLOSED, OPEN, OPEN_THEN, SHUT_THEN]
    .map((title) => /** @type {[string, Site[]]} */ ([title, sites.filter((site) => titleOf(site) === title)]))
    .filter(([, group]) => group.length);
}

/**
 * Create the list; `update(view)` fills it for the kinds of a layer.
 *
 * @param {Data} data
 * @param {Live} live
 * @param {(kind: string) => void} onKind
 * @param {(site: Site) => void} onSite
 */
export function createSiteList(data, live, onKind, onSite) {
  const kinds = Object.keys(data.kinds).filter((kind) =>
    data.sites.some((site) => site.soort === kind && live.isUsable(site)),
  );
  const options = kinds.map((kind) => element("option", { value: kind }, data.kinds[kind]));
  const select = element("select", { id: "zk-live-kind" }, ...options);
  const filter = element("input", {
    id: "zk-live-filter",
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: "Zoek op naam of plaats",
    "aria-label": "Zoek een locatie om te sluiten of te openen",
  });
  const list = element("div", { class: "zk-live-list" });
  const details = element(
    "details",
    { class: "zk-live-sites", open: true },
    element("summary", {}, "Locaties sluiten of openen"),
    element("label", { for: "zk-live-kind" }, "Soort"),
    select,
    filter,
    list,
  );

  /** @param {Site} site */
  function item(site) {
    const name = element("button", { type: "button", class: "zk-link" }, site.naam);
    name.addEventListener("click", () => onSite(site));
    const where = [site.plaats, live.people(site)].filter(Boolean).join(", ");
    const button = toggleButton(live, [site], toggleWord(live, site));
    button.dataset.site = site.id;
    button.setAttribute("aria-label", `${toggleWord(live, site)}: ${site.naam}`);
    return element("li", {}, element("span", {}, name, element("small", {}, where)), button);
  }

  function fillList() {
    const focused = document.activeElement instanceof HTMLElement && document.activeElement.dataset.site;
    const wanted = plain(filter.value);
    /** @param {Site} site */
    const fits = (site) => {
      const words = ` ${plain([site.naam, site.plaats, site.gemeente, site.postcode].join(" "))}`;
      return wanted.split(" ").every((word) => words.includes(` ${word}`));
    };
    const listed = live.ordered.filter((site) => site.soort === select.value && (!wanted || fits(site)));
    const parts = groupSites(live, listed);
    list.replaceChildren(
      ...parts.flatMap(([title, sites]) => [
        parts.length > 1 ? element("h4", {}, title) : "",
        element("ul", {}, ...sites.slice(0, MOST_LISTED).map(item)),
        sites.length > MOST_LISTED
          ? element("p", {}, `Nog ${count(sites.length - MOST_LISTED)}; zoek op naam of plaats.`)
          : "",
      ]),
    );
    if (!parts.length) list.append(element("p", {}, "Niets gevonden"));
    const toggles = /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll(".zk-toggle"));
    if (focused) [...toggles].find((node) => node.dataset.site === focused)?.focus({ preventScroll: true });
  }

  filter.addEventListener("input", fillList);
  select.addEventListener("change", () => {
    fillList();
    onKind(select.value);
  });
  return {
    node: details,
    /** @param {View} view */
    update(view) {
      const shown = view.kinds.filter((kind) => kinds.includes(kind));
      if (!shown.includes(select.value) && shown.length) select.value = shown[0];
      fillList();
    },
  };
}
