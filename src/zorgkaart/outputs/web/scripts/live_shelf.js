// What a page keeps beside the present scenario, all of it in its address: scenarios that were saved under a name, what the
// second map shows. So a link, and the file with what stands behind the #, hold it all.

import { shortened } from "./linked.js";
import { nothing, readScenario, scenarioParams } from "./live_state.js";

export const MOST_SAVED = 12;
export const MOST_LETTERS = 60;
/** What the second map shows beside a saved scenario: nothing (it is not there), things as they are, or another moment. */
export const NO_SECOND = "";
export const AS_IS = "nu";
const AT = "@";
const SAVED = "=";

/**
 * An empty one.
 *
 * @returns {Shelf}
 */
export const emptyShelf = () => ({ saved: [], second: NO_SECOND });

/** @param {string} moment */
export const secondAt = (moment) => AT + moment;
/** @param {string} name */
export const secondSaved = (name) => SAVED + name;

/**
 * A name as it is kept: without spaces around it, and not too long.
 *
 * @param {string} text
 */
export const cleanName = (text) => text.replace(/\s+/g, " ").trim().slice(0, MOST_LETTERS).trim();

/**
 * Save a scenario under a name; one of that name is replaced. The shelf stays as it is where it is full.
 *
 * @param {Shelf} shelf
 * @param {string} name
 * @param {Scenario} state
 * @returns {Shelf}
 */
export function withSaved(shelf, name, state) {
  const at = shelf.saved.findIndex((one) => one.name === name);
  if (at < 0 && shelf.saved.length >= MOST_SAVED) return shelf;
  const saved = [...shelf.saved];
  saved.splice(at < 0 ? saved.length : at, at < 0 ? 0 : 1, { name, state });
  return { ...shelf, saved };
}

/**
 * @param {Shelf} shelf
 * @param {string} name
 * @returns {Shelf}
 */
export function withoutSaved(shelf, name) {
  const second = shelf.second === secondSaved(name) ? NO_SECOND : shelf.second;
  return { ...shelf, second, saved: shelf.saved.filter((one) => one.name !== name) };
}

/**
 * The scenario that the second map shows; null for no second map.
 *
 * @param {Shelf} shelf
 * @param {Scenario} present
 * @returns {Scenario | null}
 */
export function secondOf({ second, saved }, present) {
  if (second === AS_IS) return { ...nothing(), moment: present.moment };
  if (second.startsWith(AT)) return { ...present, moment: second.slice(AT.length) };
  return saved.find(({ name }) => secondSaved(name) === second)?.state ?? null;
}

/**
 * The shelf as parameters of an address.
 *
 * @param {Shelf} shelf
 * @returns {[string, string][]}
 */
export function shelfParams({ saved, second }) {
  /** @type {[string, string][]} */
  const params = saved.map(({ name, state }) => {
    const inner = new URLSearchParams({ naam: name });
    for (const [key, value] of scenarioParams(state)) inner.append(key, value);
    return ["bewaard", inner.toString()];
  });
  if (second) params.push(["naast", second]);
  return params;
}

/**
 * Read the shelf of an address. What it names and does not exist is left out and comes back in `ignored`.
 *
 * @param {string} text what stands behind the #
 * @param {Known} known
 * @returns {{shelf: Shelf, ignored: string[]}}
 */
export function readShelf(text, known) {
  const params = new URLSearchParams(text.replace(/^#/, ""));
  let shelf = emptyShelf();
  /** @type {string[]} */
  const ignored = [];
  for (const value of params.getAll("bewaard")) {
    const inner = new URLSearchParams(value);
    const name = cleanName(inner.get("naam") ?? "");
    const { state, ignored: left } = readScenario(inner, known);
    ignored.push(...left);
    const next = name ? withSaved(shelf, name, state) : shelf;
    if (next === shelf) ignored.push(name || value);
    shelf = next;
  }
  const second = params.get("naast") ?? "";
  const there = second.startsWith(AT) ? known.moments.includes(second.slice(AT.length)) : second === AS_IS;
  if (there || shelf.saved.some(({ name }) => secondSaved(name) === second)) shelf.second = second;
  else if (second) ignored.push(second);
  return { shelf, ignored: ignored.map(shortened) };
}
