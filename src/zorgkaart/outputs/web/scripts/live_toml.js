// As much of TOML as a file with a scenario needs: one table of texts, numbers, lists and tables between braces. What is
// read was written by anybody: nothing of it is used before it is looked at, and what is too long or strange is refused.

const MOST_DEPTH = 4;
const KEY = /[A-Za-z0-9_-]+/y;
const NUMBER = /[+-]?\d+(?:\.\d+)?(?=[\s,\]}#]|$)/y;
const BASIC = /"(?:[^"\\\n]|\\.)*"/y;
const LITERAL = /'([^'\n]*)'/y;
const BLANK = /(?:[ \t\r\n]|#[^\n]*)*/y;
const LINE_BLANK = /[ \t]*/y;
const LINE_END = /[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/y;
const HEADER = /\[[ \t]*scenarios[ \t]*\.[ \t]*([A-Za-z0-9_-]+)[ \t]*\]/y;

/**
 * The name and the keys of the one `[scenarios.NAME]` in a text.
 *
 * @param {string} text
 * @returns {{name: string, keys: Map<string, TomlValue>}}
 * @throws {SyntaxError} where there is anything else
 */
export function parseScenarioToml(text) {
  let at = 0;
  /** @param {RegExp} pattern */
  function take(pattern) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match;
  }
  /** @type {() => never} */
  function fail() {
    throw new SyntaxError(`regel ${text.slice(0, at).split("\n").length}`);
  }
  /** @param {RegExp} pattern */
  const need = (pattern) => take(pattern) ?? fail();

  /**
   * @param {number} depth
   * @returns {TomlValue}
   */
  function value(depth) {
    if (depth > MOST_DEPTH) fail();
    const first = text[at];
    if (first === '"') {
      const [written] = need(BASIC);
      try {
        return String(JSON.parse(written));
      } catch {
        return fail();
      }
    }
    if (first === "'") return need(LITERAL)[1];
    if (first === "[") {
      const items = [];
      at += 1;
      for (take(BLANK); text[at] !== "]"; take(BLANK)) {
        items.push(value(depth + 1));
        take(BLANK);
        if (text[at] === ",") at += 1;
        else if (text[at] !== "]") fail();
      }
      at += 1;
      return items;
    }
    if (first === "{") {
      at += 1;
      const table = new Map();
      for (take(LINE_BLANK); text[at] !== "}"; take(LINE_BLANK)) {
        pair(table, depth + 1);
        take(LINE_BLANK);
        if (text[at] === ",") at += 1;
        else if (text[at] !== "}") fail();
      }
      at += 1;
      return table;
    }
    return Number(need(NUMBER)[0]);
  }

  /**
   * @param {Map<string, TomlValue>} table
   * @param {number} depth
   */
  function pair(table, depth) {
    const [key] = need(KEY);
    if (table.has(key)) fail();
    take(LINE_BLANK);
    if (text[at] !== "=") fail();
    at += 1;
    take(LINE_BLANK);
    table.set(key, value(depth));
  }

  take(BLANK);
  const [, name] = need(HEADER);
  need(LINE_END);
  const keys = new Map();
  for (take(BLANK); at < text.length; take(BLANK)) {
    pair(keys, 0);
    need(LINE_END);
  }
  return { name, keys };
}

/**
 * A text between quotes.
 *
 * @param {string} text
 */
export const tomlText = (text) => JSON.stringify(text);

/** @param {string[]} texts */
export const tomlList = (texts) => `[${texts.map(tomlText).join(", ")}]`;
