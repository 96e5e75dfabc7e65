import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { PrefixAffinityBalanceSchema } from "../../../gen/es/weir/inference/v1alpha1/balance_pb.ts";
import type { RequestTraits } from "../../../proxy/balance/balancer.ts";
import { LeastRequests } from "../../../proxy/balance/least-requests.ts";
import { PrefixAffinity } from "../../../proxy/balance/prefix-affinity.ts";
import { PrefixTable } from "../../../proxy/balance/prefix-table.ts";
import { hashPrefixes } from "../../../proxy/balance/prompt-blocks.ts";
import type { PoolTarget } from "../../../proxy/target/pool-target.ts";
import { createPoolTargets, createSeededRandom, requestOf } from "../../support/pool-targets.ts";
import { createTurnedClock } from "../../support/turned-clock.ts";

type Message = { role: string; content: string };

const system: Message = { role: "system", content: "You are a careful assistant. ".repeat(40) };

function conversation(name: string, turns: number): Message[] {
  const messages = [system];
  for (let turn = 0; turn < turns; turn++) {
    messages.push({ role: "user", content: `${name} asks ${turn} `.repeat(40) });
    messages.push({ role: "assistant", content: `answer ${turn} to ${name} `.repeat(40) });
  }
  return messages;
}

function requestFor(messages: readonly Message[], more: object = {}): RequestTraits {
  return { ...requestOf(), body: Buffer.from(JSON.stringify({ model: "m", ...more, messages })) };
}

function createPolicy(targets: readonly PoolTarget[], { table = new PrefixTable(), clock = createTurnedClock() } = {}) {
  const without = new LeastRequests(targets, createSeededRandom(1), 2);
  return new PrefixAffinity(create(PrefixAffinityBalanceSchema), { targets, table, clock, seed: 1, without });
}

describe("prefix affinity", () => {
  it("keeps a conversation with its target as it grows, and spreads conversations, whichever worker they come to", () => {
    const targets = createPoolTargets([1, 1, 1, 1]);
    const table = new PrefixTable();
    const workers = [createPolicy(targets, { table }), createPolicy(targets, { table: new PrefixTable(table.buffer) })];
    const used = new Set<PoolTarget>();
    let busy: PoolTarget | undefined;
    for (let index = 0; index < 20; index++) {
      const first = workers[0]!.pick([], requestFor(conversation(`c${index}`, 1)))!;
      used.add(first);
      for (let turns = 2; turns < 6; turns++) {
        const next = workers[turns % 2]!.pick([], requestFor(conversation(`c${index}`, turns)));
        expect(next).toBe(first);
      }
      // It is at work when the next conversation comes, which goes elsewhere.
      busy?.target.ended();
      first.target.began();
      busy = first;
    }
    expect(used.size).toBeGreaterThan(1);
  });

  it("passes over a target that has more than its share in flight", () => {
    const targets = createPoolTargets([1, 1]);
    const policy = createPolicy(targets);
    const warm = policy.pick([], requestFor(conversation("c", 1)))!;
    for (let count = 0; count < 10; count++) warm.target.began();
    const next = policy.pick([], requestFor(conversation("c", 2)))!;
    expect(next).not.toBe(warm);
    // From then on both know it.
    for (let count = 0; count < 10; count++) next.target.began();
    for (let count = 0; count < 10; count++) warm.target.ended();
    expect(policy.pick([], requestFor(conversation("c", 2)))).toBe(warm);
  });

  it("does not take other tools, another system text or another model for the same prompt", () => {
    const hashesOf = (more: object): string =>
      hashPrefixes(requestFor(conversation("c", 1), more).body!, 1, 256, 8).join();
    const variants = [{}, { tools: [{ name: "search" }] }, { system: "Be brief." }, { model: "other" }].map(hashesOf);
    expect(new Set(variants).size).toBe(4);
    expect(hashesOf({ temperature: 0.2, user: "u" })).toBe(variants[0]);
  });

  it("forgets what nobody has asked for in ten minutes", () => {
    const clock = createTurnedClock();
    const table = new PrefixTable();
    table.note(1, 2, 3, Math.floor(clock.nowMs() / 1000));
    clock.advance(599);
    expect(table.seenBy(1, 2, Math.floor(clock.nowMs() / 1000))).not.toBe(0);
    clock.advance(2);
    expect(table.seenBy(1, 2, Math.floor(clock.nowMs() / 1000))).toBe(0);
  });

  it("balances requests without a body, and goes elsewhere when the target was tried", () => {
    const targets = createPoolTargets([1, 1]);
    const policy = createPolicy(targets);
    expect(policy.pick([], { ...requestOf(), body: undefined })).toBeDefined();
    const first = policy.pick([], requestFor(conversation("c", 1)))!;
    expect(policy.pick([first], requestFor(conversation("c", 1)))).not.toBe(first);
  });
});
