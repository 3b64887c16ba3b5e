// The sums of the live map, against the tables of cases that tests/analyses/live/test_cases.py reads too.

import assert from "node:assert/strict";
import { test } from "node:test";

import { levelSide } from "../../src/zorgkaart/outputs/web/scripts/live_columns.js";
import { decodeLabels } from "../../src/zorgkaart/outputs/web/scripts/live_labels.js";
import { chainTotals, loads, situation, tripTotals } from "../../src/zorgkaart/outputs/web/scripts/live_model.js";
import { endedShares, sharesOf } from "../../src/zorgkaart/outputs/web/scripts/live_shares.js";
import { assertClose, cases } from "./support.js";

const MINUTES = 1e-4; // they stand in the page in single precision
const PEOPLE = 1e-3;

function assertColumns(side, expected, ids) {
  const mine = {};
  for (const [kind, { columns }] of [...Object.entries(side.trips), ...Object.entries(side.chains)]) {
    for (const [name, values] of Object.entries(columns)) mine[`${kind}_${name}`] = values;
  }
  for (const [kind, { verdicts }] of Object.entries(side.chains)) mine[`${kind}_oordeel`] = verdicts;
  assert.deepEqual(Object.keys(mine).sort(), Object.keys(expected).sort());
  for (const [name, values] of Object.entries(expected)) {
    if (name.endsWith("_id")) {
      const named = mine[name].map((row) => (row === null ? null : ids[row]));
      assert.deepEqual(named, values, name);
    } else if (name.endsWith("_oordeel")) assert.deepEqual(mine[name], values, name);
    else {
      assert.equal(mine[name].length, values.length);
      values.forEach((value, i) => assertClose(mine[name][i], value, MINUTES, `${name} of area ${i}`));
    }
  }
}

function assertResidents(side, expected, ids) {
  assert.deepEqual(Object.keys(side.trips).sort(), Object.keys(expected).sort());
  for (const [kind, { visitors }] of Object.entries(side.trips)) {
    const some = [...visitors].filter(([, people]) => people > 0);
    assert.deepEqual(some.map(([row]) => ids[row]).sort(), Object.keys(expected[kind]).sort(), kind);
    for (const [row, people] of some) assertClose(people, expected[kind][ids[row]], PEOPLE, `${kind} at ${ids[row]}`);
  }
}

const table = cases("live_model");
for (const { closed, opened, moment, columns, residents, totals, norms, shares, levels } of table.cases) {
  test(`the full computation without ${closed}${opened.length ? `, with ${opened}` : ""} ${moment}`, () => {
    const labels = decodeLabels(table.labels);
    const candidates = new Set(labels.candidates);
    const isOpen = (row) => (candidates.has(row) ? opened : closed).includes(table.ids[row]) === candidates.has(row);
    const before = situation(labels, moment, (row) => !candidates.has(row));
    const after = situation(labels, moment, isOpen, before);
    assertColumns(before, columns.voor, table.ids);
    assertColumns(after, columns.na, table.ids);
    assertResidents(before, residents.voor, table.ids);
    assertResidents(after, residents.na, table.ids);
    for (const [name, expected] of Object.entries(norms)) assertNorm(labels, name, before, after, expected);
    for (const [side, moment] of [[before, "voor"], [after, "na"]]) {
      for (const [name, now] of Object.entries(side.chains)) assertShares(labels, name, now, shares[moment][name]);
      for (const [word, sides] of Object.entries(levels)) assertColumns(levelSide(labels, side, word), sides[moment], table.ids);
    }
    for (const [kind, expected] of Object.entries(totals)) assertTotals(labels, kind, before, after, expected);
    for (const kind of Object.keys(totals).filter((name) => before.trips[name])) assertLoads(kind, before, after, residents);
    // Without what is known of the situation before the outcome is the same.
    assert.deepEqual(situation(labels, moment, isOpen), after);
  });
}

function assertNorm(labels, name, before, after, expected) {
  const totals = chainTotals(labels, before.chains[name], after.chains[name]);
  const mine = { inwoners_voor: totals.before, inwoners_na: totals.after };
  const ended = endedShares(labels, labels.chains[name], before.chains[name], after.chains[name]);
  assert.deepEqual(ended.map(({ code }) => table.ids[code] ?? "").sort(), Object.keys(expected.ended).sort(), name);
  for (const { code, within } of ended) assertClose(within, expected.ended[table.ids[code] ?? ""], 1e-6, name);
  for (const { age, before: old, after: now } of totals.aged) {
    mine[`${age}plus_voor`] = old;
    mine[`${age}plus_na`] = now;
  }
  const people = Object.fromEntries(Object.entries(expected).filter(([key]) => key !== "ended"));
  assert.deepEqual(Object.keys(mine).sort(), Object.keys(people).sort());
  for (const [key, value] of Object.entries(people)) assertClose(mine[key], value, PEOPLE, `${name} ${key}`);
}

