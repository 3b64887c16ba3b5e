// The headline of the live map in words: losses and gains, with their interval or as one computation, or why nothing
// changes. Nothing here touches the page.

import { count, measure, signed } from "./format.js";

const MOST_NAMES = 2;
const ONE_PERSON = 0.5;
// Folders of one person: the first disk of Windows, and those of macOS and Linux; a drive with another letter may be shared.
const OWN_FOLDER = /^\/(C:|Users|home|root|tmp|var)\//i;

/**
 * @param {string[]} a
 * @param {string[]} b
 */
const sameIds = (a, b) => a.length === b.length && a.every((id) => b.includes(id));

/**
 * The accepted interval of a figure; none where other sites changed or where another figure came out.
 *
 * @param {Estimate[]} estimates
 * @param {string} norm
 * @param {string[] | null} closed null where something else changed too
 * @param {number} value
 */
export function estimateOf(estimates, norm, closed, value) {
  if (!closed) return undefined;
  return estimates.find(
    (one) => one.norm === norm && sameIds(one.closed, closed) && Math.abs(one.value - value) <= one.tolerance,
  );
}

/** @type {(value: number) => Headline["turn"]} */
const turnOf = (value) => (value >= ONE_PERSON ? "worse" : value <= -ONE_PERSON ? "better" : "");
/**
 * @param {number} value
 * @param {string} one
 * @param {string} many
 */
const noun = (value, one, many) => (Math.round(value) === 1 ? one : many);

/**
 * The headline of a norm.
 *
 * @param {ChainTotals} totals
 * @param {boolean} changed
 * @param {Said} said
 * @returns {Headline}
 */
function normLine({ before, after, difference, more, fewer }, changed, { estimate, oneRun, why }) {
  if (Number.isNaN(after)) return { big: "Onbekend", small: "hoeveel inwoners buiten de norm vallen", turn: "" };
  const turn = changed ? turnOf(difference) : "";
  const [written, value] = changed ? [signed, difference] : [count, after];
  if (changed && more < ONE_PERSON && fewer < ONE_PERSON) {
    return { big: "0", small: `inwoners erbij of eraf buiten de norm${why ? `: ${why}` : ""}`, turn: "" };
  }
  if (estimate) {
    const bounds = `tussen ${written(estimate.low)} en ${written(estimate.high)}`;
    return { big: `circa ${written(estimate.shown)}`, small: `inwoners buiten de norm (${bounds})`, turn };
  }
  const steps = changed ? `: van ${count(before)} naar ${count(after)}` : "";
  const both = more >= ONE_PERSON && fewer >= ONE_PERSON ? `, ${count(more)} erbij en ${count(fewer)} eraf` : "";
  const people = noun(Math.abs(value), "inwoner", "inwoners");
  return { big: written(value), small: `${people} buiten de norm${steps}${changed ? both : ""} (${oneRun})`, turn };
}

/**
 * The headline of trips by car.
 *
 * @param {TripTotals} totals
 * @param {boolean} changed
 * @param {Said} said
 * @returns {Headline}
 */
function tripLine({ longer, extra, shorter, lost, mean }, changed, { oneRun, why }) {
  if (Number.isNaN(longer)) return { big: "Onbekend", small: "hoeveel inwoners langer reizen", turn: "" };
  if (!changed) {
    return { big: measure(mean, "min"), small: `gemiddeld naar de dichtstbijzijnde locatie (${oneRun})`, turn: "" };
  }
  /** @type {[number, (value: number) => string, Headline["turn"]][]} */
  const parts = [
    [lost, () => "zonder open locatie", "worse"],
    [longer, (value) => `${noun(value, "reist", "reizen")} langer, gemiddeld ${measure(extra, "min")}`, "worse"],
    [shorter, (value) => `${noun(value, "reist", "reizen")} korter`, "better"],
  ];
  const [first, ...others] = parts.filter(([value]) => value >= ONE_PERSON);
  if (!first) return { big: "0", small: `inwoners reizen langer of korter${why ? `: ${why}` : ""}`, turn: "" };
  const [value, words, turn] = first;
  const rest = others.map(([other, also]) => `; ${count(other)} ${also(other)}`).join("");
  return { big: count(value), small: `${noun(value, "inwoner", "inwoners")} ${words(value)}${rest} (${oneRun})`, turn };
}

/**
 * The main number of a layer, as two lines and whether it is for the worse or the better: `{big, small, turn}`.
 *
 * @param {Pick<Card, "trips" | "shut"> & {norm: ChainTotals | null}} card
 * @param {boolean} norm
 * @param {boolean} changed
 * @param {Said} said
 * @returns {Headline}
 */
export function headlineOf(card, norm, changed, said) {
  if (norm && card.norm) return normLine(card.norm, changed, said);
  if (!card.trips) return { big: "Onbekend", small: "hoeveel inwoners langer reizen", turn: "" };
  if (card.shut) return { big: "Geen", small: "locatie open", turn: changed ? "worse" : "" };
  return tripLine(card.trips, changed, said);
}

/**
 * Why a change has no effect: `left` are the names of changed sites that do not count with the reason, `counted`
 * those that do; `crossed` says that minutes change all the same, and so nobody crosses the limit.
 *
 * @param {{left: [string, string][], counted: string[], moves: boolean, limit: number | null}} facts
 */
export function whyNothing({ left, counted, moves, limit }) {
  if (!left.length && !counted.length) return "de wijziging gaat over een andere soort voorziening";
  const texts = left.map(([name, reason]) => `${name} telt hier niet mee (${reason})`);
  if (moves && limit !== null) texts.push(`niemand komt door de wijziging over de grens van ${count(limit)} minuten`);
  else {
    texts.push(...counted.map((name) => `${name} is voor niemand de dichtstbijzijnde, of een andere is even dichtbij`));
  }
  const more = texts.length - MOST_NAMES;
  return texts.slice(0, MOST_NAMES).join("; ") + (more > 0 ? `; en nog ${more}` : "");
}

/**
 * What a reader copies to send a scenario: the address of the page. Of a file that lies on his own machine it is the name
 * with what stands behind the #, as the folder is there for him alone; on a drive or a server that others may have too it
 * is the whole address.
 *
 * @param {Pick<Location, "protocol" | "host" | "href" | "pathname" | "hash">} place
 */
export function linkOf({ protocol, host, href, pathname, hash }) {
  if (protocol !== "file:") return { text: href, note: "" };
  const name = decodeURIComponent(pathname.split("/").pop() || "");
  if (!host && OWN_FOLDER.test(pathname)) {
    return {
      text: name + hash,
      note: `Deze kaart is een bestand op uw computer. Stuur ${name} mee; wie het opent, plakt wat vanaf # is gekopieerd achter het adres. Of stuur een scenario mee met Scenario opslaan.`,
    };
  }
  return {
    text: href,
    note: `Deze link werkt voor wie ${name} op dezelfde schijf kan openen: plak haar in de adresbalk van de browser. Stuur anderen ${name} en een scenario (Scenario opslaan).`,
  };
}
