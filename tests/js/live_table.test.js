// The table that a reader saves: what the program's own reader of Dutch CSV files takes, and no formula ever.

import assert from "node:assert/strict";
import { test } from "node:test";

import { csvText } from "../../src/zorgkaart/outputs/web/scripts/live_table.js";

test("numbers have a decimal comma and all their digits, unknown is empty", () => {
  const values = [1234.5, -0.25, 0, 1e-7, null, undefined, NaN];
  assert.equal(csvText([["x", values]]), "\ufeffx\r\n1234,5\r\n-0,25\r\n0\r\n1e-7\r\n\r\n\r\n\r\n");
});

test("texts are quoted where they must be and never a formula", () => {
  const texts = ["Heem", 'a;"b"', "=1+1", " @SUM(1)", "-2", "\uff1dx", "'=x", "a\nb"];
  const lines = csvText([["naam", texts]]).slice(1).split("\r\n");
  assert.deepEqual(lines, ["naam", "Heem", '"a;""b"""', "'=1+1", "' @SUM(1)", "'-2", "'\uff1dx", "''=x", '"a\nb"', ""]);
});
