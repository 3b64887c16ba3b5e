// The panel of the live map: what the reader changed, the main number, what can be done, and what comes of it.

import { byId, element } from "./dom.js";
import { capital, counted } from "./format.js";
import { createFileButtons } from "./live_file.js";
import { createMore } from "./live_more.js";
import { createNewSite } from "./live_new.js";
import { areaList, kindCard } from "./live_results.js";
import { createSiteList } from "./live_sites.js";
import { areaTable, csvText, saveText } from "./live_table.js";
import { linkOf } from "./live_words.js";
import { drawSymbol } from "./symbols.js";

const MOST_CHIPS = 4;

/**
 * Put a text on the clipboard; where that is not allowed, show it in a box to copy from.
 *
 * @param {string} text
 * @param {HTMLInputElement} box
 */
async function copyText(text, box) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    box.hidden = false;
    box.value = text;
    box.focus();
    box.select();
    return false;
  }
}

/**
 * Create the panel; `update()` fills it anew.
 *
 * @param {LiveData} data
 * @param {Live} live
 * @param {PageOfLive} page
 */
export function createLivePanel(data, live, page) {
  const root = byId("zk-live", HTMLElement);
  const said = byId("zk-said", HTMLElement);
  /**
   * @param {string} label
   * @param {string} name
   * @param {() => void} act
   */
  const button = (label, name, act) => {
    const node = element("button", { type: "button", class: name }, label);
    node.addEventListener("click", act);
    return node;
  };

  const options = live.moments.map(([key, label]) => element("option", { value: key }, capital(label)));
  const moment = element("select", { id: "zk-live-moment" }, ...options);
  moment.addEventListener("change", () => live.setMoment(moment.value));

  const big = element("b", { id: "zk-live-big" });
  const small = element("span", {});
  const about = element("small", {});
  const headline = element("p", { id: "zk-live-headline", class: "zk-live-headline" }, about, big, small);
  const fold = button("Meer", "zk-live-fold", () => setOpen(!root.classList.contains("zk-open")));
  fold.id = "zk-live-fold";
  fold.setAttribute("aria-controls", "zk-live-body");
  /** @param {boolean} open */
  const setOpen = (open) => {
    root.classList.toggle("zk-open", open);
    fold.setAttribute("aria-expanded", String(open));
    fold.textContent = open ? "Minder" : "Meer";
  };
  setOpen(false);

  const undo = button("Ongedaan maken", "zk-undo", live.undo);
  const reset = button("Begin opnieuw", "zk-reset", live.reset);
  const address = element("input", {
    class: "zk-live-address",
    type: "text",
    readonly: true,
    "aria-label": "Link naar dit scenario",
  });
  address.hidden = true;
  const sent = element("p", { class: "zk-live-sent" });
  sent.hidden = true;
  const share = button("Link kopiëren", "zk-share", async () => {
    const { text, note } = linkOf(location);
    const copied = await copyText(text, address);
    said.textContent = `${copied ? "Link gekopieerd." : "Kopieer de link uit het vak."} ${note}`.trim();
    sent.textContent = note;
    sent.hidden = !note;
    if (copied) share.textContent = "Gekopieerd";
    setTimeout(() => {
      share.textContent = "Link kopiëren";
    }, 2000);
  });
  const save = button("Tabel opslaan", "zk-save", () => {
    saveText("wat-als.csv", csvText(areaTable(data, live.touched(page.view()))));
    said.textContent = "Tabel opgeslagen als wat-als.csv.";
  });

  const warning = element("p", { class: "zk-live-warning" });
  const invitation = element(
    "p",
    { class: "zk-live-invitation" },
    "Klik op een locatie op de kaart en sluit haar, of kies er hieronder een. De kaart rekent meteen mee.",
  );
  const chips = element("ul", { class: "zk-live-chips", "aria-label": "Wijzigingen" });
  const moreChips = element("ul", { class: "zk-live-chips", "aria-label": "Meer wijzigingen" });
  const moreCount = element("summary");
  const more = element("details", {}, moreCount, moreChips);
  const results = element("div", { id: "zk-live-results" });
  const buttons = element("div", { class: "zk-live-buttons" }, undo, reset, share, save);
  const kept = createMore(data, live);
  const list = createSiteList(data, live, page.showKind, page.site);
  const fresh = live.roads ? createNewSite(data, live, page) : null;
  const file = createFileButtons(data, live, (text) => {
    said.textContent = text;
  });
  const body = element(
    "div",
    { id: "zk-live-body", class: "zk-live-body" },
    warning,
    invitation,
    fresh?.node ?? "",
    chips,
    more,
    buttons,
    address,
    sent,
    file.node,
    element("label", { for: "zk-live-moment" }, "Tijdstip"),
    moment,
    ...kept.nodes,
    results,
    kept.shelf,
    list.node,
  );
  const title = element("h2", { class: "zk-unseen" }, "Wat als");
  const header = element("header", {}, title, headline, fold);
  root.append(header, body);
  L.DomEvent.disableClickPropagation(root).disableScrollPropagation(root);
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type === "text";
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || typing) return;
    event.preventDefault();
    if (live.canUndo) live.undo();
  });

  /** @param {Site} site */
  function chip(site) {
    const what = site.added ? "nieuw" : live.hasOtherHours(site) ? "andere tijden" : live.isOpen(site) ? "open" : "dicht";
    const remove = button("\u00d7", "", () => live.restore(site));
    remove.setAttribute("aria-label", `Maak ongedaan: ${site.naam} ${what}`);
    const text = element("span", {}, site.naam, element("small", {}, `${data.kinds[site.soort]} ${what}`));
    return element(
      "li",
      { "data-site": site.id },
      drawSymbol(data.symbols[site.soort], live.isOpen(site) ? "opened" : "closed"),
      text,
      remove,
    );
  }

  return {
    fold: () => setOpen(false),
    first: () =>
      [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("button, select"))].find((node) => node.offsetParent),
    update() {
      const view = page.view();
      const changed = live.isChanged();
      const line = live.headline(view);
      about.textContent = view.label;
      big.textContent = line.big;
      small.textContent = line.small;
      headline.dataset.turn = line.turn;
      root.classList.toggle("zk-changed", changed);
      warning.textContent = live.warning;
      warning.hidden = !live.warning;
      invitation.hidden = changed;
      const sites = live.changedSites();
      chips.replaceChildren(...sites.slice(0, MOST_CHIPS).map(chip));
      moreChips.replaceChildren(...sites.slice(MOST_CHIPS).map(chip));
      more.hidden = sites.length <= MOST_CHIPS;
      moreCount.textContent = `Nog ${counted(sites.length - MOST_CHIPS, "wijziging", "wijzigingen")}`;
      undo.disabled = !live.canUndo;
      reset.disabled = !changed && !live.state.moment;
      address.hidden = true;
      sent.hidden = true;
      moment.value = live.state.moment;
      buttons.hidden = !changed && !live.canUndo && !live.state.moment;
      const cards = live.touched(view).map((kind) => kindCard(data, live.cardOf(kind), changed));
      results.replaceChildren(...cards.flatMap((card) => card ?? []), ...(changed ? [areaList(data, view, page.area)] : []));
      list.update(view);
      kept.update();
      fresh?.update(view);
      file.update(changed);
      // Where the panel is a sheet below the map, what lies on the map stays above its folded height.
      document.documentElement.style.setProperty("--sheet", `${header.offsetHeight}px`);
    },
  };
}
