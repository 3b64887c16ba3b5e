// The table that a reader saves: as the program's own CSV files, for Dutch Excel.

import { element } from "./dom.js";
import { isNumber } from "./format.js";

const FORMULA = /^'*\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * A cell: numbers with a decimal comma and all their digits, texts never a formula, unknown empty.
 *
 * @param {Cell | undefined} value
 */
function csvCell(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "";
  if (isNumber(value)) return String(value).replace(".", ",");
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Columns `[name, values]` as one text.
 *
 * @param {TableColumn[]} columns
 */
export function csvText(columns) {
  const rows = columns[0][1].map((_, i) => columns.map(([, values]) => csvCell(values[i])));
  return "\ufeff" + [columns.map(([name]) => csvCell(name)), ...rows].map((row) => `${row.join(";")}\r\n`).join("");
}

/**
 * The areas with what they were, what they become and the difference, for these kinds.
 *
 * @param {LiveData} data
 * @param {string[]} kinds
 * @returns {TableColumn[]}
 */
export function areaTable(data, kinds) {
  /** @type {TableColumn[]} */
  const columns = [
    [`${data.words[0]}code`, data.areas.map((area) => area.code)],
    [`${data.words[0]}naam`, data.areas.map((area) => area.name)],
    ["gemeentenaam", data.areas.map((area) => area.gemeente)],
    ["inwoners", data.areas.map((area) => data.people(area))],
  ];
  /** @param {Column} rows */
  const ids = (rows) => rows.map((row) => (row === null ? null : data.sites[row].id));
  /** @param {Column} codes */
  const words = (codes) => codes.map((code) => (code === null ? null : data.verdicts[code]));
  /**
   * @param {number | null} now
   * @param {number | null} old
   */
  const minus = (now, old) => (isNumber(now) && isNumber(old) ? now - old : null);
  for (const kind of kinds) {
    const norms = Object.entries(data.live.chains).filter(([, norm]) => norm.kind === kind);
    const names = [
      ...norms.flatMap(([name, norm]) => norm.columns.map((part) => [name, part])),
      ...data.live.parts.map((part) => [kind, part]),
    ];
    for (const [begins, part] of names) {
      const name = `${begins}_${part}`;
      const [before, after] = ["voor", "na"].map((moment) => data.columns[`${name}_${moment}`]);
      if (!before) continue;
      const shown = part === "id" ? ids : part === "oordeel" ? words : (/** @type {Column} */ values) => values;
      columns.push([`${name}_voor`, shown(before)], [`${name}_na`, shown(after)]);
      if (part === "id" || part === "oordeel") continue;
      columns.push([`${name}_verschil`, after.map((value, i) => minus(value, before[i]))]);
    }
  }
  return columns;
}

/**
 * Let the browser save a text as a file.
 *
 * @param {string} name
 * @param {string} text
 * @param {string} type
 */
export function saveText(name, text, type = "text/csv") {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const anchor = element("a", { href: url, download: name, hidden: true });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
