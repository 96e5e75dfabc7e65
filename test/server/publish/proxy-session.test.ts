import { createHash } from "node:crypto";
import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { Continuity, HelloSchema, RemovalReason } from "../../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import { type Partition, PartitionSchema } from "../../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { Feed } from "../../../server/publish/feed.ts";
import { ProxySession, type Relation } from "../../../server/publish/proxy-session.ts";

function partition(id: string, content: string): Partition {
  return create(PartitionSchema, {
    id,
    hash: createHash("sha256").update(content).digest(),
    content: { case: "tokenSet", value: { organizationId: content } },
  });
}

function publish(feed: Feed, contents: Record<string, string | undefined>, zone = "local"): void {
  feed.publish(
    new Map(
      Object.entries(contents).map(([id, content]) => [
        id,
        content === undefined ? undefined : { partition: partition(id, content), zones: new Set([zone]) },
      ]),
    ),
  );
}

const following: Relation = { continuity: Continuity.CONTINUES, refusal: undefined, removals: new Map() };

function connect(feed: Feed, held: Record<string, string> = {}, relation = following): ProxySession {
  const hello = create(HelloSchema, {
    proxyId: "p",
    zone: "local",
    held: Object.entries(held).map(([id, content]) => ({ id, hash: partition(id, content).hash })),
  });
  const session = new ProxySession(hello, "local", feed, relation);
  feed.onChange((ids) => session.markPending(ids));
  return session;
}

const idsOf = (partitions: readonly Partition[] | undefined) => partitions?.map(({ id }) => id);

