// From the number of an area to its class and its marks. Colours and words of the classes come with the view.

import { difference, isNumber, measure, UNKNOWN } from "./format.js";

/**
 * The number of the class of a value; -1 for unknown.
 *
 * @param {View} view
 * @param {number | null} value
 */
export function classOf(view, value) {
  if (!isNumber(value)) return -1;
  const at = view.classes.findIndex((upper) => value <= upper);
  return at < 0 ? view.classes.length : at;
}

/**
 * The colour of a value.
 *
 * @param {View} view
 * @param {number | null} value
 * @param {string} unknown the colour of what is not known
 */
export function colourOf(view, value, unknown) {
  const at = classOf(view, value);
  return at < 0 ? unknown : view.items[at].colour;
}

/**
 * Split the areas of a view (nobody is outside where nobody lives): those outside the norm, partly outside, those without a value as no road leads to
 * them, those of which the verdict is uncertain, those of which the value or the verdict is unknown, and those whose value rests on a list that may lack a site.
 *
 * @param {View} view
 * @param {Data} data
 */
export function marksOf(view, data) {
  /** @type {Record<"outside" | "partly" | "noRoad" | "doubtful" | "unknown" | "incomplete", Area[]>} */
  const marks = { outside: [], partly: [], noRoad: [], doubtful: [], unknown: [], incomplete: [] };
  for (const area of data.level.areas) {
    const verdict = view.verdict ? data.verdict(area, view.verdict) : null;
    const lived = data.people(area) !== 0;
    if (verdict === "buiten" && lived) marks.outside.push(area);
    if (verdict === "deels buiten" && lived) marks.partly.push(area);
    if (verdict === "onzeker") marks.doubtful.push(area);
    const valued = isNumber(data.value(area, view.column));
    // Judged without a time, or with people whom no road joins to a site: no road leads there.
    const judged = verdict === "buiten" || verdict === "deels buiten";
    const cutOff = view.no_road ? (data.value(area, view.no_road) ?? 0) > 0 : false;
    if (!valued && lived && (judged || cutOff)) marks.noRoad.push(area);
    else if (verdict === UNKNOWN || !valued) marks.unknown.push(area);
    if (view.incomplete && data.value(area, view.incomplete)) marks.incomplete.push(area);
  }
  return marks;
}

/**
 * A view's value for an area in words.
 *
 * @param {View} view
 * @param {number | null} value
 */
export function valueText(view, value) {
  if (view.words.length) return isNumber(value) ? view.items[classOf(view, value)].label : UNKNOWN;
  return view.diverging ? difference(value, view.unit, view.decimals) : measure(value, view.unit, view.decimals);
}
