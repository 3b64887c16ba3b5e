// The scenario of the reader: what is closed, what is opened, at which moment. Steps can be undone, and a
// scenario is a link: the part of the address behind the # holds it.

const LONGEST_SHOWN = 40;
const MOST_SHOWN = 3;

/**
 * A scenario in which nothing has changed.
 *
 * @returns {Scenario}
 */
export const nothing = () => ({ closed: new Set(), opened: new Set(), moment: "" });

/**
 * @param {Scenario} state
 * @returns {Scenario}
 */
export const copyOf = (state) => ({ ...state, closed: new Set(state.closed), opened: new Set(state.opened) });

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
function scenarioParams(state) {
  const params = new URLSearchParams();
  for (const id of [...state.closed].sort()) params.append("dicht", id);
  for (const id of [...state.opened].sort()) params.append("open", id);
  if (state.moment) params.append("moment", state.moment);
  return params;
}

/**
 * What stands behind the # in the address for a layer and a scenario.
 *
 * @param {string} layer
 * @param {Scenario} state
 */
export function formatFragment(layer, state) {
  const params = new URLSearchParams({ laag: layer });
  for (const [name, value] of scenarioParams(state)) params.append(name, value);
  return `#${params}`;
}

/**
 * Read the part of the address behind the #. What it names and does not exist is left out and comes back in
 * `ignored`, as short texts. `sites` are ids of sites that can close, `candidates` of those that can open.
 *
 * @param {string} text
 * @param {Set<string>} sites
 * @param {Set<string>} candidates
 * @param {string[]} moments
 */
export function parseFragment(text, sites, candidates, moments) {
  const params = new URLSearchParams(text.replace(/^#/, ""));
  const state = nothing();
  const ignored = new Set();
  /**
   * @param {string} name
   * @param {Set<string>} known
   * @param {Set<string>} chosen
   */
  const take = (name, known, chosen) => {
    for (const id of params.getAll(name)) (known.has(id) ? chosen : ignored).add(id);
  };
  take("dicht", sites, state.closed);
  take("open", candidates, state.opened);
  const moment = params.get("moment") || "";
  if (moments.includes(moment)) state.moment = moment;
  else ignored.add(moment);
  /** @param {string} word */
  const short = (word) => (word.length > LONGEST_SHOWN ? `${word.slice(0, LONGEST_SHOWN)}\u2026` : word);
  return { state, ignored: [...ignored].map(short) };
}

/**
 * In words, that this map cannot do all that a link asks.
 *
 * @param {string[]} ignored
 */
export function ignoredText(ignored) {
  if (!ignored.length) return "";
  const shown = ignored.slice(0, MOST_SHOWN).map((word) => `\u201c${word}\u201d`);
  const more = ignored.length - shown.length;
  const names = shown.join(", ") + (more > 0 ? ` en nog ${more}` : "");
  return `Deze link vraagt iets dat op deze kaart niet kan: ${names}. Dat is overgeslagen.`;
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
    const set = isCandidate(site) ? next.opened : next.closed;
    if (isOpen(site) === isCandidate(site)) set.delete(site.id);
    else set.add(site.id);
  }
  return next;
}
