// The live map: keeps the scenario of the reader, fills the columns of areas and the state of sites from the
// model, and shows what changes. It uses the map of the page as it is.

import { byId } from "./dom.js";
import { counted, isNumber, UNKNOWN } from "./format.js";
import { decodeLabels } from "./live_labels.js";
import { chainTotals, loads, situation, tripTotals } from "./live_model.js";
import { createLivePanel } from "./live_panel.js";
import { people, subjectOf } from "./live_results.js";
import { siteActions } from "./live_sites.js";
import { copyOf, createHistory, formatFragment, ignoredText, nothing, parseFragment, toggled } from "./live_state.js";
import { estimateOf, headlineOf, whyNothing } from "./live_words.js";

/**
 * Fill the columns of all areas from two situations.
 *
 * @param {LiveData} data
 * @param {Labels} labels
 * @param {Situation} before
 * @param {Situation} after
 */
function fillColumns(data, labels, before, after) {
  const sides = { voor: before, na: after };
  /**
   * @param {number | null} value
   * @param {number | null} other
   */
  const less = (value, other) => (isNumber(value) && isNumber(other) ? value - other : null);
  /**
   * @param {Column} now
   * @param {Column} old
   */
  const minus = (now, old) => now.map((value, i) => less(value, old[i]));
  /** @param {string[]} words */
  const codes = (words) => words.map((word) => data.verdicts.indexOf(word));
  for (const [moment, side] of Object.entries(sides)) {
    for (const [kind, { columns }] of Object.entries(side.trips)) {
      for (const [name, values] of Object.entries(columns)) {
        data.columns[`${kind}_${name}_${moment}`] = values;
      }
    }
    for (const [kind, { columns, verdicts }] of Object.entries(side.chains)) {
      const norm = labels.chains[kind].name;
      for (const [name, values] of Object.entries(columns)) {
        data.columns[`${norm}_${name}_${moment}`] = values;
      }
      data.columns[`${norm}_oordeel_${moment}`] = codes(verdicts);
    }
  }
  /** @param {string} name */
  const difference = (name) => {
    data.columns[`${name}_verschil`] = minus(data.columns[`${name}_na`], data.columns[`${name}_voor`]);
  };
  for (const kind of Object.keys(labels.trips)) difference(`${kind}_min`);
  for (const { name: norm } of Object.values(labels.chains)) {
    difference(`${norm}_norm_min`);
    // Verdicts stand in the order binnen, deels buiten, buiten, onbekend.
    const unknown = data.verdicts.indexOf(UNKNOWN);
    const was = data.columns[`${norm}_oordeel_voor`];
    data.columns[`${norm}_${labels.changed}`] = data.columns[`${norm}_oordeel_na`].map((now, i) => {
      if (now === unknown || was[i] === unknown) return unknown;
      return (now ?? 0) > (was[i] ?? 0) ? now : 0;
    });
  }
}

/**
 * Create the live part. `start(page)` shows its panel; before that the columns of the link's scenario are there.
 *
 * @param {LiveData} data
 * @returns {Live}
 */
