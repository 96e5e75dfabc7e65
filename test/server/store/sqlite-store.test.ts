import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../kit/clock.ts";
import { SqliteStore } from "../../../server/store/sqlite-store.ts";
import { type Change, ClaimTakenError, type Kind, type NewRow, RowExistsError } from "../../../server/store/store.ts";

const allowed = { retentionMs: 86_400_000, maxRows: 1_000, clock: systemClock };

let directory: string;
let path: string;
let store: SqliteStore;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "weir-store-"));
  path = join(directory, "weir.db");
  store = SqliteStore.open(path, allowed);
});

afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

const nothing = { claims: [], links: [] };

function row(id: string, fields: Partial<NewRow> & { kind?: Kind } = {}): NewRow {
  return {
    kind: "gateway",
    id,
    organizationId: "org",
    createdAtMs: 1,
    updatedAtMs: 1,
    body: Buffer.from(id),
    ...fields,
  };
}

describe("a write", () => {
  it("leaves no trace when it throws, and does not disturb those that are committed with it", async () => {
    const outcomes = await Promise.allSettled([
      store.write((writer) => writer.insert(row("a"), nothing)),
      store.write(async (writer) => {
        await writer.insert(row("b"), { claims: [{ space: "host", key: "b" }], links: [] });
        throw new Error("second thoughts");
      }),
      store.write((writer) => writer.insert(row("c"), nothing)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((await store.list("gateway", {})).map(({ id }) => id)).toEqual(["a", "c"]);
    expect(await store.findClaim({ space: "host", key: "b" })).toBeUndefined();
  });

  it("is on disk when it resolves: another connection that comes after a crash sees it", async () => {
    await store.write((writer) => writer.insert(row("a"), nothing));
    await store.close();
    const other = new Database(path, { readonly: true });
    expect(other.prepare("SELECT id FROM resource").pluck().all()).toEqual(["a"]);
    other.close();
    store = SqliteStore.open(path, allowed);
  });

  it("is refused when the id or a name is taken, whoever takes it first in one batch", async () => {
    const claims = [{ space: "host", key: "x" }];
    const outcomes = await Promise.allSettled([
      store.write((writer) => writer.insert(row("a"), { claims, links: [] })),
      store.write((writer) => writer.insert(row("b"), { claims, links: [] })),
      store.write((writer) => writer.insert(row("a"), nothing)),
    ]);
    expect(outcomes[0]!.status).toBe("fulfilled");
    expect((outcomes[1] as PromiseRejectedResult).reason).toBeInstanceOf(ClaimTakenError);
    expect((outcomes[2] as PromiseRejectedResult).reason).toBeInstanceOf(RowExistsError);
  });

  it("is seen by nobody before it is committed", async () => {
    let seen: unknown = "not asked";
    let reading: Promise<void> | undefined;
    await store.write(async (writer) => {
      await writer.insert(row("a"), nothing);
      reading = store.get("gateway", "a").then((found) => {
        seen = found?.id;
      });
      await Promise.resolve();
      expect(seen).toBe("not asked");
    });
    await reading;
    expect(seen).toBe("a");
  });

  it("is finished before the store is closed, and refused after", async () => {
    const writing = store.write((writer) => writer.insert(row("a"), nothing));
    await store.close();
    expect((await writing).id).toBe("a");
    await expect(store.write((writer) => writer.insert(row("b"), nothing))).rejects.toThrow("the store is closed");
    store = SqliteStore.open(path, allowed);
    expect((await store.list("gateway", {})).map(({ id }) => id)).toEqual(["a"]);
  });
});

describe("changes", () => {
  it("are told once a commit, with growing revisions, before the write resolves", async () => {
    const told: Change[][] = [];
    store.onCommit((changes) => told.push([...changes]));
    await Promise.all(["a", "b", "c"].map((id) => store.write((writer) => writer.insert(row(id), nothing))));
    expect(told.map((changes) => changes.map(({ id }) => id))).toEqual([["a", "b", "c"]]);
    await store.write((writer) => writer.update(row("a", { updatedAtMs: 2 }), nothing));
    await store.write((writer) => writer.delete({ kind: "gateway", id: "b" }));
    const all = told.flat();
    expect(all.map(({ event }) => event)).toEqual(["added", "added", "added", "modified", "deleted"]);
    expect(all.every(({ revision }, index) => index === 0 || revision > all[index - 1]!.revision)).toBe(true);
    expect(await store.revision()).toBe(all.at(-1)!.revision);
  });

  it("can be asked for since a revision: the newest of each resource, or undefined when that is no longer kept", async () => {
    const query = { kind: "gateway" as const, organizationId: "org" };
    await store.write((writer) => writer.insert(row("a"), nothing));
    const since = await store.revision();
    await store.write((writer) => writer.insert(row("b"), nothing));
    await store.write((writer) => writer.update(row("b", { body: Buffer.from("newer") }), nothing));
    await store.write((writer) => writer.insert(row("foreign", { organizationId: "other" }), nothing));
    const changes = await store.changesSince(since, query);
    expect(changes?.map(({ id, event, body }) => [id, event, Buffer.from(body).toString()])).toEqual([
      ["b", "added", "newer"],
    ]);
    expect(await store.changesSince((await store.revision()) + 1, query)).toBeUndefined();
  });
});

describe("links", () => {
  it("tell who refers to a resource, and go with who refers", async () => {
    await store.write((writer) => writer.insert(row("g"), nothing));
    const links = [{ kind: "gateway" as const, id: "g" }];
    await store.write((writer) => writer.insert(row("d", { kind: "deployment" }), { claims: [], links }));
    expect((await store.list("deployment", { linkedTo: links[0]! })).map(({ id }) => id)).toEqual(["d"]);
    await store.write((writer) => writer.delete({ kind: "deployment", id: "d" }));
    expect(await store.list("deployment", { linkedTo: links[0]! })).toEqual([]);
  });
});

describe("the file", () => {
  it("is not opened by two servers at a time, nor by an older release", async () => {
    expect(() => SqliteStore.open(path, allowed)).toThrow(/is in use by another server/);
    await store.close();
    const database = new Database(path);
    const version = database.pragma("user_version", { simple: true }) as number;
    database.pragma(`user_version = ${version + 1}`);
    database.close();
    expect(() => SqliteStore.open(path, allowed)).toThrow(/of a newer release/);
    const mended = new Database(path);
    mended.pragma(`user_version = ${version}`);
    mended.close();
    store = SqliteStore.open(path, allowed);
  });
});

describe("the audit log", () => {
  it("has no more entries than it may, nor older ones", async () => {
    const note = (resourceId: string, atMs: number) =>
      store.write(async (writer) => {
        await writer.insert(row(resourceId), nothing);
        const who = {
          organizationId: "org",
          subject: "ann",
          action: "create",
          kind: "gateway",
          requestId: "r",
        } as const;
        await writer.audit({ ...who, atMs, resourceId, before: undefined, after: new Uint8Array([1]) });
      });
    const nowMs = systemClock.nowMs();
    await note("old", nowMs - 2 * 86_400_000);
    await Promise.all(Array.from({ length: 3_000 }, (_, index) => note(`r${index}`, nowMs)));
    for (let index = 0; index < 5; index++) await note(`s${index}`, nowMs);
    const query = {
      organizationId: "org",
      startMs: undefined,
      endMs: undefined,
      kind: "",
      resourceId: "",
      subject: "",
    };
    const kept = await store.listAudit({ ...query, beforeId: undefined, limit: 10_000 });
    expect(kept.length).toBe(allowed.maxRows);
    expect(kept[0]?.resourceId).toBe("s4");
    expect(kept.some(({ resourceId }) => resourceId === "old")).toBe(false);
  });
});

describe("the origin of a configuration", () => {
  const reopen = async (from = path): Promise<void> => {
    await store.close();
    path = from;
    store = SqliteStore.open(path, allowed);
  };
  /** A copy of the file as it is now. */
  const copy = async (name: string): Promise<string> => {
    const to = join(directory, name);
    await store.close();
    copyFileSync(path, to);
    store = SqliteStore.open(path, allowed);
    return to;
  };
  let written = 0;
  const write = async (count: number): Promise<void> => {
    for (let each = 0; each < count; each++) {
      await store.write((writer) => writer.insert(row(`origin-${++written}`), nothing));
    }
  };

  it("is continued by the same database, over restarts and however much of its changes was pruned", async () => {
    const seen = [await store.origin()];
    for (let start = 0; start < 4; start++) {
      await write(start);
      seen.push(await store.origin());
      await reopen();
      seen.push(await store.origin());
    }
    expect(new Set(seen.map(({ databaseId }) => databaseId)).size).toBe(1);
    expect(new Set(seen.map(({ epoch }) => epoch)).size).toBe(5);
    for (const origin of seen) expect(await store.continues(origin)).toBe(true);
    await store.close();
    const database = new Database(path);
    database.exec("DELETE FROM change");
    database.close();
    store = SqliteStore.open(path, allowed);
    for (const origin of seen) expect(await store.continues(origin)).toBe(true);
  });

  it.each([0, 1, 5, 50])("is not continued by an older copy, even after %d writes to it", async (writes) => {
    await write(2);
    const before = await store.origin();
    const older = await copy("older.db");
    await write(3);
    const after = await store.origin();
    await reopen(older);
    await write(writes);
    expect(await store.continues(before)).toBe(true);
    expect(await store.continues(after)).toBe(false);
  });

  it("is continued by a copy of a running database up to the copy alone", async () => {
    await write(2);
    const before = await store.origin();
    const to = join(directory, "live.db");
    // As a backup of a running server has it: in the middle of an epoch.
    await store.close();
    const database = new Database(path);
    database.exec(`VACUUM INTO '${to}'`);
    const epochs = database.prepare("SELECT id, first_revision FROM epoch ORDER BY number").all();
    database.close();
    expect(epochs).toHaveLength(1);
    store = SqliteStore.open(to, allowed);
    await write(9);
    expect(await store.continues(before)).toBe(true);
    expect(await store.continues({ ...before, revision: before.revision + 1 })).toBe(false);
  });

  it("is not continued by another database, nor replaced before an operator says so", async () => {
    await write(3);
    const origin = await store.origin();
    await reopen(join(directory, "another.db"));
    await write(9);
    expect([await store.continues(origin), await store.replaces(origin)]).toEqual([false, false]);
    await store.write((writer) => writer.markReplaced(origin, 1));
    await store.write((writer) => writer.markReplaced(origin, 2));
    expect([await store.continues(origin), await store.replaces(origin)]).toEqual([false, true]);
    expect(await store.replaces({ ...origin, epoch: (await store.origin()).epoch })).toBe(false);
    await reopen();
    expect(await store.replaces({ ...origin, revision: 99 })).toBe(true);
  });
});
