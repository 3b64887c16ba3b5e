// The live map: keeps the scenario of the reader, fills the columns of areas and the state of sites from the
// model, and shows what changes. It uses the map of the page as it is.

import { byId } from "./dom.js";
import { ignoredText } from "./linked.js";
import { createCards } from "./live_cards.js";
import { decodeLabels } from "./live_labels.js";
import { aboutScenario } from "./live_more.js";
import { people } from "./live_norms.js";
import { createLivePanel } from "./live_panel.js";
import { createScenes } from "./live_scene.js";
import { createSecond } from "./live_second.js";
import { AS_IS, readShelf, secondOf, shelfParams } from "./live_shelf.js";
import { siteActions } from "./live_sites.js";
import { copyOf, createHistory, FAR, formatFragment, newSite, nothing, parseFragment, scenarioParams, toggled } from "./live_state.js";

/**
 * Create the live part. `start(page)` shows its panel; before that the columns of the link's scenario are there.
 *
 * @param {LiveData} data
 * @returns {Live}
 */
export function createLive(data) {
  const labels = decodeLabels(data.live);
  const rows = new Map(data.sites.map((site, i) => [site.id, i]));
  /** @param {Site} site */
  const rowOf = (site) => rows.get(site.id) ?? (site.added ? data.sites.indexOf(site) : -1);
  const scenes = createScenes(data, labels);
  const { candidates, usable, before, changed } = scenes;
  /** @param {(row: number) => boolean} test */
  const idsOf = (test) => new Set(data.sites.filter((_, i) => usable.has(i) && test(i)).map(({ id }) => id));
  const [closable, openable] = [idsOf((i) => !candidates.has(i)), idsOf((i) => candidates.has(i))];
  const known = { closable, openable, moments: Object.keys(scenes.atMoment), ...changed.known };
  function read() {
    const { state, ignored } = parseFragment(location.hash, known);
    const kept = readShelf(location.hash, known);
    return { state, shelf: kept.shelf, ignored: [...ignored, ...kept.ignored] };
  }
  const linked = read();
  const history = createHistory(linked.state);
  let { shelf } = linked;
  let warning = ignoredText(linked.ignored);
  const main = scenes.main(move);
  const cards = createCards(data, labels, scenes, main, history);
  /** @type {Scene | null} */
  let second = null;
  /** @type {ReturnType<typeof createSecond> | null} */
  let panes = null;
  let drawnSecond = ""; // what the second map shows
  /** @type {Situation | null} */
  let drawnBase = null;
  /** @type {PageOfLive | undefined} */
  let page;
  /** @type {ReturnType<typeof createLivePanel> | undefined} */
  let panel;

  /** What `start` has made; there is nothing to act on before. */
  function shown() {
    if (!page || !panel) throw new Error("The live part of the page has not started.");
    return { page, panel };
  }

  /** @param {Site} site */
  const isCandidate = (site) => site.added !== undefined || candidates.has(rowOf(site));
  /** @param {Site} site */
  const isOpen = (site) => site.added !== undefined || scenes.isOpen(history.state, rowOf(site));
  /** @param {Site} site */
  const hasOtherHours = (site) => history.state.hours.has(site.id);

  function compute() {
    main.fill(history.state);
    cards.forget();
  }

  /** Draw the second map, or take it away. @type {Live["drawn"]} */
  function drawn(view, kinds) {
    const state = secondOf(shelf, history.state);
    if (!page) return; // it is drawn when there is one
    if (!state) {
      panes?.hide();
      drawnSecond = "";
      return;
    }
    second ||= scenes.copy();
    panes ||= createSecond(page.map, second);
    panes.show();
    const level = data.levels.indexOf(data.level);
    const shows = JSON.stringify([scenarioParams(state).toString(), level, view.key, kinds]);
    // How things are is counted as beside the changes of the first map.
    const base = shelf.second === AS_IS ? main.sides[0] : null;
    if (shows !== drawnSecond || base !== drawnBase) {
      second.fill(state, base ? [base, base] : undefined);
      drawnBase = base;
      panes.draw(view, kinds, level);
      drawnSecond = shows;
    }
    const name = shelf.saved.find((one) => one.state === state)?.name;
    const about = [history.state, state].map((one) => aboutScenario({ moments: labels.moments }, one));
    panes.name([
      [about[0], cards.figureOf(view, main)],
      [name ? `${name}: ${about[1]}` : about[1], cards.figureOf(view, second)],
    ]);
  }

  /**
   * Compute and show the present scenario. What `said` gives, when all that is done, is read out.
   *
   * @param {() => string} said
   */
  function show(said) {
    compute();
    shown().page.refresh();
    shown().panel.update();
    byId("zk-said", HTMLElement).textContent = said();
  }

  /**
   * @param {Scenario} next
   * @param {() => string} said
   */
  function step(next, said) {
    history.change(next);
    warning = "";
    show(said);
  }

  /** What changes shows in the layer after it. */
  function showAfter() {
    if (shown().page.view().moment === "voor") shown().page.after();
  }

  const spoken = () => {
    const { big, small } = cards.headline(shown().page.view());
    return `${big} ${small}`;
  };

  /** @type {(site: NewSite, latLng: L.LatLng) => void} */
  function move(site, { lat, lng }) {
    const there = newSite(site.kind, lat, lng, site.name, site.hours);
    if (known.joins(there.lat, there.lon)) live.put(there, site);
    else {
      live.put({ ...site }, site); // draws it where it was
      warning = FAR;
      shown().panel.update();
    }
  }

  /** @type {Live} */
  const live = {
    isOpen,
    isCandidate,
    isUsable: (site) => site.added !== undefined || usable.has(rowOf(site)),
    hasOtherHours,
    roads: labels.roads ?? null,
    prepare: (kind) => changed.prepare(kind, history.state, (row) => scenes.isOpen(history.state, row)),
    known,
    isChanged: cards.isChanged,
    changedSites: () => cards.changedRows().map((row) => data.sites[row]),
    cardOf: cards.cardOf,
    touched: cards.touched,
    headline: cards.headline,
    outcomeOf: cards.outcomeOf,
    ordered: [],
    get state() {
      return history.state;
    },
    get warning() {
      return warning;
    },
    get canUndo() {
      return history.canUndo;
    },
    get shelf() {
      return shelf;
    },
    moments: labels.moments,
    /** The residents of a site as things are, in words. */
    people(site) {
      const trips = before(history.state.moment).trips[site.soort];
      const number = trips?.visitors.get(rowOf(site)) ?? 0;
      return number >= 0.5 ? people(number) : "";
    },
    toggle(sites) {
      const close = isOpen(sites[0]);
      const names = `${sites[0].naam} (${sites.map((site) => data.kinds[site.soort]).join(", ")})`;
      shown().page.closePopup();
      showAfter();
      const word = sites[0].added ? "weggehaald" : close ? "gesloten" : "open";
      step(toggled(history.state, sites, isOpen, isCandidate), () => `${names} ${word}. ${spoken()}.`);
    },
    restore(site) {
      if (hasOtherHours(site)) live.setHours(site, undefined);
      else live.toggle([site]);
    },
    setHours(site, hours) {
      const next = copyOf(history.state);
      if (site.added) next.added = next.added.map((one) => (one === site.added ? { ...one, hours: hours ?? null } : one));
      else if (hours === undefined) next.hours.delete(site.id);
      else next.hours.set(site.id, hours);
      showAfter();
      step(next, () => `${site.naam}: andere openingstijden. ${spoken()}.`);
    },
    put(site, old) {
      const next = copyOf(history.state);
      if (old) next.added = next.added.map((one) => (one === old ? site : one));
      else next.added = [...next.added, site];
      showAfter();
      step(next, () => `${site.name} ${old ? "veranderd" : "geplaatst"}. ${spoken()}.`);
      const shownSite = data.sites.find((one) => one.added === site);
      if (shownSite) shown().page.site(shownSite);
    },
    load(next) {
      shown().page.closePopup();
      step(next, () => `Scenario geopend. ${spoken()}.`);
    },
    setMoment(moment) {
      step(
        { ...copyOf(history.state), moment },
        () => `${labels.moments.find(([key]) => key === moment)?.[1]}. ${spoken()}.`,
      );
    },
    undo() {
      history.undo();
      warning = "";
      show(() => `Ongedaan gemaakt. ${spoken()}.`);
    },
    reset() {
      step(nothing(), () => `Alles is weer zoals het is. ${spoken()}.`);
    },
    actions: (site) => siteActions(data, live, site),
    keep(next, said) {
      shelf = next;
      warning = "";
      show(() => said);
    },
    take({ name, state }) {
      shown().page.closePopup();
      step(copyOf(state), () => `${name}. ${spoken()}.`);
    },
    drawn,
    fragment: (key) => formatFragment(key, history.state, shelfParams(shelf)),
    /** Take over the scenario of the address after the reader changed it; the page then draws itself anew. */
    follow() {
      const next = read();
      history.change(next.state);
      shelf = next.shelf;
      warning = ignoredText(next.ignored);
      compute();
    },
    start(given) {
      page = given;
      /** @param {Site} site */
      const number = (site) => before("").trips[site.soort]?.visitors.get(rowOf(site)) || 0;
      const all = data.sites.filter((site) => !site.added && live.isUsable(site));
      live.ordered = all.sort((a, b) => number(b) - number(a) || a.naam.localeCompare(b.naam, "nl"));
      panel = createLivePanel(data, live, page);
    },
    update: () => panel?.update(),
    first: () => panel?.first(),
  };
  compute();
  return live;
}
