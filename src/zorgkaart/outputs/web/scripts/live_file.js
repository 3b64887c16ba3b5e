// A scenario as a small file: what zorgkaart reads with `scenario --file`, or what one puts in a project file.

import { element } from "./dom.js";
import { osmHours, parseOsmHours } from "./live_hours.js";
import { MOST_ADDED, newSite, nothing } from "./live_state.js";
import { saveText } from "./live_table.js";
import { parseScenarioToml, tomlList, tomlText } from "./live_toml.js";

const NAME = "uit_de_kaart";
const FILE = "scenario.toml";
const MOST_BYTES = 100_000;
const KEYS = ["title", "close", "reopen", "open", "hours", "at"];

/**
 * The text of the file.
 *
 * @param {Scenario} state
 * @param {RawRoads | null} roads
 * @param {string} title
 */
export function scenarioFile(state, roads, title) {
  const lines = [
    "# Een scenario uit de live kaart. Doorrekenen: zorgkaart scenario PROJECTBESTAND --file scenario.toml",
    "# Of zet de regels hieronder in het projectbestand. De live kaart opent dit bestand ook.",
    `[scenarios.${NAME}]`,
    `title = ${tomlText(title)}`,
  ];
  if (state.closed.size) lines.push(`close = ${tomlList([...state.closed].sort())}`);
  if (state.opened.size) lines.push(`reopen = ${tomlList([...state.opened].sort())}`);
  /** @type {(hours: SiteHours) => string} */
  const written = (hours) => tomlText(roads ? osmHours(hours, roads) : "24/7");
  /** @type {(key: string, items: string[]) => void} */
  const tables = (key, items) => {
    if (items.length) lines.push(`${key} = [`, ...items.map((item) => `    { ${item} },`), "]");
  };
  tables(
    "open",
    state.added.map(
      ({ kind, name, lat, lon, hours }) =>
        `kind = ${tomlText(kind)}, name = ${tomlText(name)}, lat = ${lat.toFixed(5)}, lon = ${lon.toFixed(5)}, hours = ${written(hours)}`,
    ),
  );
  tables(
    "hours",
    [...state.hours].sort().map(([id, hours]) => `site = ${tomlText(id)}, hours = ${written(hours)}`),
  );
  if (state.moment) lines.push(`at = ${tomlText(state.moment)}`);
  return `${lines.join("\n")}\n`;
}

/**
 * The scenario in the text of a file; a sentence where it is none that this page can show.
 *
 * @param {string} text
 * @param {Known} known
 * @param {RawRoads | null} roads
 * @returns {Scenario | string}
 */
