// Deflated bytes come back as they were, whatever form their blocks have; zlib made them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { constants, deflateRawSync } from "node:zlib";

import { inflate, together } from "../../src/zorgkaart/outputs/web/scripts/live_inflate.js";
import { unpack } from "../../src/zorgkaart/outputs/web/scripts/live_labels.js";

let seed = 1;
const draw = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
const MADE = {
  noise: () => draw() * 256,
  "few numbers": () => draw() * 3,
  "one number": () => 7,
  "slow change": (i) => (i >> 3) + draw() * 2,
};

for (const [name, make] of Object.entries(MADE)) {
  for (const [form, options] of Object.entries({
    stored: { level: 0 },
    fixed: { strategy: constants.Z_FIXED },
    "letters alone": { strategy: constants.Z_HUFFMAN_ONLY },
    usual: { level: 9 },
  })) {
    test(`${name}, ${form}`, () => {
      for (const size of [0, 1, 2, 300, 70000]) {
        const bytes = Uint8Array.from({ length: size }, (_, i) => make(i));
        assert.deepEqual(inflate(new Uint8Array(deflateRawSync(bytes, options)), size), bytes);
      }
    });
  }
}

test("the bytes of each number come together", () => {
  assert.deepEqual(together(Uint8Array.of(1, 2, 3, 4), 2), Uint8Array.of(1, 3, 2, 4));
  assert.deepEqual(together(Uint8Array.of(1, 2, 3), 1), Uint8Array.of(1, 2, 3));
});

test("long numbers are unpacked from planes", () => {
  const numbers = Float32Array.from({ length: 3000 }, (_, i) => i / 7);
  const bytes = new Uint8Array(numbers.buffer);
  const planes = Uint8Array.from(bytes, (_, i) => bytes[(i % 3000) * 4 + Math.floor(i / 3000)]);
  const data = deflateRawSync(planes).toString("base64");
  assert.deepEqual(unpack({ type: "f4", data, size: bytes.length }), numbers);
});
