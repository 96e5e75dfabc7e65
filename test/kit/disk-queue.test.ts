import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DiskQueue } from "../../kit/disk-queue.ts";
import { createLog } from "../../kit/log.ts";
import { systemRandom } from "../../kit/random.ts";
import { waitFor } from "../support/wait-for.ts";

let directory: string;
let lines: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "weir-queue-"));
  lines = [];
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

function open(): Promise<DiskQueue> {
  const log = createLog({ name: "test", level: "info", destination: { write: (line: string) => lines.push(line) } });
  return DiskQueue.open({ directory, ending: ".x", holds: "tests", random: systemRandom, log });
}

async function textOf(queue: DiskQueue, name: string): Promise<string | undefined> {
  const content = await queue.read(name);
  return content && Buffer.from(content).toString();
}

const files = (): string[] => readdirSync(directory).toSorted();

describe("a disk queue", () => {
  it("gives back what was put, in order, in the same process and in the next", async () => {
    let queue = await open();
    for (const name of ["b", "a", "c"]) queue.put(name, Buffer.from(`first ${name}`));
    queue.put("b", Buffer.from("second b"));
    queue.remove("c");
    expect([queue.names, await textOf(queue, "b"), await textOf(queue, "c")]).toEqual([
      ["b", "a"],
      "second b",
      undefined,
    ]);
    await queue.close();
    expect([files(), queue.inMemory]).toEqual([["a.x", "b.x"], 0]);
    queue = await open();
    expect([queue.names, await textOf(queue, "a"), await textOf(queue, "b")]).toEqual([
      ["a", "b"],
      "first a",
      "second b",
    ]);
    queue.remove("a");
    await queue.close();
    expect(files()).toEqual(["b.x"]);
  });

  it.each<[string, (path: string) => void]>([
    ["empty", (path) => truncateSync(path, 0)],
    ["cut within its head", (path) => truncateSync(path, 6)],
    ["cut to its head", (path) => truncateSync(path, 8)],
    ["cut by a byte", (path) => truncateSync(path, readFileSync(path).length - 1)],
    ["longer by a byte", (path) => writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(1)]))],
    [
      "changed in a bit",
      (path) =>
        writeFileSync(
          path,
          readFileSync(path).map((byte, at) => (at === 10 ? byte ^ 4 : byte)),
        ),
    ],
  ])("sets a file aside that is %s, and goes on with the others", async (_, damage) => {
    let queue = await open();
    for (const name of ["a", "b", "c"]) queue.put(name, Buffer.from(`the content of ${name}`));
    await queue.close();
    damage(join(directory, "b.x"));
    queue = await open();
    const texts = await Promise.all(queue.names.map((name) => textOf(queue, name)));
    expect(texts).toEqual(["the content of a", undefined, "the content of c"]);
    expect([queue.names, queue.setAsideCount]).toEqual([["a", "c"], 1]);
    await queue.close();
    expect([files(), readdirSync(join(directory, "set-aside"))]).toEqual([["a.x", "c.x", "set-aside"], ["b.x"]]);
    expect(lines.filter((line) => line.includes('"level":"error"') && line.includes("set-aside/b.x"))).toHaveLength(1);
  });

  it("reads files of earlier releases, which have no checksum, and removes what was being written", async () => {
    writeFileSync(join(directory, "a.x"), "earlier");
    writeFileSync(join(directory, "b.x.next"), "half");
    const queue = await open();
    expect([queue.names, await textOf(queue, "a"), files()]).toEqual([["a"], "earlier", ["a.x"]]);
  });

  it("holds in memory what the disk does not take, loudly, and writes it when the disk takes it", async () => {
    const queue = await open();
    queue.put("a", Buffer.from("a"));
    await queue.settled();
    rmSync(directory, { recursive: true });
    for (const name of ["b", "c", "d"]) queue.put(name, Buffer.from(name));
    await queue.settled();
    expect([queue.inMemory, queue.isFailing, await textOf(queue, "c")]).toEqual([3, true, "c"]);
    queue.remove("d");
    await queue.setAside("c", "a test");
    expect(queue.names).toEqual(["a", "b"]);
    expect(lines.filter((line) => line.includes("held in memory"))).toHaveLength(1);
    // A file that is gone is lost; it keeps nothing else waiting.
    expect(await textOf(queue, "a")).toBeUndefined();
    mkdirSync(directory, { recursive: true });
    await waitFor("the retry", () => Promise.resolve(queue.inMemory === 0 && !queue.isFailing));
    expect(files().filter((file) => file.endsWith(".x"))).toEqual(["b.x"]);
    await queue.close();
  });
});
