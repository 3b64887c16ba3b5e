// Opening hours that a reader gives a site: day and night, or some periods of the week. What counts when follows the
// program's own rules; which periods are open at which moment is worked out by it, see analyses/live/roads.py.

import { element } from "./dom.js";

const ALWAYS = "altijd";
const BETWEEN = "+";

/**
 * Hours as a word in a link.
 *
 * @param {SiteHours} hours
 */
export const hoursText = (hours) => (hours ? hours.join(BETWEEN) : ALWAYS);

/**
 * Hours from a word in a link; undefined for what is none.
 *
 * @param {string} text
 * @param {Period[]} periods
 * @returns {SiteHours | undefined}
 */
export const parseHours = (text, periods) => (text === ALWAYS ? null : chosenHours(text.split(BETWEEN), periods));

/**
 * Hours from the names of periods, in their usual order; all together are day and night, none is undefined.
 *
 * @param {string[]} names
 * @param {Period[]} periods
 * @returns {SiteHours | undefined}
 */
export function chosenHours(names, periods) {
  const all = periods.map(({ name }) => name);
  if (!names.length || !names.every((name) => all.includes(name))) return undefined;
  const chosen = all.filter((name) => names.includes(name));
  return chosen.length === all.length ? null : chosen;
}

/**
 * Hours in the syntax of OpenStreetMap.
 *
 * @param {SiteHours} hours
 * @param {RawRoads} roads
 */
export const osmHours = (hours, { periods, always }) =>
  hours
    ? periods
        .filter(({ name }) => hours.includes(name))
        .map((period) => period.hours)
        .join(", ")
    : always;

/**
 * Hours from that syntax; undefined for what a reader cannot tick.
 *
 * @param {string} text
 * @param {RawRoads} roads
 * @returns {SiteHours | undefined}
 */
export function parseOsmHours(text, roads) {
  if (text.trim() === roads.always) return null;
  const parts = text.split(",").map((part) => part.trim());
  const names = parts.map((part) => roads.periods.find(({ hours }) => hours === part)?.name ?? "");
  return chosenHours(names, roads.periods);
}

/**
 * Hours in words.
 *
 * @param {SiteHours} hours
 * @param {Period[]} periods
 */
export const hoursWords = (hours, periods) =>
  hours
    ? `open ${periods
        .filter(({ name }) => hours.includes(name))
        .map(({ label }) => label)
        .join(", ")}`
    : "dag en nacht open";

/**
 * Whether a site with these hours counts for a ride at a moment.
 *
 * @param {SiteHours} hours
 * @param {RideRules} ride
 * @param {string} moment
 * @param {Period[]} periods
 */
export function countsAt(hours, ride, moment, periods) {
  if (!hours) return true;
  if (ride.always) return false;
  if (ride.at) return ride.at.some((name) => hours.includes(name));
  if (!moment) return true;
  return periods.some(({ name, open }) => hours.includes(name) && open.includes(moment));
}

/**
 * The part of a popup in which the hours of a site are chosen. `now` is undefined for those of its table.
 *
 * @param {SiteHours | undefined} now
 * @param {Period[]} periods
 * @param {boolean} asBefore whether the hours of its table are a choice
 * @param {(hours: SiteHours | undefined) => void} onChoice
 */
export function hoursChoice(now, periods, asBefore, onChoice) {
  const options = [
    ...(asBefore ? [["zoals", "Zoals nu"]] : []),
    [ALWAYS, "Altijd open, dag en nacht"],
    ["deels", "Alleen open:"],
  ].map(([value, label]) => element("option", { value }, label));
  const select = element("select", { "data-keep": "tijden", "aria-label": "Openingstijden" }, ...options);
  select.value = now === undefined ? "zoals" : now ? "deels" : ALWAYS;
  const boxes = periods.map(({ name, label }) => {
    const input = element("input", { type: "checkbox", value: name, "data-keep": `tijden-${name}` });
    input.checked = now ? now.includes(name) : false;
    input.addEventListener("change", () => {
      const chosen = boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
      if (chosen.length) onChoice(chosenHours(chosen, periods));
      else input.checked = true; // a site that is never open is closed by its own button
    });
    return { box: input, label: element("label", { class: "zk-choice" }, input, label) };
  });
  const some = element("div", { class: "zk-hours-some" }, ...boxes.map(({ label }) => label));
  some.hidden = !now;
  select.addEventListener("change", () => {
    if (select.value === "zoals") onChoice(undefined);
    else if (select.value === ALWAYS) onChoice(null);
    else onChoice([periods[0].name]);
  });
  return element("div", { class: "zk-hours" }, element("h3", {}, "Openingstijden"), select, some);
}
