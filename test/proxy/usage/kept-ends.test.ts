import { describe, expect, test } from "vitest";
import { KeptEnds } from "../../../proxy/usage/kept-ends.ts";

/** Bytes of which each pair stands once: a shift by one would show. */
const bytes = Buffer.from(
  Array.from({ length: 400 }, (_, index) => (index % 2 === 0 ? index / 2 : 255 - index / 2) & 0xff),
);

describe("kept ends", () => {
  test("have head and tail, however the bytes are cut", () => {
    for (let length = 0; length <= bytes.length; length += 7) {
      for (const size of [1, 3, 16, 31, 32, 33, 64, 100, 400]) {
        const ends = new KeptEnds({ headBytes: 16, tailBytes: 32 });
        for (let at = 0; at < length; at += size) ends.add(bytes.subarray(at, Math.min(length, at + size)));
        const all = bytes.subarray(0, length);
        expect(ends.head()).toEqual(all.subarray(0, 16));
        const tail = ends.tail();
        expect(tail.length).toBeGreaterThanOrEqual(Math.min(length, 32));
        expect(tail).toEqual(all.subarray(length - tail.length));
        // What fits is kept whole.
        if (length <= 16 + 32) expect(tail).toEqual(all);
      }
    }
  });
});
