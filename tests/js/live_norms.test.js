// Norms that ask a share, in words; and the table of outcomes.

import assert from "node:assert/strict";
import { test } from "node:test";

import { shareChanges, shareText, within } from "../../src/zorgkaart/outputs/web/scripts/live_norms.js";
import { outcomeColumns, outcomeGroups } from "../../src/zorgkaart/outputs/web/scripts/live_outcomes.js";

const part = (code, share, asked = 0.9) => ({ code, people: 100, within: share, met: share >= asked });
const norm = (per, words) => ({ per, words, asked: 0.9, label: "norm", kind: "hap" });
const card = (name) => ({ name, siteName: (row) => ["Noord", "Oost", "Zuid"][row] });
const data = {
  areas: [{ name: "Buurt" }],
  kinds: { hap: "Huisartsenpost" },
  live: {
    chains: {
      w: norm("werkgebied", ["werkgebied", "werkgebieden"]),
      g: norm("gemeente", ["gemeente", "gemeenten"]),
      all: norm("geheel", ["gebied", "gebieden"]),
    },
    levels: { gemeente: { names: ["A", "B", "C", "D", "E", "F"] } },
  },
};

test("a share that is too small never looks as if it were enough", () => {
  assert.equal(within(part(0, 0.89999)), "89,9 %");
  assert.equal(within(part(0, 0.9)), "90,0 %");
  assert.equal(within(part(0, 0.712)), "71,2 %");
});

test("where a norm is met, the worst first", () => {
  const shares = { whole: part("", 0.85), parts: [part(0, 0.8), part(1, 0.95), part(-1, 0.1)] };
  assert.equal(
    shareText(data, card("w"), shares),
    "Voor 90 % van de inwoners: gehaald in 1 van 3 werkgebieden, niet in het deel zonder weg naar een locatie (10,0 %) en Noord (80,0 %); " +
      "van alle inwoners woont 85,0 % daarbinnen",
  );
  const many = { whole: part("", 0.5), parts: [0, 1, 2, 3, 4, 5].map((at) => part(at, 0.5)) };
  assert.match(shareText(data, card("g"), many), /gehaald in 0 van 6 gemeenten, niet in A \(50,0 %\), .*, D \(50,0 %\) en nog 2; /);
  assert.match(shareText(data, card("g"), { whole: part("", 0.95), parts: [part(0, 0.95)] }), /gehaald in 1 van 1 gemeente; van/);
  assert.equal(
    shareText(data, card("all"), { whole: part("", 0.85), parts: [] }),
    "Voor 90 % van de inwoners: niet gehaald; van alle inwoners woont 85,0 % daarbinnen",
  );
  assert.equal(shareText(data, card("w"), { whole: null, parts: [] }), "Voor 90 % van de inwoners: niet te zeggen");
});

test("what changes do to a norm with a share", () => {
  const before = { whole: part("", 0.95), parts: [part(0, 0.95), part(1, 0.8), part(2, 0.99)] };
  const after = { whole: part("", 0.85), parts: [part(0, 0.8), part(1, 0.92)] };
  assert.deepEqual(shareChanges(data, card("w"), [before, after], [part(2, 0.779)]), [
    "Niet meer gehaald in Noord.",
    "Voortaan gehaald in Oost.",
    "Zuid heeft geen werkgebied meer; van wie daarbij hoorde, woont 77,9 % nog binnen de norm (niet gehaald).",
  ]);
  assert.deepEqual(shareChanges(data, card("all"), [before, after], []), ["De norm wordt niet meer gehaald."]);
  assert.deepEqual(shareChanges(data, card("all"), [after, before], []), ["De norm wordt voortaan gehaald."]);
  assert.deepEqual(shareChanges(data, card("w"), [before, before], []), []);
  assert.deepEqual(shareChanges(data, card("w"), [before, { whole: null, parts: [] }], []), []);
});

test("the table of outcomes has every norm with ages and shares, and unknown as unknown", () => {
  const totals = (after) => ({ before: 10, after, difference: after - 10, aged: [{ age: 65, before: 1, after: after / 10 }] });
  const outcome = (after, mean) => ({
    norms: [
      { name: "w", totals: totals(after), shares: null },
      { name: "all", totals: totals(after), shares: [{ whole: part("", 0.95), parts: [] }, { whole: part("", 0.85), parts: [] }] },
    ],
    trips: { hap: { mean } },
  });
  const groups = outcomeGroups(data, [outcome(10, 5), outcome(NaN, NaN)]);
  assert.deepEqual(
    groups.map(({ rows }) => rows.map(({ label }) => label)),
    [
      ["Inwoners buiten de norm", "Waarvan 65-plus", "Verschil door de wijzigingen"],
      ["Inwoners buiten de norm", "Waarvan 65-plus", "Verschil door de wijzigingen", "Gehaald?"],
      ["Huisartsenpost"],
    ],
  );
  assert.deepEqual(groups[0].rows[0].cells.map(({ text }) => text), ["10", "onbekend"]);
  assert.deepEqual(groups[0].rows[2].cells.map(({ text }) => text), ["0", "onbekend"]);
  const columns = outcomeColumns(groups, ["Nu", "=HAP"]);
  assert.deepEqual(columns.map(([name, values]) => [name, values.length]), [["onderdeel", 8], ["uitkomst", 8], ["Nu", 8], ["=HAP", 8]]);
  assert.equal(columns[2][1][0], 10);
});
