// Placing a new site: choose its kind, then click on the map, or find a place, a postcode or an area by typing.

import { element } from "./dom.js";
import { inSentence } from "./format.js";
import { nearestPlace } from "./live_added.js";
import { FAR, newSite } from "./live_state.js";
import { searchItems, searchMatches } from "./search.js";

const DEGREES = /^\s*(-?\d{1,2}\.\d+)\s*[,; ]\s*(-?\d{1,3}\.\d+)\s*$/;

/**
 * Create the part of the panel with which sites are placed.
 *
 * @param {LiveData} data
 * @param {Live} live
 * @param {PageOfLive} page
 */
export function createNewSite(data, live, page) {
  const { map } = page;
  const container = map.getContainer();
  const options = live.known.kinds.map((kind) => element("option", { value: kind }, data.kinds[kind]));
  const kind = element("select", { id: "zk-new-kind" }, ...options);
  const pick = element("button", { type: "button", class: "zk-new-pick", "aria-pressed": "false" }, "Klik de plek aan op de kaart");
  const find = element("input", {
    id: "zk-new-find",
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: "Of typ plaats, postcode of buurt",
    "aria-label": "Zoek een plek voor de nieuwe locatie",
  });
  const found = element("ul", { class: "zk-new-found" });
  const note = element("p", { class: "zk-live-note", role: "status" });
  note.hidden = true;
  const details = element(
    "details",
    { class: "zk-new" },
    element("summary", {}, "Nieuwe locatie"),
    element("label", { for: "zk-new-kind" }, "Soort"),
    kind,
    pick,
    find,
    found,
    note,
  );

  /** @param {string} text */
  function tell(text) {
    note.textContent = text;
    note.hidden = !text;
  }

  /** @param {boolean} armed */
  function arm(armed) {
    pick.setAttribute("aria-pressed", String(armed));
    pick.textContent = armed ? "Klik nu op de kaart (Esc: toch niet)" : "Klik de plek aan op de kaart";
    container.classList.toggle("zk-placing", armed);
    if (armed) tell("");
  }

  /**
   * A name that no other new site has: the kind, with the place that it is near.
   *
   * @param {number} lat
   * @param {number} lon
   */
  function nameFor(lat, lon) {
    const name = `Nieuw: ${inSentence(data.kinds[kind.value])} ${nearestPlace(data, { lat, lon })}`.trim();
    const names = live.state.added.map((site) => site.name);
    let [result, number] = [name, 2];
    while (names.includes(result)) result = `${name} ${number++}`;
    return result;
  }

  /** @param {L.LatLng} latLng */
  function place({ lat, lng }) {
    arm(false);
    const site = newSite(kind.value, lat, lng, nameFor(lat, lng));
    if (!live.known.joins(site.lat, site.lon)) {
      tell(FAR);
      return;
    }
    tell("");
    found.replaceChildren();
    find.value = "";
    page.showKind(site.kind);
    live.put(site);
  }

  /** While the reader goes to the map or types. */
  const prepare = () => live.prepare(kind.value);
  pick.addEventListener("click", () => {
    arm(pick.getAttribute("aria-pressed") === "false");
    prepare();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") arm(false);
  });
  let dragged = false; // the map: the click at the end of that is none
  container.addEventListener("pointerdown", () => (dragged = false), { capture: true });
  map.on("dragstart", () => (dragged = true));
  // Before all that a click on the map does otherwise.
  container.addEventListener(
    "click",
    (event) => {
      const control = event.target instanceof Element && event.target.closest(".leaflet-control");
      if (pick.getAttribute("aria-pressed") === "false" || control || dragged) return;
      event.stopImmediatePropagation();
      event.preventDefault();
      place(map.mouseEventToLatLng(event));
    },
    { capture: true },
  );

  /** @type {SearchItem[] | undefined} */
  let items;
  /** @param {() => L.LatLng} at */
  const going = (at) => () => place(at());
  const centre = (/** @type {Area[]} */ areas) =>
    L.latLng(
      areas.reduce((sum, { point }) => sum + point.lat, 0) / areas.length,
      areas.reduce((sum, { point }) => sum + point.lng, 0) / areas.length,
    );
  const all = () =>
    (items ||= searchItems(data, {
      place: (one) => going(() => one.latLng)(),
      area: (area) => going(() => area.point)(),
      areas: (areas) => going(() => centre(areas))(),
      site: (site) => going(() => site.latLng)(),
    }));
  find.addEventListener("focus", prepare);
  kind.addEventListener("change", prepare);
  find.addEventListener("input", () => {
    tell("");
    const degrees = DEGREES.exec(find.value);
    const at = degrees && L.latLng(Number(degrees[1]), Number(degrees[2]));
    const matches = at ? [] : searchMatches(all(), find.value);
    const buttons = matches.map((item) => {
      const words = [item.kind, item.where !== item.name ? item.where : ""].filter(Boolean).join(", ");
      const button = element("button", { type: "button" }, item.name, element("small", {}, words));
      button.addEventListener("click", item.go);
      return button;
    });
    if (at) {
      const button = element("button", { type: "button" }, `${at.lat}, ${at.lng}`, element("small", {}, "graden noord, oost"));
      button.addEventListener("click", going(() => at));
      buttons.push(button);
    }
    found.replaceChildren(...buttons.map((button) => element("li", {}, button)));
    if (!buttons.length && find.value.trim()) tell("Niets gevonden. Straten en huisnummers kent deze kaart niet.");
  });
  find.addEventListener("keydown", (event) => {
    if (event.key === "Enter") found.querySelector("button")?.click();
  });

  return {
    node: details,
    /** @param {View} view */
    update(view) {
      if (!details.open && live.known.kinds.includes(view.kinds[0])) kind.value = view.kinds[0];
    },
  };
}