export function createLive(data) {
  const labels = decodeLabels(data.live);
  const candidates = new Set(labels.candidates);
  const rows = new Map(data.sites.map((site, i) => [site, i]));
  /** @param {Site} site */
  const rowOf = (site) => rows.get(site) ?? -1;
  /** @type {Set<number>} */
  const usable = new Set();
  /** @type {Record<string, Set<number>>} */
  const atMoment = {}; // per moment the rows that can be open then
  /** @type {Record<string, Record<string, Set<number>>>} */
  const countingAt = {}; // per moment and column of counting the rows that can count there
  for (const [moment] of labels.moments) {
    /** @type {Set<number>} */
    const now = new Set();
    atMoment[moment] = now;
    countingAt[moment] = {};
    /**
     * @param {string} column
     * @param {Ranks} ranks
     * @param {Uint8Array} counts
     */
    const take = (column, ranks, counts) => {
      const there = (countingAt[moment][column] ||= new Set());
      ranks.rows.forEach((site, i) => {
        usable.add(site);
        if (!counts[i]) return;
        now.add(site);
        there.add(site);
      });
    };
    for (const { at, counting } of Object.values(labels.trips)) {
      take(counting, at[moment].table.sites, at[moment].counts[0]);
    }
    for (const { at, counting } of Object.values(labels.chains)) {
      take(counting, at[moment].table.stations, at[moment].counts[0]);
      take(counting, at[moment].table.sites, at[moment].counts[1]);
    }
  }
  /** @type {Record<string, Set<string>>} */
  const kindsOf = {}; // per column of counting the kinds that it is about
  for (const [kind, { counting }] of Object.entries(labels.trips)) kindsOf[counting] = new Set([kind]);
  for (const [kind, { counting, stations }] of Object.entries(labels.chains)) kindsOf[counting] = new Set([kind, stations]);
  /** @param {(row: number) => boolean} test */
  const idsOf = (test) => new Set(data.sites.filter((_, i) => usable.has(i) && test(i)).map(({ id }) => id));
  const [closable, openable] = [idsOf((i) => !candidates.has(i)), idsOf((i) => candidates.has(i))];
  const read = () => parseFragment(location.hash, closable, openable, Object.keys(atMoment));
  /** @type {Record<string, Situation>} */
  const asIs = {}; // situations without changes, per moment
  /** @param {string} moment */
  const before = (moment) => (asIs[moment] ||= situation(labels, moment, (i) => !candidates.has(i)));
  const linked = read();
  const history = createHistory(linked.state);
  let warning = ignoredText(linked.ignored);
  /** @type {PageOfLive | undefined} */
  let page;
  /** @type {ReturnType<typeof createLivePanel> | undefined} */
  let panel;
  let after = before(linked.state.moment);

  /** What `start` has made; there is nothing to act on before. */
  function shown() {
    if (!page || !panel) throw new Error("The live part of the page has not started.");
    return { page, panel };
  }

  /** @param {Site} site */
  const isCandidate = (site) => candidates.has(rowOf(site));
  /** @param {Site} site */
  const isOpen = (site) => (isCandidate(site) ? history.state.opened.has(site.id) : !history.state.closed.has(site.id));
  const changedSites = () =>
    data.sites.filter((site) => usable.has(rowOf(site)) && isOpen(site) === isCandidate(site));
  const isChanged = () => history.state.closed.size + history.state.opened.size > 0;

  function compute() {
    const { moment } = history.state;
    after = situation(labels, moment, (i) => isOpen(data.sites[i]), before(moment));
    fillColumns(data, labels, before(moment), after);
    data.sites.forEach((site, i) => {
      if (!usable.has(i)) return;
      site.counts = isOpen(site) && atMoment[moment].has(i);
      const countsIn = (site.countsIn ||= {});
      for (const [column, rows] of Object.entries(countingAt[moment])) {
        if (!kindsOf[column].has(site.soort)) continue;
        countsIn[column] = isOpen(site) && rows.has(i);
        countsIn[`${column}_voor`] = !isCandidate(site) && rows.has(i);
      }
      site.reason = isOpen(site) && !site.counts ? "dan niet open" : "";
      site.sites_status =
        isOpen(site) !== isCandidate(site)
          ? ""
          : isOpen(site)
            ? "nieuw open in dit scenario"
            : "gesloten in dit scenario";
    });
  }

  /**
   * What a kind's card shows.
   *
   * @param {string} kind
   * @returns {Card}
   */
  function cardOf(kind) {
    const { moment } = history.state;
    const [old, now] = [before(moment), after];
    /** @type {[TripsNow, TripsNow] | null} */
    const trip = old.trips[kind] ? [old.trips[kind], now.trips[kind]] : null;
    /** @type {[ChainNow, ChainNow] | null} */
    const chain = old.chains[kind] ? [old.chains[kind], now.chains[kind]] : null;
    const notes = [];
    const hours = (labels.unknown_hours[moment] || {})[kind];
    if (hours)
      notes.push(
        `Van ${counted(hours, "locatie", "locaties")} zijn de openingstijden niet bekend; die tellen dan niet mee.`,
      );
    const shut = trip !== null && !trip[1].open[0].includes(1);
    if (shut) notes.push(moment ? "Op dit tijdstip is geen enkele locatie open." : "Geen enkele locatie is open.");
    const unknown = [trip?.[1].unknown, chain?.[1].unknown].flatMap((flags) =>
      flags ? [...flags.keys()].filter((i) => flags[i]) : [],
    );
    const areas = new Set(unknown).size;
    if (areas) {
      notes.push(
        `In ${counted(areas, ...data.words)} zijn alle locaties dicht die deze kaart daar kent. Die staan als onbekend; reken dit door met zorgkaart scenario.`,
      );
    }
    const beside = labels.beside[moment]?.[kind];
    if (beside && (isChanged() || moment)) notes.push(beside);
    return {
      kind,
      notes,
      shut,
      label: chain ? labels.chains[kind].label : "",
      nothing: chain ? labels.chains[kind].nothing : "",
      norm: chain ? chainTotals(labels, ...chain) : null,
      trips: trip ? tripTotals(labels, ...trip) : null,
      loads: trip ? loads(...trip) : [],
      isOpen: (site) => isOpen(data.sites[site]),
    };
  }

  /**
   * The changed sites that a kind depends on, with the stations of its norm if `norm`.
   *
   * @param {string} kind
   * @param {boolean} norm
   */
  const changedFor = (kind, norm) => {
    const kinds = norm ? [kind, labels.chains[kind].stations] : [kind];
    return changedSites().filter((site) => kinds.includes(site.soort));
  };

  /**
   * The ids of the closed sites of a norm, or null where anything else changed that it depends on.
   *
   * @param {string} kind
   */
  function closedOf(kind) {
    const sites = changedFor(kind, true);
    return sites.every((site) => site.soort === kind && !isOpen(site)) ? sites.map((site) => site.id) : null;
  }

  /**
   * Why the changes do nothing for a kind, for when that is so.
   *
   * @param {string} kind
   * @param {boolean} norm
   */
  function whyOf(kind, norm) {
    const { moment } = history.state;
    const used = norm ? countingAt[moment][labels.chains[kind].counting] : countingAt[moment][labels.trips[kind]?.counting];
    /** @type {[string, string][]} */
    const left = [];
    const counted = [];
    for (const site of changedFor(kind, norm)) {
      const row = rowOf(site);
      if (used?.has(row)) counted.push(site.naam);
      else left.push([site.naam, (norm && labels.left_out[kind]?.[row]) || "dan niet open"]);
    }
    /** @param {Situation} side */
    const minutes = (side) => side.chains[kind]?.columns.norm_min ?? [];
    const now = minutes(after);
    const moves = norm && minutes(before(moment)).some((value, i) => value !== now[i]);
    return whyNothing({ left, counted, moves, limit: norm ? labels.chains[kind].limit : null });
  }

  /**
   * The kinds that the changes are about: the layer's first, then those whose sites or stations changed.
   *
   * @param {View} view
   */
  function touched(view) {
    const kinds = new Set(changedSites().map((site) => site.soort));
    const all = [...new Set([...Object.keys(labels.chains), ...Object.keys(labels.trips)])];
    const hit = all.filter(
      (kind) => kinds.has(kind) || (labels.chains[kind] && kinds.has(labels.chains[kind].stations)),
    );
    return [...new Set([view.kinds[0], ...hit])];
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

  /** @param {View} view */
  const headline = (view) => {
    const { kind, norm } = subjectOf(data, view);
    const card = cardOf(kind);
    const value = (isChanged() ? card.norm?.difference : card.norm?.after) ?? NaN;
    const estimate = norm ? estimateOf(labels.estimates, kind, closedOf(kind), value) : undefined;
    return headlineOf(card, norm, isChanged(), { estimate, oneRun: labels.one_run, why: whyOf(kind, norm) });
  };
  const spoken = () => {
    const { big, small } = headline(shown().page.view());
    return `${big} ${small}`;
  };

  /** @type {Live} */
  const live = {
    isOpen,
    isCandidate,
    isUsable: (site) => usable.has(rowOf(site)),
    isChanged,
    changedSites,
    cardOf,
    touched,
    headline,
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
      const { page: given } = shown();
      given.closePopup();
      if (given.view().moment === "voor") given.after();
      step(
        toggled(history.state, sites, isOpen, isCandidate),
        () => `${names} ${close ? "gesloten" : "open"}. ${spoken()}.`,
      );
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
    fragment: (key) => formatFragment(key, history.state),
    /** Take over the scenario of the address after the reader changed it; the page then draws itself anew. */
    follow() {
      const { state, ignored } = read();
      history.change(state);
      warning = ignoredText(ignored);
      compute();
    },
    start(given) {
      page = given;
      /** @param {Site} site */
      const number = (site) => before("").trips[site.soort]?.visitors.get(rowOf(site)) || 0;
      const all = data.sites.filter(live.isUsable);
      live.ordered = all.sort((a, b) => number(b) - number(a) || a.naam.localeCompare(b.naam, "nl"));
      panel = createLivePanel(data, live, page);
    },
    update: () => panel?.update(),
    first: () => panel?.first(),
  };
  compute();
  return live;
}
