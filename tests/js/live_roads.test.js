// New sites and other hours, searched for over the roads, against the full computation; and roads by hand.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createChanged } from "../../src/zorgkaart/outputs/web/scripts/live_changed.js";
import { levelSide } from "../../src/zorgkaart/outputs/web/scripts/live_columns.js";
import { decodeLabels } from "../../src/zorgkaart/outputs/web/scripts/live_labels.js";
import { chainTotals, situation, tripTotals } from "../../src/zorgkaart/outputs/web/scripts/live_model.js";
import { decodeRoads, joinToRoad } from "../../src/zorgkaart/outputs/web/scripts/live_roads.js";
import { sharesOf } from "../../src/zorgkaart/outputs/web/scripts/live_shares.js";
import { nothing } from "../../src/zorgkaart/outputs/web/scripts/live_state.js";
import { assertClose, cases } from "./support.js";

const MINUTES = 0.02; // a place is rounded to a metre, a leg is driven at 10 km/h
const PEOPLE = 1e-3; // nobody of the small project lives within that of a limit

const table = cases("live_roads");

/** What the page would have of a case; "alone": counted without going on from how things are. */
function outcomeOf({ added, hours, closed, opened, moment }, outcome = "") {
  const labels = decodeLabels(table.labels);
  const candidates = new Set(labels.candidates);
  const own = table.ids.map(([id, soort]) => ({ id, soort, naam: id }));
  const sites = [...own, ...added.map((site, i) => ({ id: `nieuw-${i + 1}`, soort: site.kind, naam: site.name, added: site }))];
  const data = { sites: own, kinds: Object.fromEntries(table.ids.map(([, soort]) => [soort, soort])) };
  const changed = createChanged(labels, data, candidates);
  const state = { ...nothing(), added, hours: new Map(Object.entries(hours)), moment };
  const isOpen = (row) => {
    if (sites[row].added) return true;
    return candidates.has(row) ? opened.includes(sites[row].id) : !closed.includes(sites[row].id);
  };
  const [then, now] = changed.elsewhere(state, isOpen);
  const alone = outcome === "alone" ? situation(labels, moment, isOpen, null, now) : null;
  const before = situation(labels, moment, (row) => !candidates.has(row), null, then);
  return { labels, sites, before, after: alone ?? situation(labels, moment, isOpen, before, now) };
}

/** Where norms with a share are met: the whole, and areas by their people, as the program numbers new sites otherwise. */
function assertShares(labels, side, expected) {
  for (const [name, rows] of Object.entries(expected)) {
    const { whole, parts } = sharesOf(labels, labels.chains[name], side.chains[name]);
    const mine = [whole, ...[...parts].sort((a, b) => a.people - b.people || a.within - b.within)].filter((part) => part !== null);
    const [first, ...others] = rows;
    const sorted = first ? [first, ...others.sort((a, b) => a.inwoners_beoordeeld - b.inwoners_beoordeeld || a.aandeel_binnen - b.aandeel_binnen)] : [];
    assert.deepEqual(mine.map(({ met }) => (met ? "ja" : "nee")), sorted.map(({ gehaald }) => gehaald), name);
    mine.forEach(({ people, within }, i) => {
      assertClose(people, sorted[i].inwoners_beoordeeld, PEOPLE, name);
      assertClose(within, sorted[i].aandeel_binnen, 1e-6, name);
    });
  }
}

for (const [number, one] of table.cases.entries()) {
  test(`what is counted for the areas that change alone is what is counted for all: case ${number}`, () => {
    const [{ after }, { after: alone }] = [outcomeOf(one), outcomeOf(one, "alone")];
    assert.deepEqual(plain(after.trips), plain(alone.trips));
    assert.deepEqual(plain(after.chains), plain(alone.chains));
  });
}

/** Outcomes but for the flags of the lists, which those that are searched for do not have. */
const plain = (outcomes) => Object.values(outcomes).map((outcome) => ({ ...outcome, open: null }));

