// Deflated bytes as they were (RFC 1951). The page needs them at once, and what browsers have for it answers later.

const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const DISTANCES = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289,
  16385, 24577,
];
/** In which order the lengths of the codes for lengths stand. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LONGEST = 15;
const END = 256;

/** How many bits more follow a length or a distance. */
const lengthBits = (/** @type {number} */ i) => (i < 8 || i === 28 ? 0 : (i >> 2) - 1);
const distanceBits = (/** @type {number} */ i) => (i < 4 ? 0 : (i >> 1) - 1);

/**
 * What symbol the next bits stand for: at each row of bits the symbol and, in the lowest four bits, how many of them it takes.
 *
 * @param {ArrayLike<number>} lengths of the code of each symbol, 0 for none
 * @returns {{bits: number, table: Uint16Array}}
 */
function codeOf(lengths) {
  const counts = new Uint16Array(LONGEST + 1);
  let bits = 1;
  for (let i = 0; i < lengths.length; i += 1) {
    if (!lengths[i]) continue;
    counts[lengths[i]] += 1;
    bits = Math.max(bits, lengths[i]);
  }
  const next = new Uint16Array(LONGEST + 2);
  for (let size = 1; size <= LONGEST; size += 1) next[size + 1] = (next[size] + counts[size]) << 1;
  const table = new Uint16Array(1 << bits);
  for (let symbol = 0; symbol < lengths.length; symbol += 1) {
    const size = lengths[symbol];
    if (!size) continue;
    let [code, turned] = [next[size]++, 0]; // the first bit of a code stands lowest
    for (let i = 0; i < size; i += 1, code >>= 1) turned = (turned << 1) | (code & 1);
    for (; turned < table.length; turned += 1 << size) table[turned] = (symbol << 4) | size;
  }
  return { bits, table };
}

/** @param {number} first @param {number} last @param {number} value */
const run = (first, last, value) => new Array(last - first + 1).fill(value);
const fixed = () => [codeOf([...run(0, 143, 8), ...run(144, 255, 9), ...run(256, 279, 7), ...run(280, 287, 8)]), codeOf(run(0, 29, 5))];

/**
 * The bytes that were deflated.
 *
 * @param {Uint8Array} source
 * @param {number} size how many they are
 */
export function inflate(source, size) {
  const result = new Uint8Array(size);
  let [at, from, held, count] = [0, 0, 0, 0];
  /** @param {number} bits */
  function take(bits) {
    for (; count < bits; count += 8) held |= source[from++] << count;
    const value = held & ((1 << bits) - 1);
    held >>>= bits;
    count -= bits;
    return value;
  }
  /** @param {{bits: number, table: Uint16Array}} code */
  function symbol({ bits, table }) {
    for (; count < bits; count += 8) held |= (source[from++] ?? 0) << count;
    const found = table[held & ((1 << bits) - 1)];
    held >>>= found & 15;
    count -= found & 15;
    return found >> 4;
  }
  function ownCodes() {
    const [literals, distances, number] = [take(5) + 257, take(5) + 1, take(4) + 4];
    const sizes = new Uint8Array(ORDER.length);
    for (let i = 0; i < number; i += 1) sizes[ORDER[i]] = take(3);
    const code = codeOf(sizes);
    const lengths = new Uint8Array(literals + distances);
    for (let i = 0; i < lengths.length; ) {
      const word = symbol(code);
      if (word < 16) lengths[i++] = word;
      else {
        const value = word === 16 ? lengths[i - 1] : 0;
        const times = word === 16 ? 3 + take(2) : word === 17 ? 3 + take(3) : 11 + take(7);
        lengths.fill(value, i, i + times);
        i += times;
      }
    }
    return [codeOf(lengths.subarray(0, literals)), codeOf(lengths.subarray(literals))];
  }
  /** @param {{bits: number, table: Uint16Array}[]} codes */
  function block([literals, distances]) {
    for (let word = symbol(literals); word !== END; word = symbol(literals)) {
      if (word < END) {
        result[at++] = word;
        continue;
      }
      const length = LENGTHS[word - END - 1] + take(lengthBits(word - END - 1));
      const far = symbol(distances);
      const distance = DISTANCES[far] + take(distanceBits(far));
      for (let i = 0; i < length; i += 1, at += 1) result[at] = result[at - distance];
    }
  }
  for (let last = 0; !last; ) {
    last = take(1);
    const form = take(2);
    if (form === 0) {
      from -= count >> 3; // whole bytes that were taken ahead
      [held, count] = [0, 0];
      const length = source[from] | (source[from + 1] << 8);
      result.set(source.subarray(from + 4, from + 4 + length), at);
      from += 4 + length;
      at += length;
    } else block(form === 1 ? fixed() : ownCodes());
  }
  return result;
}

/**
 * Numbers whose first bytes stand together, then their second ones, and so on: each with its own bytes together.
 *
 * @param {Uint8Array} planes
 * @param {number} width bytes of a number
 */
export function together(planes, width) {
  if (width === 1) return planes;
  const bytes = new Uint8Array(planes.length);
  const count = planes.length / width;
  for (let part = 0; part < width; part += 1) {
    for (let i = 0; i < count; i += 1) bytes[i * width + part] = planes[part * count + i];
  }
  return bytes;
}