export function parseScenarioFile(text, known, roads) {
  let keys;
  try {
    ({ keys } = parseScenarioToml(text.replace(/^\ufeff/, "")));
  } catch (error) {
    const where = error instanceof SyntaxError ? error.message : "";
    return `Dit is geen scenario van zorgkaart: ${where} is niet te lezen.`;
  }
  const state = nothing();
  /** @type {(what: string) => string} */
  const cannot = (what) => `Dit scenario is op deze kaart niet te openen: ${what}.`;
  /** @type {(value: unknown) => string} */
  const shown = (value) => `\u201c${String(value).slice(0, 40)}\u201d`;
  const strange = [...keys.keys()].find((key) => !KEYS.includes(key));
  if (strange) return cannot(`de sleutel ${shown(strange)} kent zij niet`);
  /** @type {(key: string) => TomlValue[]} */
  const listOf = (key) => {
    const value = keys.get(key);
    return Array.isArray(value) ? value : value === undefined ? [] : [value];
  };
  for (const [key, there, chosen] of /** @type {const} */ ([
    ["close", known.closable, state.closed],
    ["reopen", known.openable, state.opened],
  ])) {
    for (const id of listOf(key)) {
      if (typeof id !== "string" || !there.has(id)) return cannot(`zij heeft geen locatie met de code ${shown(id)} om te ${key === "close" ? "sluiten" : "openen"}`);
      chosen.add(id);
    }
  }
  /** @type {(item: TomlValue, key: string) => TomlValue | undefined} */
  const part = (item, key) => (item instanceof Map ? item.get(key) : undefined);
  for (const item of listOf("hours")) {
    const [id, text_] = [part(item, "site"), part(item, "hours")];
    const hours = roads && typeof text_ === "string" ? parseOsmHours(text_, roads) : undefined;
    if (typeof id !== "string" || !known.closable.has(id) || state.closed.has(id)) {
      return cannot(`zij kan de tijden van ${shown(id)} niet veranderen`);
    }
    if (hours === undefined) return cannot(`de openingstijden ${shown(text_)} kan zij niet tonen`);
    state.hours.set(id, hours);
  }
  for (const item of listOf("open")) {
    const [kind, name, lat, lon] = ["kind", "name", "lat", "lon"].map((key) => part(item, key));
    const text_ = part(item, "hours") ?? roads?.always;
    const hours = roads && typeof text_ === "string" ? parseOsmHours(text_, roads) : undefined;
    if (typeof kind !== "string" || !known.kinds.includes(kind)) return cannot(`zij kent de soort ${shown(kind)} niet`);
    if (typeof name !== "string" || !name.trim()) return cannot("een nieuwe locatie heeft geen naam");
    if (typeof lat !== "number" || typeof lon !== "number" || !known.joins(lat, lon)) {
      return cannot(`${shown(name)} ligt niet bij een weg van deze kaart`);
    }
    if (hours === undefined) return cannot(`de openingstijden ${shown(text_)} kan zij niet tonen`);
    if (state.added.length === MOST_ADDED) return cannot(`er zijn meer dan ${MOST_ADDED} nieuwe locaties`);
    state.added.push(newSite(kind, lat, lon, name, hours));
  }
  const moment = keys.get("at") ?? "";
  if (typeof moment !== "string" || !known.moments.includes(moment)) return cannot(`het tijdstip ${shown(moment)} kent zij niet`);
  state.moment = moment;
  return state;
}

/**
 * What a scenario is called, from what it changes.
 *
 * @param {Data} data
 * @param {Live} live
 */
function titleOf(data, live) {
  /** @param {Site} site */
  const what = (site) =>
    site.added ? "nieuw" : live.hasOtherHours(site) ? "andere tijden" : live.isOpen(site) ? "open" : "dicht";
  return live
    .changedSites()
    .map((site) => `${site.naam} (${data.kinds[site.soort]}) ${what(site)}`)
    .join("; ")
    .slice(0, 200);
}

/**
 * The buttons that save a scenario and open one.
 *
 * @param {Data} data
 * @param {Live} live
 * @param {(text: string) => void} say
 */
export function createFileButtons(data, live, say) {
  const problem = element("p", { class: "zk-live-warning", role: "alert" });
  problem.hidden = true;
  const save = element("button", { type: "button", class: "zk-file-save" }, "Scenario opslaan");
  save.addEventListener("click", () => {
    saveText(FILE, scenarioFile(live.state, live.roads, titleOf(data, live)), "application/toml");
    say(`Scenario opgeslagen als ${FILE}. Stuur het mee; deze kaart en zorgkaart openen het.`);
  });
  const input = element("input", { type: "file", accept: ".toml", class: "zk-unseen", tabindex: -1, "aria-hidden": "true" });
  const open = element("button", { type: "button", class: "zk-file-open" }, "Scenario openen");
  open.addEventListener("click", () => input.click());
  /** @param {string} text */
  const tell = (text) => {
    problem.textContent = text;
    problem.hidden = !text;
  };
  input.addEventListener("change", async () => {
    const [file] = input.files ?? [];
    input.value = "";
    if (!file) return;
    if (file.size > MOST_BYTES) {
      tell("Dit is geen scenario van zorgkaart: het bestand is te groot.");
      return;
    }
    const read = parseScenarioFile(await file.text(), live.known, live.roads);
    tell(typeof read === "string" ? read : "");
    if (typeof read !== "string") live.load(read);
  });
  return {
    node: element("div", { class: "zk-file" }, element("div", { class: "zk-live-buttons" }, save, open), input, problem),
    /** @param {boolean} changed */
    update(changed) {
      save.disabled = !changed && !live.state.moment;
    },
  };
}