function assertShares(labels, name, now, expected) {
  const norm = labels.chains[name];
  const shares = sharesOf(labels, norm, now);
  assert.equal(shares === null, expected === undefined, name);
  if (!shares) return;
  const code = (part) => (norm.per === "werkgebied" ? table.ids[part.code] ?? "" : labels.levels[norm.per].codes[part.code]);
  const rows = [
    ...(shares.whole ? [{ ...shares.whole, niveau: "geheel", code: "" }] : []),
    ...shares.parts.map((part) => ({ ...part, niveau: norm.per, code: code(part) })),
  ].sort((a, b) => Number(a.niveau !== "geheel") - Number(b.niveau !== "geheel") || (a.code < b.code ? -1 : 1));
  assert.deepEqual(rows.map((row) => row.code), expected.map((row) => row.gebiedscode), name);
  rows.forEach((row, i) => {
    assertClose(row.people, expected[i].inwoners_beoordeeld, PEOPLE, name);
    assertClose(row.within, expected[i].aandeel_binnen, 1e-6, name);
    assert.equal(row.met ? "ja" : "nee", expected[i].gehaald, `${name} ${row.code}`);
  });
}

function assertTotals(labels, kind, before, after, expected) {
  const main = before.chains[kind] ? kind : Object.keys(labels.chains).find((name) => labels.chains[name].kind === kind);
  const chain = main && chainTotals(labels, before.chains[main], after.chains[main]);
  const trip = before.trips[kind] && tripTotals(labels, before.trips[kind], after.trips[kind]);
  const mine = {
    inwoners_buiten_voor: chain?.before,
    inwoners_buiten_na: chain?.after,
    inwoners_buiten_verschil: chain?.difference,
    ...Object.fromEntries(
      (chain?.aged ?? []).flatMap(({ age, before: old, after: now }) => [
        [`${age}plus_buiten_voor`, old],
        [`${age}plus_buiten_na`, now],
        [`${age}plus_buiten_verschil`, now - old],
      ]),
    ),
    inwoners_langer: trip?.longer,
    extra_min: trip?.extra,
    inwoners_korter: trip?.shorter,
    inwoners_zonder: Math.max(chain?.lost ?? 0, trip?.lost ?? 0),
  };
  for (const [name, value] of Object.entries(expected)) assertClose(mine[name] ?? NaN, value, PEOPLE, `${kind} ${name}`);
}

function assertLoads(kind, before, after, residents) {
  const [old, now] = [residents.voor[kind], residents.na[kind]];
  const changed = [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .map((id) => ({ id, more: (now[id] ?? 0) - (old[id] ?? 0) }))
    .filter(({ more }) => Math.abs(more) >= 0.5);
  const mine = loads(before.trips[kind], after.trips[kind]);
  assert.deepEqual(mine.map(({ row }) => table.ids[row]).sort(), changed.map(({ id }) => id).sort());
  for (const { row, more } of mine) {
    assertClose(more, changed.find(({ id }) => id === table.ids[row]).more, PEOPLE, table.ids[row]);
  }
  for (let i = 1; i < mine.length; i += 1) assert.ok(mine[i - 1].more >= mine[i].more, "those that gain most first");
}

const byHand = cases("live_model_by_hand");

/** The labels as decodeLabels would give them. */
function labelsByHand() {
  const ranks = ({ rows, site, minutes }) => ({
    rows,
    width: site[0].length,
    site: Int16Array.from(site.flat()),
    minutes: Float64Array.from(minutes.flat(), (value) => value ?? NaN),
    complete: site[0].length >= rows.length,
  });
  const trips = byHand.trips.huisarts;
  const chain = byHand.chains.seh;
  const tripTable = { ...trips, sites: ranks(trips.sites) };
  const chainTable = {
    ...chain,
    stations: ranks(chain.stations),
    sites: ranks(chain.sites),
    outside: Float64Array.from(chain.outside.flat(2)),
  };
  const all = (part) => new Uint8Array(part.rows.length).fill(1);
  return {
    people: byHand.areas.people,
    known: byHand.areas.known,
    aged: [[65, byHand.areas.elderly.map((value) => value ?? NaN)]],
    levels: {},
    trips: { huisarts: { at: { "": { table: tripTable, counts: [all(trips.sites)] } } } },
    chains: {
      seh: { ...chain.norm, parts: { aanrij_min: 0, vervoer_min: 1 }, at: { "": { table: chainTable, counts: [all(chain.stations), all(chain.sites)] } } },
    },
  };
}

for (const { why, closed, columns, residents, unknown, totals } of byHand.cases) {
  test(`by hand: ${why}`, () => {
    const labels = labelsByHand();
    const before = situation(labels, "", () => true);
    const after = situation(labels, "", (row) => !closed.includes(byHand.ids[row]), before);
    assertColumns(after, columns, byHand.ids);
    assertResidents(after, residents, byHand.ids);
    assert.deepEqual([...after.trips.huisarts.unknown], unknown.huisarts);
    assert.deepEqual([...after.chains.seh.unknown], unknown.seh);
    const trip = tripTotals(labels, before.trips.huisarts, after.trips.huisarts);
    const chain = chainTotals(labels, before.chains.seh, after.chains.seh);
    const mine = {
      huisarts: {
        langer: trip.longer,
        extra_min: trip.extra,
        korter: trip.shorter,
        zonder: trip.lost,
        gemiddeld_min: trip.mean,
      },
      seh: {
        buiten_voor: chain.before,
        buiten_na: chain.after,
        "65plus_voor": chain.aged[0].before,
        "65plus_na": chain.aged[0].after,
        zonder: chain.lost,
      },
    };
    for (const [kind, expected] of Object.entries(totals)) {
      for (const [name, value] of Object.entries(expected)) assertClose(mine[kind][name], value, 1e-6, `${kind} ${name}`);
    }
  });
}
