// Which ambulance station serves an area and where its patients are brought to, as for most of its inhabitants.

import { element } from "./dom.js";
import { inSentence, measure, percentage } from "./format.js";

const NEARLY_ALL = 0.995; // of the inhabitants

/**
 * The site of most inhabitants of an area: its row, their mean minutes and their share; null where there is none.
 *
 * @param {Groups} groups
 * @param {Int32Array} rows
 * @param {Float64Array} minutes
 * @param {number} area
 */
function mostly(groups, rows, minutes, area) {
  /** @type {Map<number, [weight: number, sum: number]>} */
  const sums = new Map();
  let total = 0;
  for (let g = 0; g < rows.length; g += 1) {
    if (groups.area[g] !== area) continue;
    total += groups.weight[g];
    if (rows[g] < 0) continue;
    const [weight, sum] = sums.get(rows[g]) ?? [0, 0];
    sums.set(rows[g], [weight + groups.weight[g], sum + groups.weight[g] * minutes[g]]);
  }
  const found = [...sums].sort(([a, [left]], [b, [right]]) => right - left || a - b)[0];
  if (!found) return null;
  const [row, [weight, sum]] = found;
  return { row, minutes: sum / weight, share: weight / total };
}

/**
 * Which station the ambulance comes from and where it goes, per area; in a changed scenario with what that was. Null
 * where the project has no norm of an ambulance.
 *
 * @param {LiveData} data
 * @param {Labels} labels
 * @param {Situation} before
 * @param {Situation} after
 * @param {Area} area
 */
export function whoComes(data, labels, before, after, area) {
  /** @type {HTMLElement[]} */
  const lines = [];
  const told = new Set();
  for (const [name, chain] of Object.entries(after.chains)) {
    const { kind, stations, ambulance } = labels.chains[name];
    if (!ambulance || chain.unknown[area.index]) continue;
    /** @type {(label: string, of: (side: ChainNow) => [Int32Array, Float64Array]) => void} */
    const tell = (label, of) => {
      const [was, now] = [before.chains[name], chain].map((side) => mostly(side.table, ...of(side), area.index));
      if (!now) return;
      const share = now.share < NEARLY_ALL ? `, voor ${percentage(now.share)} van de inwoners` : "";
      const old =
        was && was.row !== now.row
          ? element("div", { class: "zk-was" }, `was ${data.sites[was.row].naam}, ${measure(was.minutes, "min")}`)
          : null;
      const text = `${data.sites[now.row].naam}, ${measure(now.minutes, "min")} rijden${share}`;
      lines.push(element("dt", {}, label), element("dd", {}, text, old));
    };
    const alone = stations === kind; // then its only ride is from the station
    if (!told.has(stations)) tell("Ambulance komt van", (side) => (alone ? [side.sites, side.transport] : [side.stations, side.approach]));
    told.add(stations);
    if (!alone && !told.has(kind)) tell(`En rijdt naar: ${inSentence(data.kinds[kind])}`, (side) => [side.sites, side.transport]);
    told.add(kind);
  }
  return lines.length ? element("dl", { class: "zk-who" }, ...lines) : null;
}
