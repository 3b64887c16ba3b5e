// The list of sites that can be closed and opened.

import assert from "node:assert/strict";
import { test } from "node:test";

import { groupSites } from "../../src/zorgkaart/outputs/web/scripts/live_sites.js";

const SITES = ["day", "always", "shut", "spare", "opened"].map((id) => ({ id, counts: id === "always" || id === "opened" }));
const groups = (moment) => {
  const live = {
    state: { closed: new Set(["shut"]), opened: new Set(["opened"]), moment },
    isOpen: ({ id }) => id !== "shut" && id !== "spare",
    isCandidate: ({ id }) => id === "spare" || id === "opened",
  };
  return groupSites(live, SITES).map(([title, sites]) => [title, ...sites.map(({ id }) => id)]);
};

test("without a moment a site is open, closed by the reader or can open", () => {
  assert.deepEqual(groups(""), [
    ["Kan open", "spare"],
    ["Gesloten in dit scenario", "shut"],
    ["Open", "day", "always", "opened"],
  ]);
});

test("at a moment, what is open then stands apart", () => {
  assert.deepEqual(groups("nacht").slice(2), [
    ["Open op het gekozen moment", "always", "opened"],
    ["Dan niet open, of openingstijd onbekend", "day"],
  ]);
});
