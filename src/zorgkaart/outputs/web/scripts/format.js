// Numbers and words as a Dutch reader expects them.

export const UNKNOWN = "onbekend";
/** A share so near to a bound counts as on it; as in access/indicators.py. */
export const ROUNDING = 1e-9;
/** @type {Record<string, string>} */
export const MOMENTS = { voor: "Voor", na: "Na", verschil: "Verschil" };

/** Writers of numbers with 0, 1, 2 and so on decimals. */
const WRITERS = [0, 1, 2, 3, 4].map(
  (decimals) => new Intl.NumberFormat("nl-NL", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
);
export const oneDecimal = WRITERS[1];
const upToTwo = new Intl.NumberFormat("nl-NL", { maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat("nl-NL", { maximumFractionDigits: 0 });

/**
 * Whether a value is known.
 *
 * @param {unknown} value
 * @returns {value is number}
 */
export const isNumber = (value) => typeof value === "number" && !Number.isNaN(value);

/**
 * What stands above the name of a view: its group, and the moment of a scenario.
 *
 * @param {View} view
 */
export const headingOf = (view) => [view.group, MOMENTS[view.moment]].filter(Boolean).join(" \u00b7 ");

/**
 * A measured value with its unit: "12,3 min".
 *
 * @param {number | null} value
 * @param {string} unit
 * @param {number} decimals
 */
export const measure = (value, unit, decimals = 1) =>
  isNumber(value) ? `${WRITERS[decimals].format(value)} ${unit}` : UNKNOWN;

/**
 * A difference with its sign, a real minus: "+2,5 min".
 *
 * @param {number | null} value
 * @param {string} unit
 * @param {number} decimals
 */
export function difference(value, unit, decimals = 1) {
  if (!isNumber(value)) return UNKNOWN;
  const numbers = WRITERS[decimals];
  const text = numbers.format(Math.abs(value));
  const sign = text === numbers.format(0) ? "" : value < 0 ? "\u2212" : "+";
  return `${sign}${text} ${unit}`;
}

/** @param {number} value */
export const count = (value) => whole.format(value);
/** @param {number} value */
export const bound = (value) => upToTwo.format(value).replace("-", "\u2212");
/**
 * @param {number} value
 * @param {string} one
 * @param {string} many
 */
export const counted = (value, one, many) => `${count(value)} ${Math.round(value) === 1 ? one : many}`;

/**
 * A whole number with its sign, a real minus: "+1.234".
 *
 * @param {number} value
 */
export function signed(value) {
  if (Number.isNaN(value)) return UNKNOWN;
  const text = count(Math.abs(value));
  return text === "0" ? "0" : `${value < 0 ? "\u2212" : "+"}${text}`;
}

/**
 * A share of 0 to 1 in whole percents, in which "some" never becomes 0 % nor "not all" 100 %.
 *
 * @param {number} share
 */
export function percentage(share) {
  if (share > 0 && share < 0.005) return "minder dan 1 %";
  if (share < 1 && share > 0.995) return "ruim 99 %";
  return `${whole.format(100 * share)} %`;
}

/**
/**
 * The minutes of a norm, for beside its name; nothing where that says them.
 *
 * @param {{label: string, limit: number}} norm
 */
export const limitText = ({ label, limit }) => (label.includes(`${bound(limit)} minuten`) ? "" : `norm ${bound(limit)} min`);

/**
 * The same where there is little room.
 *
 * @param {number} share
 */
export function shortShare(share) {
  if (share > 0 && share < 0.005) return "< 1 %";
  if (share < 1 && share > 0.995) return "> 99 %";
  return percentage(share);
}

/** @param {string} text */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * A label inside a sentence: a capital goes unless the word is an abbreviation.
 *
 * @param {string} label
 */
export const inSentence = (label) =>
  /^.\p{Lu}/u.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);

/** @type {Record<string, string>} */
const DAYS = {
  Mo: "ma",
  Tu: "di",
  We: "wo",
  Th: "do",
  Fr: "vr",
  Sa: "za",
  Su: "zo",
  PH: "feestdagen",
  off: "gesloten",
};

/**
 * Opening hours of OpenStreetMap's notation with the words in Dutch.
 *
 * @param {string} text
 */
export const dutchHours = (text) => text.replace(/\b(Mo|Tu|We|Th|Fr|Sa|Su|PH|off)\b/g, (word) => DAYS[word]);

/**
 * Text to compare by: small letters, no accents, punctuation as spaces.
 *
 * @param {string} text
 */
export function plain(text) {
  const letters = text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
  return letters.replace(/[^a-z0-9]+/g, " ").trim();
}
