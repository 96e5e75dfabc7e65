import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLog } from "../../kit/log.ts";
import { systemRandom } from "../../kit/random.ts";
import { FileSeal } from "../../proxy/file-seal.ts";
import { LastGood } from "../../proxy/last-good.ts";
import { waitFor } from "../support/wait-for.ts";

const log = createLog({ name: "test", level: "silent" });
const origin = { databaseId: "d", epoch: "e", revision: 7 };
let directory: string;
let seal: FileSeal;
let lastGood: LastGood;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "weir-last-good-"));
  seal = await FileSeal.open(directory);
  lastGood = await openLastGood();
});

afterEach(async () => {
  await lastGood.close();
  rmSync(directory, { recursive: true, force: true });
});

const openLastGood = (): Promise<LastGood> =>
  LastGood.open({ dataDirectory: directory, seal, random: systemRandom, log });
const folder = (): string => join(directory, "last-good");
const fileOf = (id: string, extension: string): string =>
  join(folder(), createHash("sha256").update(id).digest("hex") + extension);

/** The partitions that a proxy would find if it started now. */
async function kept(): Promise<string[]> {
  const fresh = await openLastGood();
  return fresh.load().map((bytes) => Buffer.from(bytes).toString());
}

/** Ways in which a disk refuses a change, also for root, and how each is repaired. */
const obstacles: { name: string; block: () => void; repair: () => void }[] = [
  {
    name: "the new file cannot be written",
    block: () => mkdirSync(fileOf("p", ".partition.next")),
    repair: () => rmSync(fileOf("p", ".partition.next"), { recursive: true }),
  },
  {
    name: "the new file cannot take the place of the old one",
    block: () => {
      rmSync(fileOf("p", ".partition"));
      mkdirSync(join(fileOf("p", ".partition"), "full"), { recursive: true });
    },
    repair: () => rmSync(fileOf("p", ".partition"), { recursive: true }),
  },
  {
    name: "the directory is gone",
    block: () => renameSync(folder(), join(directory, "away")),
    repair: () => renameSync(join(directory, "away"), folder()),
  },
  {
    name: "a file is in the place of the directory",
    block: () => {
      renameSync(folder(), join(directory, "away"));
      writeFileSync(folder(), "");
    },
    repair: () => {
      rmSync(folder());
      renameSync(join(directory, "away"), folder());
    },
  },
];

describe("the last good snapshot on disk", () => {
  it.each(obstacles)("keeps a change later if $name at first", async ({ block, repair }) => {
    lastGood.keepOrigin({ ...origin, revision: 6 });
    lastGood.keep("p", Buffer.from("old"));
    await waitFor("the first state", async () => (await kept()).length === 1);
    block();
    lastGood.keepOrigin(origin);
    lastGood.keep("p", Buffer.from("middle"));
    await waitFor("the failure to be counted", () => lastGood.unkept > 0);
    // The newest content wins, also while an older one is tried again.
    lastGood.keep("p", Buffer.from("new"));
    repair();
    await waitFor("the change to be kept", () => lastGood.unkept === 0 && existsSync(fileOf("p", ".partition")));
    expect(await kept()).toEqual(["new"]);
    expect((await openLastGood()).loadOrigin()).toEqual(origin);
  });

  it("forgets a partition later if its file cannot be removed at first", async () => {
    lastGood.keep("p", Buffer.from("old"));
    await waitFor("the first state", async () => (await kept()).length === 1);
    const aside = join(directory, "aside");
    renameSync(fileOf("p", ".partition"), aside);
    mkdirSync(fileOf("p", ".partition"));
    lastGood.keep("p", undefined);
    await waitFor("the failure to be counted", () => lastGood.unkept === 1);
    rmSync(fileOf("p", ".partition"), { recursive: true });
    renameSync(aside, fileOf("p", ".partition"));
    await waitFor("the partition to be forgotten", () => lastGood.unkept === 0);
    expect(await kept()).toEqual([]);
  });

  it("keeps the other partitions while one cannot be kept", async () => {
    mkdirSync(fileOf("p", ".partition.next"));
    for (const id of ["a", "p", "b"]) lastGood.keep(id, Buffer.from(id));
    await waitFor("the others to be kept", async () => (await kept()).length === 2);
    await waitFor("the failure to be counted", () => lastGood.unkept === 1);
    expect((await kept()).sort()).toEqual(["a", "b"]);
  });

  it("writes no partition while the origin that belongs to it cannot be written", async () => {
    mkdirSync(join(folder(), "origin.next"));
    lastGood.keepOrigin(origin);
    lastGood.keep("p", Buffer.from("p"));
    await waitFor("the failure to be counted", () => lastGood.unkept === 2);
    expect(await kept()).toEqual([]);
    rmSync(join(folder(), "origin.next"), { recursive: true });
    await waitFor("the change to be kept", () => lastGood.unkept === 0);
    expect([await kept(), lastGood.loadOrigin()]).toEqual([["p"], origin]);
  });

  it("does not wait for a disk that stays full when it is closed", async () => {
    mkdirSync(fileOf("p", ".partition.next"));
    lastGood.keep("p", Buffer.from("p"));
    await waitFor("the failure to be counted", () => lastGood.unkept === 1);
    await lastGood.close();
    expect(lastGood.unkept).toBe(1);
  });

  it.each([
    ["damaged", () => writeFileSync(join(folder(), "origin"), "not sealed")],
    ["empty", () => writeFileSync(join(folder(), "origin"), "")],
    ["of another form", () => writeFileSync(join(folder(), "origin"), seal.seal(Buffer.from("[1]")))],
    ["no JSON", () => writeFileSync(join(folder(), "origin"), seal.seal(Buffer.from("{")))],
    ["a directory", () => mkdirSync(join(folder(), "origin"))],
  ])("knows no origin if its file is %s", (_, write) => {
    write();
    expect(lastGood.loadOrigin()).toBeUndefined();
    expect(readdirSync(folder())).toEqual(["origin"]);
  });
});
