// A stream ends when the access of its caller ends, whoever has issued the token and whatever the stream carries.

import { Code, ConnectError, createContextValues, type StreamResponse } from "@connectrpc/connect";
import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../kit/clock.ts";
import { RememberedAnswers } from "../../../kit/remembered-answers.ts";
import type { Identity, TokenAuthenticator } from "../../../server/auth/token-authenticator.ts";
import { credentialKey } from "../../../server/rpc/call-context.ts";
import { endWithAccess } from "../../../server/rpc/end-with-access.ts";
import type { Change } from "../../../server/store/store.ts";
import { waitFor } from "../../support/wait-for.ts";

const atStart: Identity = {
  subject: "ann",
  organizationId: "org",
  teams: ["a", "b"],
  role: "admin",
  bootstrap: false,
  accessTokenId: "t1",
};

let streams: AbortController;
afterEach(() => streams?.abort());

interface Followed {
  readonly messages: number[];
  /** Undefined while the stream is open. */
  end: ConnectError | "done" | undefined;
}

/** Opens a stream behind the interceptor, and follows it. */
async function open(options: {
  messages: AsyncIterable<number>;
  answer: (maxAgeMs: number | undefined) => Identity | undefined | Promise<Identity | undefined>;
  identity?: Identity;
  checkEveryMs?: number;
  onCommit?: (listener: (changes: readonly Change[]) => void) => () => void;
}): Promise<Followed> {
  const { messages, answer, identity = atStart, checkEveryMs = 20, onCommit = () => () => {} } = options;
  const authenticator: TokenAuthenticator = { authenticate: async (_token, _source, maxAgeMs) => answer(maxAgeMs) };
  const intercept = endWithAccess({ store: { onCommit }, clock: systemClock, checkEveryMs });
  const contextValues = createContextValues().set(credentialKey, {
    token: "t",
    source: "127.0.0.1",
    identity,
    authenticator,
    seenAtMs: 0,
  });
  const call = intercept(async () => ({ stream: true, message: messages }) as unknown as StreamResponse);
  const response = (await call({ stream: true, contextValues } as never)) as StreamResponse;
  const followed: Followed = { messages: [], end: undefined };
  const read = async (): Promise<void> => {
    try {
      for await (const message of response.message) followed.messages.push(message as unknown as number);
      followed.end = "done";
    } catch (error) {
      followed.end = ConnectError.from(error);
    }
  };
  void read();
  return followed;
}

/** A watch without events: it ends when the call does. */
async function* silence(): AsyncGenerator<number> {
  yield 0;
  await new Promise<void>((resolve) => {
    streams = new AbortController();
    streams.signal.addEventListener("abort", () => resolve());
  });
}

