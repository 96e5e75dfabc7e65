/** Where a prompt begins in a body: the first of these keys that stands there. In a text its quotes would be escaped. */
const promptKeys = ['"messages"', '"prompt"', '"input"'].map((key) => Buffer.from(key));
const modelKey = Buffer.from('"model"');
const quote = 0x22;
/** What else comes before the messages when a model reads it, wherever it stands in the body. */
const preludeKeys = ['"tools"', '"system"'].map((key) => Buffer.from(key));
/** How much of each of those is looked at. */
const preludeBytes = 256;

/**
 * Hashes of the beginnings of a prompt: of its first block, of its first two, and so on. Equal hashes mean equal
 * beginnings. Each is two numbers of 32 bits. Only whole blocks count.
 *
 * @param seed what prompts are told apart by beforehand
 */
export function hashPrefixes(body: Buffer, seed: number, blockBytes: number, maxBlocks: number): Int32Array {
  let start = 0;
  for (const key of promptKeys) {
    const found = body.indexOf(key);
    if (found === -1) continue;
    start = found;
    break;
  }
  let low = seed | 0;
  let high = Math.imul(seed, 0x9e3779b1);
  const model = body.indexOf(modelKey);
  if (model !== -1) {
    const name = body.indexOf(quote, model + modelKey.length);
    low = mix(low, body, name, body.indexOf(quote, name + 1));
  }
  for (const key of preludeKeys) {
    const found = body.indexOf(key);
    if (found === -1) continue;
    low = mix(low, body, found, Math.min(found + preludeBytes, found < start ? start : body.length));
  }
  high ^= low;
  const blocks = Math.min(maxBlocks, Math.floor((body.length - start) / blockBytes));
  const hashes = new Int32Array(blocks * 2);
  const wordEnd = blockBytes - (blockBytes & 3);
  for (let block = 0; block < blocks; block++) {
    const from = start + block * blockBytes;
    for (let offset = 0; offset < wordEnd; offset += 4) {
      const at = from + offset;
      const word = body[at]! | (body[at + 1]! << 8) | (body[at + 2]! << 16) | (body[at + 3]! << 24);
      low = Math.imul(low ^ word, 0x85ebca6b);
      low ^= low >>> 13;
      high = Math.imul(high + word, 0xc2b2ae35);
      high ^= high >>> 16;
    }
    for (let offset = wordEnd; offset < blockBytes; offset++) low = Math.imul(low ^ body[from + offset]!, 0x01000193);
    hashes[block * 2] = low;
    // 0 is what an empty entry of the table has.
    hashes[block * 2 + 1] = high === 0 ? 1 : high;
  }
  return hashes;
}

function mix(hash: number, body: Buffer, start: number, end: number): number {
  let mixed = hash;
  for (let index = start; index < end; index++) mixed = Math.imul(mixed ^ body[index]!, 0x01000193);
  return mixed;
}
