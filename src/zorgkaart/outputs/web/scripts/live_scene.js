// A scene: the columns of areas and the state of sites for one map, filled for a scenario. The page has one, and a second
// map beside it has another. Which sites can count when is worked out once.

import { createAddedSites } from "./live_added.js";
import { createChanged } from "./live_changed.js";
import { fillColumns, levelSide } from "./live_columns.js";
import { situation } from "./live_model.js";
import { whoComes } from "./live_who.js";

/**
 * Per moment which sites can be open and count; and what a site is about.
 *
 * @param {Labels} labels
 */
function countingOf(labels) {
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
  for (const { kind, counting, stations } of Object.values(labels.chains)) kindsOf[counting] = new Set([kind, stations]);
  return { usable, atMoment, countingAt, kindsOf };
}

/**
 * Data for another map: areas and sites of its own, with the shapes of the first.
 *
 * @param {LiveData} data
 * @returns {LiveData}
 */
function copyOfData(data) {
  /** @type {(level: Level) => Level} */
  function copyLevel(level) {
    /** @type {Area[] | null} */
    let areas = null;
    /** @type {Level} */
    const copy = {
      words: level.words,
      columns: { ...level.columns },
      get areas() {
        areas ??= level.areas.map((area) => ({ ...area, level: copy }));
        return areas;
      },
    };
    return copy;
  }
  const levels = data.levels.map(copyLevel);
  const [level] = levels;
  const sites = data.sites.filter(({ added }) => !added).map((site) => ({ ...site, countsIn: {} }));
  return { ...data, levels, level, areas: level.areas, columns: level.columns, sites };
}

/**
 * What makes scenes.
 *
 * @param {LiveData} data
 * @param {Labels} labels
 */
export function createScenes(data, labels) {
  const candidates = new Set(labels.candidates);
  const { usable, atMoment, countingAt, kindsOf } = countingOf(labels);
  const ids = data.sites.map(({ id }) => id); // new ones of a scenario have the rows behind these
  const names = data.sites.map(({ naam }) => naam);
  const changed = createChanged(labels, data, candidates);
  /** @type {Record<string, Situation>} */
  const asIs = {}; // situations without changes, per moment
  /** @param {number} row */
  const isNow = (row) => !candidates.has(row);
  /** @param {string} moment */
  const before = (moment) => (asIs[moment] ||= situation(labels, moment, isNow));
  /**
   * @param {Scenario} state
   * @param {number} row
   */
  const isOpen = ({ opened, closed }, row) =>
    row >= ids.length || (candidates.has(row) ? opened.has(ids[row]) : !closed.has(ids[row]));

  /**
   * The situations of a scenario: as things are at its moment, and with its changes.
   *
   * @param {Scenario} state
   * @returns {[Situation, Situation]}
   */
  function sides(state) {
    /** @param {number} row */
    const isOpenRow = (row) => isOpen(state, row);
    const old = before(state.moment);
    // Where the labels do not do for what changed, how things are is counted in the same way.
    const [then, now] = changed.elsewhere(state, isOpenRow);
    return [
      then ? situation(labels, state.moment, isNow, old, then) : old,
      situation(labels, state.moment, isOpenRow, old, now ?? undefined),
    ];
  }

  /**
   * @param {Site[]} sites
   * @param {Scenario} state
   */
  function fillSites(sites, state) {
    const { moment } = state;
    sites.forEach((site, i) => {
      if (!usable.has(i)) return;
      const [open, candidate] = [isOpen(state, i), candidates.has(i)];
      site.counts = open && atMoment[moment].has(i);
      const countsIn = (site.countsIn ||= {});
      for (const [column, rows] of Object.entries(countingAt[moment])) {
        if (!kindsOf[column].has(site.soort)) continue;
        countsIn[column] = open && rows.has(i);
        countsIn[`${column}_voor`] = !candidate && rows.has(i);
      }
      site.reason = open && !site.counts ? "dan niet open" : "";
      site.sites_status =
        open !== candidate ? "" : open ? "nieuw open in dit scenario" : "gesloten in dit scenario";
    });
    changed.mark(sites, state, (row) => isOpen(state, row));
  }

  /**
   * Make data a scene, which `fill(state)` fills.
   *
   * @param {LiveData} target
   * @param {((site: NewSite, latLng: L.LatLng) => void) | null} onMove called when a new site is dragged
   * @returns {Scene}
   */
  function scene(target, onMove) {
    const added = createAddedSites(target, onMove);
    /** @type {[Situation, Situation]} */
    let [old, now] = [before(""), before("")];
    /** @type {(() => void)[]} */
    const forget = [];
    /**
     * Let the figures of a larger area be added up when somebody asks for them.
     *
     * @param {Level} level
     */
    function addUp(level) {
      const own = level.columns;
      /** @type {Record<string, Column> | null} */
      let made = null;
      forget.push(() => (made = null));
      function columns() {
        if (made) return made;
        const [was, is] = [old, now].map((side) => levelSide(labels, side, level.words[0]));
        made = { ...own };
        fillColumns(made, target.verdicts, labels, was, is);
        return made;
      }
      Object.defineProperty(level, "columns", { get: columns });
    }
    target.levels.slice(1).forEach(addUp);
    target.who = (area) => whoComes(target, labels, old, now, area);
    return {
      data: target,
      get sides() {
        return /** @type {[Situation, Situation]} */ ([old, now]);
      },
      fill(state, given = sides(state)) {
        added.show(state.added);
        [old, now] = given;
        for (const clear of forget) clear();
        fillColumns(target.columns, target.verdicts, labels, old, now);
        fillSites(target.sites, state);
        return [old, now];
      },
    };
  }

  return {
    candidates,
    usable,
    atMoment,
    countingAt,
    changed,
    before,
    isOpen,
    sides,
    /**
     * What the sites of a scenario are called, by row.
     *
     * @param {Scenario} state
     * @returns {(row: number) => string | undefined}
     */
    namesOf: (state) => (row) => names[row] ?? state.added[row - names.length]?.name,
    /**
     * The scene of the page.
     *
     * @param {(site: NewSite, latLng: L.LatLng) => void} onMove
     */
    main: (onMove) => scene(data, onMove),
    /** Another one, that leaves the page as it is. */
    copy: () => scene(copyOfData(data), null),
  };
}
