// The scenario of the reader: what is closed, what is opened, what is new, what has other hours, at which moment. Steps
// can be undone, and a scenario is a link: the part of the address behind the # holds it.

import { shortened } from "./linked.js";
import { hoursText, parseHours } from "./live_hours.js";

const LONGEST_SITE = 80;
export const MOST_ADDED = 20;
const DIGITS = 5; // of degrees: a metre
export const FAR = "Daar is geen weg in de buurt, of het ligt te ver buiten het gebied. Kies een andere plek.";

/**
 * A scenario in which nothing has changed.
 *
 * @returns {Scenario}
 */
export const nothing = () => ({ closed: new Set(), opened: new Set(), added: [], hours: new Map(), moment: "" });

/**
 * @param {Scenario} state
 * @returns {Scenario}
 */
export const copyOf = (state) => ({
  closed: new Set(state.closed),
  opened: new Set(state.opened),
  added: [...state.added],
  hours: new Map(state.hours),
  moment: state.moment,
});

/**
 * How many things a scenario changes.
 *
 * @param {Scenario} state
 */
export const changesOf = ({ closed, opened, added, hours }) => closed.size + opened.size + added.length + hours.size;

/**
 * A new site, with degrees to a metre and a name that can be told from others.
 *
 * @param {string} kind
 * @param {number} lat
 * @param {number} lon
 * @param {string} name
 * @param {SiteHours} hours null for day and night
 * @returns {NewSite}
 */
export const newSite = (kind, lat, lon, name, hours = null) => ({
  kind,
  lat: Number(lat.toFixed(DIGITS)),
  lon: Number(lon.toFixed(DIGITS)),
  name: name.replace(/[\p{C}\s]+/gu, " ").trim().slice(0, LONGEST_SITE),
  hours,
});

/**
 * A new site as one text, and back; null for what is none.
 *
 * @param {NewSite} site
 */
const addedText = ({ kind, lat, lon, name, hours }) => [kind, lat, lon, hoursText(hours), name].join(",");

/**
 * @param {string} text
 * @param {Known} known
 * @returns {NewSite | null}
 */
function parseAdded(text, known) {
  const [kind, lat, lon, when, ...rest] = text.split(",");
  const name = rest.join(",").trim();
  const hours = parseHours(when ?? "", known.periods);
  const placed = [lat, lon].every((part) => /^-?\d{1,3}(\.\d+)?$/.test(part ?? ""));
  if (!known.kinds.includes(kind) || !placed || !name || hours === undefined) return null;
  const site = newSite(kind, Number(lat), Number(lon), name, hours);
  return known.joins(site.lat, site.lon) ? site : null;
}

/**
 * @param {Scenario} a
 * @param {Scenario} b
 */
const isSame = (a, b) => scenarioParams(a).toString() === scenarioParams(b).toString();

/**
 * The scenario as parameters, ids in alphabetical order.
 *
 * @param {Scenario} state
 */
export function scenarioParams(state) {
  const params = new URLSearchParams();
  for (const id of [...state.closed].sort()) params.append("dicht", id);
  for (const id of [...state.opened].sort()) params.append("open", id);
  for (const site of state.added) params.append("nieuw", addedText(site));
  for (const id of [...state.hours.keys()].sort()) {
    params.append("tijden", `${hoursText(state.hours.get(id) ?? null)},${id}`);
  }
  if (state.moment) params.append("moment", state.moment);
  return params;
}

/**
 * What stands behind the # in the address for a layer and a scenario, and what more there is to keep.
 *
 * @param {string} layer
 * @param {Scenario} state
 * @param {[string, string][]} more
 */
export function formatFragment(layer, state, more = []) {
  const params = new URLSearchParams({ laag: layer });
  for (const [name, value] of [...scenarioParams(state), ...more]) params.append(name, value);
  return `#${params}`;
}

/**
 * Read the part of the address behind the #; see :func:`readScenario`.
 *
 * @param {string} text
 * @param {Known} known
 */
export const parseFragment = (text, known) => readScenario(new URLSearchParams(text.replace(/^#/, "")), known);

/**
 * Read a scenario from parameters. What they name and does not exist is left out and comes back in `ignored`, as short
 * texts.
 *
 * @param {URLSearchParams} params
 * @param {Known} known
 */
export function readScenario(params, known) {
  const state = nothing();
  const ignored = new Set();
  /**
   * @param {string} name
   * @param {Set<string>} there
   * @param {Set<string>} chosen
   */
  const take = (name, there, chosen) => {
    for (const id of params.getAll(name)) (there.has(id) ? chosen : ignored).add(id);
  };
  take("dicht", known.closable, state.closed);
  take("open", known.openable, state.opened);
  for (const text of params.getAll("nieuw")) {
    const site = state.added.length < MOST_ADDED ? parseAdded(text, known) : null;
    if (site) state.added.push(site);
    else ignored.add(text);
  }
  for (const text of params.getAll("tijden")) {
    const [when, ...rest] = text.split(",");
    const id = rest.join(",");
    const hours = parseHours(when, known.periods);
    if (hours !== undefined && known.closable.has(id) && !state.closed.has(id)) state.hours.set(id, hours);
    else ignored.add(text);
  }
  const moment = params.get("moment") || "";
  if (known.moments.includes(moment)) state.moment = moment;
  else ignored.add(moment);
  return { state, ignored: [...ignored].map(shortened) };
}

/**
 * The steps of the reader. `change(next)` takes a step if it is one; `undo()` takes the last one back.
 *
 * @param {Scenario} first
 */
export function createHistory(first) {
  let state = first;
  /** @type {Scenario[]} */
  const before = [];
  return {
    get state() {
      return state;
    },
    get canUndo() {
      return before.length > 0;
    },
    /** @param {Scenario} next */
    change(next) {
      if (isSame(state, next)) return;
      before.push(state);
      state = next;
    },
    undo() {
      state = before.pop() ?? state;
    },
  };
}

/**
 * The state after these sites change sides: open ones close, closed ones open. `isOpen(site)` is about now.
 *
 * @param {Scenario} state
 * @param {Site[]} sites
 * @param {(site: Site) => boolean} isOpen
 * @param {(site: Site) => boolean} isCandidate
 */
export function toggled(state, sites, isOpen, isCandidate) {
  const next = copyOf(state);
  for (const site of sites) {
    if (site.added) {
      next.added = next.added.filter((one) => one !== site.added);
      continue;
    }
    next.hours.delete(site.id); // what closes has no hours
    const set = isCandidate(site) ? next.opened : next.closed;
    if (isOpen(site) === isCandidate(site)) set.delete(site.id);
    else set.add(site.id);
  }
  return next;
}