for (const one of table.cases) {
  const { added, hours, closed, moment, columns, residents, totals, norms, shares, levels } = one;
  const what = [...added.map((site) => `new ${site.kind}`), ...Object.keys(hours), ...closed.map((id) => `no ${id}`), moment];
  test(`the full computation: ${what.join(", ")}`, () => {
    const { labels, sites, before, after } = outcomeOf(one);
    for (const [side, expected] of [
      [before, columns.voor],
      [after, columns.na],
      ...Object.entries(levels).map(([word, larger]) => [levelSide(labels, after, word), larger]),
    ]) {
      for (const [kind, { columns: mine, verdicts }] of [...Object.entries(side.trips), ...Object.entries(side.chains)]) {
        for (const [name, values] of Object.entries(mine)) {
          if (name === "id") continue; // ids of new sites are of the page; see who goes where below
          const within = name.endsWith("min") ? MINUTES : PEOPLE;
          values.forEach((value, i) => assertClose(value, expected[`${kind}_${name}`][i], within, `${kind}_${name} of area ${i}`));
        }
        if (verdicts) assert.deepEqual(verdicts, expected[`${kind}_oordeel`]);
      }
    }
    for (const [name, expected] of Object.entries(norms)) {
      const total = chainTotals(labels, before.chains[name], after.chains[name]);
      assertClose(total.before, expected.voor.inwoners, PEOPLE, name);
      assertClose(total.after, expected.na.inwoners, PEOPLE, name);
      for (const { age, after: now } of total.aged) assertClose(now, expected.na[`${age}plus`], PEOPLE, `${name} ${age}`);
    }
    assertShares(labels, before, shares.voor);
    assertShares(labels, after, shares.na);
    for (const [kind, { visitors }] of Object.entries(after.trips)) {
      // The program numbers new sites in another order than the page: what each gets is the same.
      const mine = [...visitors].filter(([, people]) => people > 0);
      const old = (id) => table.ids.some(([known]) => known === id);
      const known = Object.fromEntries(mine.map(([row, people]) => [sites[row].id, people]).filter(([id]) => old(id)));
      const expected = Object.entries(residents.na[kind]);
      assert.deepEqual(Object.keys(known).sort(), expected.map(([id]) => id).filter(old).sort());
      for (const [id, people] of Object.entries(known)) assertClose(people, residents.na[kind][id], PEOPLE, id);
      const news = (list, isOld) => list.filter(([id]) => !isOld(id)).map(([, people]) => Math.round(people * 1000)).sort();
      assert.deepEqual(news(mine, (row) => !sites[row].added), news(expected, old));
    }
    for (const [kind, expected] of Object.entries(totals)) {
      const trip = before.trips[kind] && tripTotals(labels, before.trips[kind], after.trips[kind]);
      const mine = {
        inwoners_langer: trip?.longer,
        inwoners_korter: trip?.shorter,
      };
      for (const [name, value] of Object.entries(mine)) assertClose(value ?? NaN, expected[name] ?? null, PEOPLE, `${kind} ${name}`);
      if (trip) assertClose(trip.extra, expected.extra_min, MINUTES, `${kind} extra_min`);
    }
  });
}

test("a place is joined to the nearest road, and to none that is too far away", () => {
  const roads = decodeRoads(table.labels.roads);
  for (const place of roads.sites.values()) assert.ok(place.share >= 0 && place.share <= 1);
  const node = 0;
  const [lat, lon] = [roads.y[node] / roads.unit, roads.x[node] / roads.unit];
  const at = joinToRoad(roads, lat, lon);
  assert.ok(at.leg_m < 1);
  const north = joinToRoad(roads, lat + 90 / 111320, lon); // a little along the meridian
  assert.ok(north === null || north.leg_m <= 91);
  assert.equal(joinToRoad(roads, 52, 5), null);
});
