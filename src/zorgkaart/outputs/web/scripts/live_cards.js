// What the panel says of the kinds and norms in a scenario: cards, headline, and what saved scenarios come to.

import { counted, measure } from "./format.js";
import { chainTotals, loads, tripTotals } from "./live_model.js";
import { numberOrUnknown } from "./live_norms.js";
import { subjectOf } from "./live_results.js";
import { endedShares, sharesOf } from "./live_shares.js";
import { changesOf } from "./live_state.js";
import { estimateOf, headlineOf, whyNothing } from "./live_words.js";

/**
 * Create what makes them for the scenario that a scene shows.
 *
 * @param {LiveData} data
 * @param {Labels} labels
 * @param {Scenes} scenes
 * @param {Scene} main
 * @param {{state: Scenario}} history
 */
export function createCards(data, labels, scenes, main, history) {
  const { candidates, usable, countingAt } = scenes;
  /** @type {Map<string, Card>} */
  const cards = new Map(); // of the present scenario, by kind
  /** @type {WeakMap<ChainNow, Shares | null>} */
  const asThen = new WeakMap(); // of how things are, which many scenarios are held against
  /** @param {number} row */
  const isOpen = (row) => scenes.isOpen(history.state, row);
  /** @param {string} kind */
  const normsOf = (kind) => Object.keys(labels.chains).filter((name) => labels.chains[name].kind === kind);
  const isChanged = () => changesOf(history.state) > 0;

  /**
   * The rows of sites that are other than they are.
   *
   * @returns {number[]}
   */
  const changedRows = () =>
    [...data.sites.keys()].filter((row) => {
      const site = data.sites[row];
      return site.added || (usable.has(row) && (isOpen(row) === candidates.has(row) || history.state.hours.has(site.id)));
    });

  /**
   * @param {string} name of a norm
   * @param {ChainNow} old
   * @param {ChainNow} now
   * @param {Scenario} state
   * @returns {NormCard}
   */
  function normCard(name, old, now, state) {
    const norm = labels.chains[name];
    if (!asThen.has(old)) asThen.set(old, sharesOf(labels, norm, old));
    const [was, is] = [asThen.get(old), sharesOf(labels, norm, now)];
    return {
      name,
      siteName: scenes.namesOf(state),
      totals: chainTotals(labels, old, now),
      shares: was && is ? [was, is] : null,
      ended: endedShares(labels, norm, old, now),
    };
  }

  /**
   * @param {string} kind
   * @returns {Card}
   */
  function newCard(kind) {
    const { state } = history;
    const [old, now] = main.sides;
    /** @type {[TripsNow, TripsNow] | null} */
    const trip = old.trips[kind] ? [old.trips[kind], now.trips[kind]] : null;
    const norms = normsOf(kind);
    const notes = [];
    const hours = (labels.unknown_hours[state.moment] || {})[kind];
    if (hours)
      notes.push(
        `Van ${counted(hours, "locatie", "locaties")} zijn de openingstijden niet bekend; die tellen dan niet mee.`,
      );
    const shut = trip !== null && !trip[1].open[0].includes(1);
    if (shut) notes.push(state.moment ? "Op dit tijdstip is geen enkele locatie open." : "Geen enkele locatie is open.");
    const unknown = [trip?.[1].unknown, ...norms.map((name) => now.chains[name].unknown)].flatMap((flags) =>
      flags ? [...flags.keys()].filter((i) => flags[i]) : [],
    );
    const areas = new Set(unknown).size;
    if (areas) {
      notes.push(
        `In ${counted(areas, ...data.words)} zijn alle locaties dicht die deze kaart daar kent. Die staan als onbekend; reken dit door met zorgkaart scenario.`,
      );
    }
    const beside = labels.beside[state.moment]?.[kind];
    if (beside && (isChanged() || state.moment)) notes.push(beside);
    return {
      kind,
      notes,
      shut,
      norms: norms.map((name) => normCard(name, old.chains[name], now.chains[name], state)),
      trips: trip ? tripTotals(labels, ...trip) : null,
      loads: trip ? loads(...trip) : [],
      isOpen,
    };
  }

  /**
   * What a kind's card shows.
   *
   * @param {string} kind
   * @returns {Card}
   */
  function cardOf(kind) {
    const card = cards.get(kind) ?? newCard(kind);
    cards.set(kind, card);
    return card;
  }

  /**
   * The changed sites that a kind depends on, or a norm with its stations.
   *
   * @param {string} kind
   * @param {string} norm empty for the trip
   */
  const changedFor = (kind, norm) => {
    const kinds = norm ? [kind, labels.chains[norm].stations] : [kind];
    return changedRows().filter((row) => kinds.includes(data.sites[row].soort));
  };

  /**
   * The ids of the closed sites of a norm, or null where anything else changed that it depends on.
   *
   * @param {string} norm
   */
  function closedOf(norm) {
    const { kind } = labels.chains[norm];
    const rows = changedFor(kind, norm);
    const closed = rows.every((row) => data.sites[row].soort === kind && !isOpen(row));
    return closed ? rows.map((row) => data.sites[row].id) : null;
  }

  /**
   * Why the changes do nothing for a kind, for when that is so.
   *
   * @param {string} kind
   * @param {string} norm empty for the trip
   */
  function whyOf(kind, norm) {
    const { state } = history;
    const used = countingAt[state.moment][norm ? labels.chains[norm].counting : labels.trips[kind]?.counting];
    /** @type {[string, string][]} */
    const left = [];
    const counted = [];
    for (const row of changedFor(kind, norm)) {
      const site = data.sites[row];
      const otherwise = norm ? scenes.changed.countsFor(site, state, "chains", norm) : scenes.changed.countsFor(site, state, "trips", kind);
      if (otherwise ?? used?.has(row)) counted.push(site.naam);
      else left.push([site.naam, (norm && labels.left_out[norm]?.[row]) || "dan niet open"]);
    }
    const [was, now] = main.sides.map((side) => side.chains[norm]?.columns.norm_min ?? []);
    const moves = was.some((value, i) => value !== now[i]);
    return whyNothing({ left, counted, moves, limit: norm ? labels.chains[norm].limit : null });
  }

  return {
    isChanged,
    changedRows,
    cardOf,
    /** The scenario is another one. */
    forget: () => cards.clear(),
    /**
     * What a scenario comes to, for every norm and trip.
     *
     * @param {Scenario} state
     * @returns {ScenarioOutcome}
     */
    outcomeOf(state) {
      const [old, now] = scenes.sides(state);
      return {
        norms: Object.keys(labels.chains).map((name) => normCard(name, old.chains[name], now.chains[name], state)),
        trips: Object.fromEntries(
          Object.keys(labels.trips).map((kind) => [kind, tripTotals(labels, old.trips[kind], now.trips[kind])]),
        ),
      };
    },
    /**
     * The main figure of a layer in a scene, in words.
     *
     * @param {View} view
     * @param {Scene} scene
     */
    figureOf(view, { sides: [old, now] }) {
      const { kind, norm } = subjectOf(data, view);
      const [a, b] = view.moment === "voor" ? [old, old] : [old, now];
      if (norm) return `${numberOrUnknown(b.chains[norm].people)} inwoners buiten de norm`;
      if (!b.trips[kind]) return "";
      return `gemiddeld ${measure(tripTotals(labels, a.trips[kind], b.trips[kind]).mean, "min")}`;
    },
    /**
     * The kinds that the changes are about: the layer's first, then those whose sites or stations changed.
     *
     * @param {View} view
     */
    touched(view) {
      const kinds = new Set(changedRows().map((row) => data.sites[row].soort));
      const all = [...new Set([...Object.values(labels.chains).map(({ kind }) => kind), ...Object.keys(labels.trips)])];
      const hit = all.filter(
        (kind) => kinds.has(kind) || normsOf(kind).some((name) => kinds.has(labels.chains[name].stations)),
      );
      return [...new Set([view.kinds[0], ...hit])];
    },
    /** @param {View} view */
    headline(view) {
      const { kind, norm } = subjectOf(data, view);
      const card = cardOf(kind);
      const totals = card.norms.find(({ name }) => name === norm)?.totals ?? null;
      const value = (isChanged() ? totals?.difference : totals?.after) ?? NaN;
      const estimate = norm ? estimateOf(labels.estimates, norm, closedOf(norm), value) : undefined;
      const said = { estimate, oneRun: labels.one_run, why: whyOf(kind, norm) };
      return headlineOf({ ...card, norm: totals }, Boolean(norm), isChanged(), said);
    },
  };
}
