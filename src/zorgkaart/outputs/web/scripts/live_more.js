// The part of the panel for what is kept beside the scenario: the second map and saved scenarios.

import { element } from "./dom.js";
import { capital, counted } from "./format.js";
import { showOutcomes } from "./live_outcomes.js";
import { AS_IS, cleanName, MOST_LETTERS, MOST_SAVED, NO_SECOND, secondAt, secondSaved, withoutSaved, withSaved } from "./live_shelf.js";
import { changesOf, nothing } from "./live_state.js";

/**
 * A scenario in a few words: its moment and how much it changes.
 *
 * @param {Pick<Live, "moments">} live
 * @param {Scenario} state
 */
export function aboutScenario({ moments }, state) {
  const changes = changesOf(state);
  const when = (state.moment && moments.find(([key]) => key === state.moment)?.[1]) || "ongeacht het tijdstip";
  return `${capital(when)}; ${changes ? counted(changes, "wijziging", "wijzigingen") : "zonder wijzigingen"}`;
}

/**
 * Create the part; `update()` fills it anew.
 *
 * @param {LiveData} data
 * @param {Live} live
 */
export function createMore(data, live) {
  /**
   * @param {string} label
   * @param {() => void} act
   * @param {string} name
   */
  const button = (label, act, name = "") => {
    const node = element("button", { type: "button", class: name }, label);
    node.addEventListener("click", act);
    return node;
  };
  /** @type {(value: string, text: string) => HTMLOptionElement} */
  const option = (value, text) => element("option", { value }, text);

  const second = element("select", { id: "zk-live-second" });
  second.addEventListener("change", () => {
    const chosen = second.selectedOptions[0]?.textContent ?? "";
    const said = second.value ? `Tweede kaart: ${chosen}.` : "E\u00e9n kaart.";
    live.keep({ ...live.shelf, second: second.value }, said);
  });

  const name = element("input", { id: "zk-live-name", type: "text", maxlength: MOST_LETTERS, autocomplete: "off" });
  const trouble = element("p", { class: "zk-live-note", role: "alert", hidden: true });
  function save() {
    const text = cleanName(name.value);
    const next = text ? withSaved(live.shelf, text, live.state) : live.shelf;
    trouble.hidden = next !== live.shelf;
    trouble.textContent = text ? `Er passen ${MOST_SAVED} scenario\u2019s op deze bladzijde. Wis er eerst een.` : "Geef het scenario een naam.";
    if (next === live.shelf) return;
    name.value = "";
    live.keep(next, `Bewaard als ${text}.`);
  }
  name.addEventListener("keydown", (event) => {
    if (event.key === "Enter") save();
  });
  const list = element("ul", { class: "zk-live-saved", "aria-label": "Bewaarde scenario\u2019s" });
  const table = button("Uitkomsten naast elkaar", () => {
    /** @type {(name: string, state: Scenario) => {name: string, about: string, outcome: ScenarioOutcome}} */
    const column = (title, state) => ({ name: title, about: aboutScenario(live, state), outcome: live.outcomeOf(state) });
    const changed = live.isChanged() ? [column("Nu op de kaart", live.state)] : [];
    const asIs = { ...nothing(), moment: live.state.moment };
    const saved = live.shelf.saved.map(({ name: title, state }) => column(title, state));
    showOutcomes(data, [column("Zonder wijzigingen", asIs), ...changed, ...saved]);
  }, "zk-live-table");

  /** @param {Saved} saved */
  function item(saved) {
    const about = aboutScenario(live, saved.state);
    const open = button(saved.name, () => live.take(saved), "zk-link");
    open.append(element("small", {}, about));
    open.setAttribute("aria-label", `Open ${saved.name}: ${about}`);
    const beside = button("Ernaast", () =>
      live.keep({ ...live.shelf, second: secondSaved(saved.name) }, `Tweede kaart: ${saved.name}.`),
    );
    beside.setAttribute("aria-label", `Zet ${saved.name} op de tweede kaart`);
    const remove = button("\u00d7", () => {
      live.keep(withoutSaved(live.shelf, saved.name), `${saved.name} gewist.`);
      name.focus();
    }, "zk-live-remove");
    remove.setAttribute("aria-label", `Wis ${saved.name}`);
    return element("li", {}, open, beside, remove);
  }

  const shelf = element(
    "details",
    { class: "zk-live-shelf" },
    element("summary", {}, "Scenario\u2019s bewaren en vergelijken"),
    element("label", { for: "zk-live-name" }, "Bewaar wat de kaart nu laat zien als"),
    element("div", { class: "zk-live-save" }, name, button("Bewaren", save)),
    trouble,
    list,
    table,
    element("p", { class: "zk-live-hint" }, "Bewaarde scenario\u2019s staan in de link van deze bladzijde. Zonder die link zijn zij weg als u de bladzijde sluit."),
  );

  return {
    nodes: [
      element("label", { for: "zk-live-second" }, "Tweede kaart ernaast"),
      second,
    ],
    shelf,
    update() {
      const { saved, second: shown } = live.shelf;
      const moments = live.moments.map(([key, text]) => option(secondAt(key), `${capital(text)}, zelfde wijzigingen`));
      second.replaceChildren(
        option(NO_SECOND, "Geen"),
        option(AS_IS, "Zonder wijzigingen"),
        ...moments,
        ...saved.map(({ name: title }) => option(secondSaved(title), `Bewaard: ${title}`)),
      );
      second.value = shown;
      const focused = list.contains(document.activeElement) && document.activeElement?.getAttribute("aria-label");
      list.replaceChildren(...saved.map(item));
      const buttons = [...list.querySelectorAll("button")]; // the keyboard stays where it was
      if (focused) buttons.find((node) => node.getAttribute("aria-label") === focused)?.focus({ preventScroll: true });
      list.hidden = !saved.length;
      if (saved.length) shelf.open = true;
      trouble.hidden = true;
    },
  };
}
