import fc from "fast-check";
import { expect, it } from "vitest";
import { ConnectionsPerSource } from "../../kit/connections-per-source.ts";

const limit = 5;
const threads = 3;

it("never lets a source have more than the limit, over threads that accept, close and end in any order", () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant("open"), thread: fc.nat(threads - 1), source: fc.nat(3) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("close"), thread: fc.nat(threads - 1), source: fc.nat(3) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("end"), thread: fc.nat(threads - 1), source: fc.nat(3) }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const memory = ConnectionsPerSource.createMemory(new Uint8Array(16).fill(3), threads);
      const start = (thread: number) => ({
        counter: new ConnectionsPerSource(memory, thread, limit),
        open: [] as { readonly source: string; readonly release: () => void }[],
      });
      const running = Array.from({ length: threads }, (_, thread) => start(thread));
      const openOf = (source: string): number =>
        running.flatMap(({ open }) => open).filter((each) => each.source === source).length;
      for (const { kind, thread, source: index } of steps) {
        const source = `192.0.2.${index}`;
        const { counter, open } = running[thread]!;
        if (kind === "open") {
          const before = openOf(source);
          const release = counter.add(source);
          // As many as it may, and not one less.
          expect(release !== undefined).toBe(before < limit);
          if (release !== undefined) open.push({ source, release });
        } else if (kind === "close") {
          open.pop()?.release();
        } else {
          ConnectionsPerSource.forget(memory, thread);
          running[thread] = start(thread);
        }
      }
    }),
  );
});

it("counts the addresses of one /64 together, and no others", () => {
  const memory = ConnectionsPerSource.createMemory(new Uint8Array(16), 1);
  const counter = new ConnectionsPerSource(memory, 0, limit);
  for (let index = 0; index < limit; index++) expect(counter.add(`2001:db8::${index}`)).toBeDefined();
  expect(counter.add("2001:db8::ffff:1")).toBeUndefined();
  expect(counter.add("2001:db8:0:1::1")).toBeDefined();
  expect(counter.add("192.0.2.1")).toBeDefined();
});
