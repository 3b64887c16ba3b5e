// The headline of the live map: losses and gains, an interval or "one computation", and why nothing changes.

import assert from "node:assert/strict";
import { test } from "node:test";

import { estimateOf, headlineOf, linkOf, whyNothing } from "../../src/zorgkaart/outputs/web/scripts/live_words.js";

const ONE_RUN = "één berekening, zonder marge";
const said = (more = {}) => ({ estimate: undefined, oneRun: ONE_RUN, why: "", ...more });
const norm = (totals) => ({ norm: { before: 100, after: 100, difference: 0, more: 0, fewer: 0, ...totals } });
const trips = (totals) => ({ trips: { longer: 0, extra: 0, shorter: 0, lost: 0, mean: 5, ...totals }, shut: false });
const text = ({ big, small }) => `${big} ${small}`;
const ESTIMATE = { norm: "seh", closed: ["a"], value: 20533, tolerance: 210, shown: 20500, low: 8200, high: 50100 };

test("a figure of a norm has its interval or is said to be one computation", () => {
  assert.equal(text(headlineOf(norm({}), true, false, said())), `100 inwoners buiten de norm (${ONE_RUN})`);
  const estimate = { ...ESTIMATE, shown: 3600, low: 600, high: 25000 };
  assert.equal(
    text(headlineOf(norm({ after: 3630 }), true, false, said({ estimate }))),
    "circa 3.600 inwoners buiten de norm (tussen 600 en 25.000)",
  );
  const changed = headlineOf(norm({ after: 20633, difference: 20533, more: 20533 }), true, true, said({ estimate: ESTIMATE }));
  assert.equal(text(changed), "circa +20.500 inwoners buiten de norm (tussen +8.200 en +50.100)");
  assert.equal(changed.turn, "worse");
});

test("an interval is shown with the figure that it is of, and with no other", () => {
  assert.equal(estimateOf([ESTIMATE], "seh", ["a"], 20600), ESTIMATE);
  assert.equal(estimateOf([ESTIMATE], "seh", ["a"], 21000), undefined);
  assert.equal(estimateOf([ESTIMATE], "seh", ["a", "b"], 20533), undefined);
  assert.equal(estimateOf([ESTIMATE], "seh", null, 20533), undefined);
  assert.equal(estimateOf([ESTIMATE], "acute", ["a"], 20533), undefined);
});

test("gains stand beside losses", () => {
  assert.equal(
    text(headlineOf(norm({ after: 101, difference: 1, more: 3, fewer: 2 }), true, true, said())),
    `+1 inwoner buiten de norm: van 100 naar 101, 3 erbij en 2 eraf (${ONE_RUN})`,
  );
  assert.equal(
    text(headlineOf(norm({ after: 60, difference: -40, fewer: 40 }), true, true, said())),
    `−40 inwoners buiten de norm: van 100 naar 60 (${ONE_RUN})`,
  );
  const moved = headlineOf(norm({ more: 5, fewer: 5 }), true, true, said({ why: "niets" }));
  assert.match(text(moved), /^0 inwoners buiten de norm: van 100 naar 100, 5 erbij en 5 eraf/);
});

test("sentences about trips, for nobody, one and many", () => {
  const line = (totals, why = "") => text(headlineOf(trips(totals), false, true, said({ why })));
  assert.equal(line({ longer: 1, extra: 2 }), `1 inwoner reist langer, gemiddeld 2,0 min (${ONE_RUN})`);
  assert.equal(line({ longer: 2, extra: 2, shorter: 1 }), `2 inwoners reizen langer, gemiddeld 2,0 min; 1 reist korter (${ONE_RUN})`);
  assert.equal(line({ shorter: 1 }), `1 inwoner reist korter (${ONE_RUN})`);
  assert.equal(line({ shorter: 1200 }), `1.200 inwoners reizen korter (${ONE_RUN})`);
  assert.equal(line({ lost: 1, longer: 3, extra: 1 }), `1 inwoner zonder open locatie; 3 reizen langer, gemiddeld 1,0 min (${ONE_RUN})`);
  assert.equal(line({}), "0 inwoners reizen langer of korter");
  assert.equal(line({}, "A telt hier niet mee (dicht)"), "0 inwoners reizen langer of korter: A telt hier niet mee (dicht)");
  assert.equal(line({ longer: NaN }), "Onbekend hoeveel inwoners langer reizen");
  assert.match(text(headlineOf(trips({}), false, false, said())), /^5,0 min gemiddeld naar de dichtstbijzijnde locatie/);
});

test("a change without effect says why", () => {
  const facts = { left: [], counted: [], moves: false, limit: null };
  assert.equal(whyNothing(facts), "de wijziging gaat over een andere soort voorziening");
  assert.equal(
    whyNothing({ ...facts, left: [["Winsum", "niet dag en nacht open"]], limit: 45 }),
    "Winsum telt hier niet mee (niet dag en nacht open)",
  );
  assert.equal(
    whyNothing({ ...facts, counted: ["A"] }),
    "A is voor niemand de dichtstbijzijnde, of een andere is even dichtbij",
  );
  assert.equal(
    whyNothing({ ...facts, counted: ["A"], moves: true, limit: 45 }),
    "niemand komt door de wijziging over de grens van 45 minuten",
  );
  assert.match(whyNothing({ ...facts, counted: ["A", "B", "C", "D"] }), /; en nog 2$/);
  const none = headlineOf(norm({}), true, true, said({ why: "A telt hier niet mee (dicht)" }));
  assert.equal(text(none), "0 inwoners erbij of eraf buiten de norm: A telt hier niet mee (dicht)");
  assert.equal(none.turn, "");
});

test("a link to a file on a shared drive or server is whole, spaces and all", () => {
  for (const [host, pathname, href] of [
    ["", "/H:/Zorg%20en%20welzijn/wat%20als.html", "file:///H:/Zorg%20en%20welzijn/wat%20als.html#dicht=a"],
    ["server01", "/deel/Zorg%20en%20welzijn/wat%20als.html", "file://server01/deel/Zorg%20en%20welzijn/wat%20als.html#dicht=a"],
    ["", "//server01/deel/wat%20als.html", "file://///server01/deel/wat%20als.html#dicht=a"], // as Firefox has it
    ["", "/mnt/deel/wat%20als.html", "file:///mnt/deel/wat%20als.html#dicht=a"],
  ]) {
    const { text: copied, note } = linkOf({ protocol: "file:", host, href, pathname, hash: "#dicht=a" });
    assert.equal(copied, href);
    assert.doesNotMatch(copied, / /);
    assert.match(note, /wat als\.html op dezelfde schijf/);
  }
});

test("a link to a file leaves out the folder, and says that the file must be sent along", () => {
  const place = { protocol: "file:", host: "", href: "file:///C:/Users/x/wat%20als.html#a", pathname: "/C:/Users/x/wat%20als.html", hash: "#a" };
  const { text: copied, note } = linkOf(place);
  assert.equal(copied, "wat als.html#a");
  assert.match(note, /Stuur wat als\.html mee/);
  const web = { protocol: "https:", host: "zorg.nl", href: "https://zorg.nl/wat-als.html#a", pathname: "/wat-als.html", hash: "#a" };
  assert.deepEqual(linkOf(web), { text: web.href, note: "" });
});