describe("a proxy session", () => {
  it("sends everything of the zone to a proxy that holds nothing", () => {
    const feed = new Feed();
    publish(feed, { a: "1", b: "1" });
    publish(feed, { other: "1" }, "elsewhere");
    const [response, ...rest] = connect(feed).takeNextVersion();
    expect(idsOf(response?.upserts)).toEqual(["a", "b"]);
    expect(response?.more).toBe(false);
    expect(rest).toEqual([]);
  });

  it("sends only the difference to a proxy that reconnects", () => {
    const feed = new Feed();
    publish(feed, { same: "1", changed: "2", fresh: "1" });
    const relation = { ...following, removals: new Map([["gone", RemovalReason.DELETED]]) };
    const [response] = connect(feed, { same: "1", changed: "1", gone: "1" }, relation).takeNextVersion();
    expect(idsOf(response?.upserts)?.toSorted()).toEqual(["changed", "fresh"]);
    expect(response?.removals).toEqual(["gone"]);
    expect(response?.removed).toMatchObject([{ partitionId: "gone", reason: RemovalReason.DELETED }]);
  });

  it("removes nothing of which the server only knows that it is not published", () => {
    const feed = new Feed();
    publish(feed, { a: "1" });
    const session = connect(feed, { a: "1", unknown: "1" });
    const [response] = session.takeNextVersion();
    expect([response?.upserts, response?.removals]).toEqual([[], []]);
    expect(session.hasApplied("unknown")).toBe(false);
    session.answer(1n, []);
    publish(feed, { unknown: undefined });
    expect(session.takeNextVersion()[0]?.removed).toMatchObject([
      { partitionId: "unknown", reason: RemovalReason.DELETED },
    ]);
  });

  it("says that a partition has moved when another zone gets it", () => {
    const feed = new Feed();
    publish(feed, { a: "1" });
    const session = connect(feed, { a: "1" });
    session.takeNextVersion();
    session.answer(1n, []);
    publish(feed, { a: "1" }, "elsewhere");
    expect(session.takeNextVersion()[0]?.removed).toMatchObject([{ partitionId: "a", reason: RemovalReason.MOVED }]);
  });

  it("sends nothing to a proxy that keeps the configuration of another database", () => {
    const feed = new Feed();
    publish(feed, { a: "1" });
    const relation = { ...following, continuity: Continuity.DIFFERS, refusal: "another database" };
    const session = connect(feed, { b: "1" }, relation);
    expect(session.takeNextVersion()).toEqual([]);
    publish(feed, { a: "2", b: undefined });
    expect(session.takeNextVersion()).toEqual([]);
    expect([session.hasApplied("a"), session.hasApplied("b")]).toEqual([false, false]);
  });

  it("sends an empty first version to a proxy that is up to date, and nothing after it", () => {
    const feed = new Feed();
    publish(feed, { a: "1" });
    const session = connect(feed, { a: "1" });
    const [response] = session.takeNextVersion();
    expect([response?.upserts, response?.removals, response?.version]).toEqual([[], [], 1n]);
    session.answer(1n, []);
    expect(session.takeNextVersion()).toEqual([]);
  });

  it("has one version under way, and puts all that changes meanwhile into the next", () => {
    const feed = new Feed();
    const session = connect(feed);
    session.takeNextVersion();
    for (let write = 0; write < 50; write++) publish(feed, { a: `a${write}`, [`b${write % 3}`]: `${write}` });
    expect(session.takeNextVersion()).toEqual([]);
    session.answer(1n, []);
    const [response] = session.takeNextVersion();
    expect(idsOf(response?.upserts)?.toSorted()).toEqual(["a", "b0", "b1", "b2"]);
    expect(response?.upserts[0]?.hash).toEqual(partition("a", "a49").hash);
  });

  it("counts a partition as applied only when its present content was acked", () => {
    const feed = new Feed();
    publish(feed, { a: "1" });
    const session = connect(feed);
    expect(session.hasApplied("a")).toBe(false);
    session.takeNextVersion();
    expect(session.hasApplied("a")).toBe(false);
    expect(session.answer(1n, [])).toEqual(["a"]);
    expect(session.hasApplied("a")).toBe(true);
    publish(feed, { a: "2" });
    expect(session.hasApplied("a")).toBe(false);
  });

  it("counts a removal as applied when it was acked", () => {
    const feed = new Feed();
    publish(feed, { a: "1" });
    const session = connect(feed, { a: "1" });
    session.takeNextVersion();
    session.answer(1n, []);
    publish(feed, { a: undefined });
    expect(session.hasApplied("a")).toBe(false);
    session.takeNextVersion();
    session.answer(2n, []);
    expect(session.hasApplied("a")).toBe(true);
  });

  it("does not send again what was refused, until it changes", () => {
    const feed = new Feed();
    publish(feed, { a: "bad", b: "1" });
    const session = connect(feed);
    session.takeNextVersion();
    session.answer(1n, [{ $typeName: "weir.config.v1alpha1.Rejection", partitionId: "a", reason: "no good" }]);
    expect([session.rejectionOf("a"), session.hasApplied("a"), session.hasApplied("b")]).toEqual([
      "no good",
      false,
      true,
    ]);
    session.markPending(["a"]);
    expect(session.takeNextVersion()).toEqual([]);
    publish(feed, { a: "mended" });
    expect(session.rejectionOf("a")).toBeUndefined();
    expect(idsOf(session.takeNextVersion()[0]?.upserts)).toEqual(["a"]);
  });

  it("refuses an answer to a version that is not under way", () => {
    const session = connect(new Feed());
    session.takeNextVersion();
    expect(() => session.answer(7n, [])).toThrow("version 7 is not under way");
  });

  it("splits a large version and says where it ends", () => {
    const feed = new Feed();
    publish(feed, Object.fromEntries(Array.from({ length: 450 }, (_, index) => [`p${index}`, "1"])));
    const responses = connect(feed).takeNextVersion();
    expect(responses.map(({ upserts, more }) => [upserts.length, more])).toEqual([
      [200, true],
      [200, true],
      [50, false],
    ]);
  });
});

describe("the feed", () => {
  it("does not announce a partition that is published already", () => {
    const feed = new Feed();
    publish(feed, { a: "1" });
    const told: string[] = [];
    feed.onChange((ids) => told.push(...ids));
    publish(feed, { a: "1" });
    expect(told).toEqual([]);
    publish(feed, { a: "1" }, "elsewhere");
    expect(told).toEqual(["a"]);
  });
});
