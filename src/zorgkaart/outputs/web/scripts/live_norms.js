// What changes do to a norm, in words and numbers: who is outside, by age, and where a norm that asks a share is met.

import { element } from "./dom.js";
import { capital, count, counted, oneDecimal, percentage, signed, UNKNOWN } from "./format.js";

const MOST_PARTS = 4;
const NO_SITE = "het deel zonder weg naar een locatie";

/** @param {number} value */
export const people = (value) => counted(value, "inwoner", "inwoners");
/** @param {number} value */
export const numberOrUnknown = (value) => (Number.isNaN(value) ? UNKNOWN : count(value));

/**
 * A share in percents; one that is too small never looks as if it were enough.
 *
 * @param {SharePart} part
 */
export const within = ({ within: share, met }) =>
  `${oneDecimal.format(met ? 100 * share : Math.floor(1000 * share + 1e-6) / 10)} %`;

/**
 * The name of an area in which a norm asks its share.
 *
 * @param {LiveData} data
 * @param {Pick<NormCard, "name" | "siteName">} card
 * @param {SharePart["code"]} code
 */
function partName(data, { name, siteName }, code) {
  const { per } = data.live.chains[name];
  const at = Number(code);
  if (per === "werkgebied") return siteName(at) ?? NO_SITE;
  return per === "buurt" ? data.areas[at].name : data.live.levels[per].names[at];
}

/**
 * Names as in "A, B en nog 3".
 *
 * @param {string[]} names
 */
function namesText(names) {
  const more = names.length - MOST_PARTS;
  if (more > 0) return `${names.slice(0, MOST_PARTS).join(", ")} en nog ${count(more)}`;
  return [names.slice(0, -1).join(", "), names[names.length - 1]].filter(Boolean).join(" en ");
}

/**
 * Whether a norm with a share is met, as one sentence without its point.
 *
 * @param {LiveData} data
 * @param {Pick<NormCard, "name" | "siteName">} card
 * @param {Shares} shares
 */
export function shareText(data, card, { whole, parts }) {
  const { per, words, asked } = data.live.chains[card.name];
  const begin = `Voor ${percentage(asked ?? 0)} van de inwoners`;
  if (!whole) return `${begin}: niet te zeggen`;
  const all = `van alle inwoners woont ${within(whole)} daarbinnen`;
  if (per === "geheel") return `${begin}: ${whole.met ? "gehaald" : "niet gehaald"}; ${all}`;
  const missed = parts.filter(({ met }) => !met).sort((a, b) => a.within - b.within);
  const names = missed.map((part) => `${partName(data, card, part.code)} (${within(part)})`);
  const where = `gehaald in ${count(parts.length - missed.length)} van ${counted(parts.length, words[0], words[1])}`;
  return `${begin}: ${where}${names.length ? `, niet in ${namesText(names)}` : ""}; ${all}`;
}

/**
 * Where changes break a norm with a share, and where it comes to hold: sentences.
 *
 * @param {LiveData} data
 * @param {Pick<NormCard, "name" | "siteName">} card
 * @param {[Shares, Shares]} sides
 * @param {SharePart[]} ended
 */
export function shareChanges(data, card, [before, after], ended) {
  const { per } = data.live.chains[card.name];
  if (per === "geheel") {
    if (!before.whole || !after.whole || before.whole.met === after.whole.met) return [];
    return [after.whole.met ? "De norm wordt voortaan gehaald." : "De norm wordt niet meer gehaald."];
  }
  const was = new Map(before.parts.map((part) => [part.code, part]));
  /** @param {boolean} met */
  const turned = (met) =>
    after.parts.filter((part) => part.met === met && was.get(part.code)?.met === !met).map((part) => partName(data, card, part.code));
  /** @type {[string[], string][]} */
  const said = [
    [turned(false), "Niet meer gehaald in"],
    [turned(true), "Voortaan gehaald in"],
  ];
  const gone = ended.map(
    (part) =>
      `${partName(data, card, part.code)} heeft geen werkgebied meer; van wie daarbij hoorde, woont ${within(part)} nog binnen de norm (${part.met ? "gehaald" : "niet gehaald"}).`,
  );
  return [...said.filter(([names]) => names.length).map(([names, words]) => `${words} ${namesText(names)}.`), ...gone];
}

/**
 * The table of a norm: before, after, difference.
 *
 * @param {ChainTotals} totals
 */
function normTable({ before, after, difference, aged }) {
  /** @type {(label: string, before: number, after: number, difference: number) => HTMLElement} */
  const line = (label, ...values) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, label),
      ...values.slice(0, 2).map((value) => element("td", {}, numberOrUnknown(value))),
      element("td", { class: "zk-more-less" }, signed(values[2])),
    );
  const head = ["Inwoners", "voor", "na", "verschil"].map((label) => element("th", { scope: "col" }, label));
  return element(
    "table",
    { class: "zk-live-norm" },
    element("caption", {}, "Uitkomst van \u00e9\u00e9n berekening"),
    element("thead", {}, element("tr", {}, ...head)),
    element(
      "tbody",
      {},
      line("Buiten de norm", before, after, difference),
      ...aged.map(({ age, before: was, after: now }) => line(`Waarvan ${age}-plus`, was, now, now - was)),
    ),
  );
}

/**
 * What a kind's card says of one norm.
 *
 * @param {LiveData} data
 * @param {NormCard} card
 */
export function normPart(data, card) {
  const { name, totals, shares, ended } = card;
  const { label, nothing } = data.live.chains[name];
  const lost = totals.lost >= 0.5 ? [`${people(totals.lost)} zonder ${nothing}.`] : [];
  const turns = shares ? shareChanges(data, card, shares, ended) : [];
  return [
    element("h4", {}, capital(label)),
    ...[...lost, ...turns].map((text) => element("p", { class: "zk-live-note" }, text)),
    normTable(totals),
    ...(shares ? [element("p", { class: "zk-live-share" }, `${shareText(data, card, shares[1])}.`)] : []),
  ];
}