/** An export: one message after the other, until the reader has enough. */
async function* pages(): AsyncGenerator<number> {
  for (let page = 0; ; page++) {
    yield page;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const unavailable = (): never => {
  throw new Error("the issuer does not answer");
};

describe.each([
  ["a silent watch", silence],
  ["an export", pages],
])("%s", (_, messages) => {
  it.each<[string, Identity | undefined]>([
    ["is unknown to its issuer", undefined],
    ["has another organization", { ...atStart, organizationId: "other" }],
    ["has another subject", { ...atStart, subject: "bob" }],
    ["has a lesser role", { ...atStart, role: "viewer" }],
    ["has lost a team", { ...atStart, teams: ["b"] }],
  ])("ends with unauthenticated when the token %s", async (_, after) => {
    let present: Identity | undefined = atStart;
    const followed = await open({ messages: messages(), answer: () => present });
    await waitFor("the first message", () => followed.messages.length > 0);
    present = after;
    await waitFor("the end", () => followed.end !== undefined);
    expect(followed.end).toMatchObject({ code: Code.Unauthenticated });
  });

  it.each<[string, (maxAgeMs: number | undefined) => Identity]>([
    ["has the same access", () => atStart],
    ["has more access", () => ({ ...atStart, teams: ["b", "c", "a"], bootstrap: true })],
    ["can't be checked", unavailable],
  ])("goes on while the token %s", async (_, answer) => {
    let asked = 0;
    const count = (maxAgeMs: number | undefined): Identity => {
      asked += 1;
      return answer(maxAgeMs);
    };
    const followed = await open({ messages: messages(), answer: count, checkEveryMs: 5 });
    await waitFor("some checks", () => asked > 5);
    expect(followed.end).toBeUndefined();
  });

  it("ends when the token expires, even when it can't be checked", async () => {
    const identity = { ...atStart, expiresAtMs: Date.now() + 200 };
    const followed = await open({ messages: messages(), answer: unavailable, identity, checkEveryMs: 60_000 });
    await waitFor("the first message", () => followed.messages.length > 0);
    await waitFor("the end", () => followed.end !== undefined);
    expect(followed.end).toMatchObject({ code: Code.Unauthenticated });
    expect(Date.now()).toBeGreaterThanOrEqual(identity.expiresAtMs);
  });

  it("goes on past the expiry as long as the issuer takes the token, for its leeway", async () => {
    const identity = { ...atStart, expiresAtMs: Date.now() + 20 };
    let asked = 0;
    const answer = (): Identity => {
      asked += 1;
      return identity;
    };
    const followed = await open({ messages: messages(), answer, identity, checkEveryMs: 5 });
    await waitFor("checks after the expiry", () => asked > 3 && Date.now() > identity.expiresAtMs + 20);
    expect(followed.end).toBeUndefined();
  });
});

describe("a change of the token that this server has made", () => {
  const change = (id: string, event: Change["event"], kind: Change["kind"] = "access_token"): Change =>
    ({ kind, id, event }) as Change;

  it("ends the stream before the next message, without waiting for a check", async () => {
    let tell: (changes: readonly Change[]) => void = () => {};
    let present: Identity | undefined = atStart;
    let send: (value: number) => void = () => {};
    async function* events(): AsyncGenerator<number> {
      while (true) yield await new Promise<number>((resolve) => (send = resolve));
    }
    const followed = await open({
      messages: events(),
      // Slower than the event that follows the deletion.
      answer: () => new Promise((resolve) => setTimeout(() => resolve(present), 20)),
      checkEveryMs: 60_000,
      onCommit: (listener) => {
        tell = listener;
        return () => {};
      },
    });
    tell([change("t2", "deleted"), change("t1", "deleted", "gateway"), change("t1", "added")]);
    send(1);
    await waitFor("the event", () => followed.messages.length === 1);
    present = undefined;
    tell([change("t1", "deleted")]);
    send(2);
    await waitFor("the end", () => followed.end !== undefined);
    expect(followed.end).toMatchObject({ code: Code.Unauthenticated });
    expect(followed.messages).toEqual([1]);
  });
});

describe("answers of an issuer that are remembered", () => {
  it("are asked for again when they are older than wanted, and are kept when that fails", async () => {
    let nowMs = 0;
    let answer: () => Promise<string | undefined> = async () => "known";
    let asked = 0;
    const answers = new RememberedAnswers({
      ask: () => {
        asked += 1;
        return answer();
      },
      clock: { nowMs: () => nowMs, monotonicMs: () => nowMs },
    });
    expect(await answers.about("secret", "127.0.0.1")).toBe("known");
    nowMs += 6_000;
    expect(await answers.about("secret", "127.0.0.1", 10_000)).toBe("known");
    expect(asked).toBe(1);
    answer = async () => unavailable();
    await expect(answers.about("secret", "127.0.0.1", 5_000)).rejects.toThrow("does not answer");
    expect(asked).toBe(2);
    // Calls go on with what is known for as long as that holds.
    expect(await answers.about("secret", "127.0.0.1")).toBe("known");
    expect(asked).toBe(2);
    answer = async () => undefined;
    expect(await answers.about("secret", "127.0.0.1", 5_000)).toBeUndefined();
    expect(await answers.about("secret", "127.0.0.1")).toBeUndefined();
    expect(asked).toBe(3);
  });
});
