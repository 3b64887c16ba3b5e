// What a link asks that the page does not have is named, and nothing else is.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ignoredText, readLink } from "../../src/zorgkaart/outputs/web/scripts/linked.js";

const VIEWS = [{ key: "seh_norm" }, { key: "huisarts" }];
const LEVELS = [{ words: ["buurt", "buurten"] }, { words: ["gemeente", "gemeenten"] }];
const page = { views: VIEWS, levels: LEVELS };

test("a layer and a level of the page", () => {
  assert.deepEqual(readLink("#laag=huisarts&gebied=gemeenten", page), { view: VIEWS[1], level: LEVELS[1], ignored: [] });
  assert.deepEqual(readLink("", page), { view: null, level: null, ignored: [] });
});

test("what the page does not have is named", () => {
  const { view, level, ignored } = readLink("#laag=nergens&gebied=__proto__", page);
  assert.deepEqual([view, level, ignored], [null, null, ["nergens", "__proto__"]]);
  assert.match(ignoredText(ignored), /kan: \u201cnergens\u201d, \u201c__proto__\u201d\. Dat is overgeslagen\.$/u);
  assert.ok(readLink(`#gebied=${"a".repeat(500)}`, page).ignored[0].length < 50);
});
