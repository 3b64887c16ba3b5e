// What a link to the page asks of it, and what of that this page does not have.

const LONGEST_SHOWN = 40;
const MOST_SHOWN = 3;

/** @param {string} word */
export const shortened = (word) => (word.length > LONGEST_SHOWN ? `${word.slice(0, LONGEST_SHOWN)}\u2026` : word);

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
 * The layer and the level of areas in the address (#laag=...&gebied=...): each what the page has of that name, or null.
 * `ignored` are the names that it does not have.
 *
 * @param {string} text what stands behind the #, with it
 * @param {Pick<Data, "views" | "levels">} data
 */
export function readLink(text, { views, levels }) {
  const params = new URLSearchParams(text.slice(1));
  const [layer, area] = [params.get("laag") ?? "", params.get("gebied") ?? ""];
  const view = views.find(({ key }) => key === layer) ?? null;
  const level = levels.find(({ words }) => words[1] === area) ?? null;
  const ignored = [view ? "" : layer, level ? "" : area].filter(Boolean).map(shortened);
  return { view, level, ignored };
}
