// The larger areas that the map can show in the place of its own. Their shapes are the outlines of the areas in them, made
// when a level is first shown.

import { outlineOf } from "./outline.js";

/**
 * A level as the page works with it: its areas are there from the first time that somebody asks for them.
 *
 * @param {RawLevel} raw
 * @param {Area[]} parts the areas of the map
 * @param {(x: number, y: number) => L.LatLng} latLng
 * @returns {Level}
 */
export function makeLevel(raw, parts, latLng) {
  /** @type {Area[] | null} */
  let made = null;
  /** @type {Level} */
  const level = {
    words: raw.words,
    columns: raw.columns,
    get areas() {
      made ??= areasOf(raw, level, parts, latLng);
      return made;
    },
  };
  return level;
}

/**
 * @param {RawLevel} raw
 * @param {Level} level
 * @param {Area[]} parts
 * @param {(x: number, y: number) => L.LatLng} latLng
 * @returns {Area[]}
 */
function areasOf(raw, level, parts, latLng) {
  /** @type {Area[][]} */
  const members = raw.code.map(() => []);
  parts.forEach((part, i) => members[raw.inside[i]].push(part));
  return raw.code.map((code, i) => ({
    index: i,
    code,
    name: raw.name[i],
    wijk: "",
    gemeente: raw.gemeente[i],
    // All lines as rings of one polygon: drawn and tested by the even-odd rule, so that each may be an edge or a hole.
    shape: [outlineOf(members[i]).map((line) => Int32Array.from(line.slice(0, -2)))],
    point: latLng(raw.point[0][i], raw.point[1][i]),
    level,
  }));
}
