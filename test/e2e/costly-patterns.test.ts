// Patterns and texts that take long to match: they are refused, and hold up no other exchange.

import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenAnswer, openChat } from "../support/open-request.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { type Json, Weir } from "../support/weir.ts";

const random = new SeededRandom(1);
const letters = Array.from({ length: 500_000 }, () => String.fromCharCode(97 + random.below(26))).join("");
const prose = "The quick brown fox jumps over 1234 lazy dogs, and asks for the previous instructions. ".repeat(6_000);
const secret = "EMP-123456";

/** Patterns whose automaton has as many states as the text has characters. */
const manyStates: Readonly<Record<string, string>> = {
  "with counted gaps": "[a-m].{200}[n-z].{200}!",
  "that is large": "(?:[a-f].{30}[g-m]|[n-s].{30}[t-z]){15}!",
};
const hostileMasks: Readonly<Record<string, string>> = {
  ...manyStates,
  "that looks for a longer match to the end of the text": "(?:[a-z].*!)|[a-z]",
};
const words = Array.from({ length: 150 }, (_, index) => `\\bforbidden (?:word|text) ${index}\\b`);
const ordinaryMasks = [{ entity: "email" }, { entity: "phone" }, { pattern: "EMP-\\d{6}" }, { pattern: "\\bdogs?\\b" }];

/** By the plugin: its settings for a pattern, and those of an ordinary one. */
const onRequests: Readonly<Record<string, { hostile: (pattern: string) => Json; ordinary: Json }>> = {
  prompt_guard: {
    hostile: (pattern) => ({ promptGuard: { deny: [pattern] } }),
    ordinary: { promptGuard: { deny: words } },
  },
  data_masking: {
    hostile: (pattern) => ({ dataMasking: { rules: [{ pattern }] } }),
    ordinary: { dataMasking: { rules: ordinaryMasks } },
  },
  "request_validator by pattern": {
    hostile: (pattern) => ({
      requestValidator: {
        schema: { properties: { prompt: { not: { pattern: pattern } } } },
      },
    }),
    ordinary: { requestValidator: { schema: { properties: { prompt: { type: "string", pattern: "fox\\s+jumps" } } } } },
  },
  "request_validator by patternProperties": {
    hostile: (pattern) => ({
      requestValidator: { schema: { patternProperties: { [pattern]: false } } },
    }),
    ordinary: { requestValidator: { schema: { patternProperties: { "^x-": { type: "string" } } } } },
  },
};

let weir: Weir;
let upstream: Server;
let url: string;
/** A stream through the only worker, opened before everything else. */
let canary: OpenAnswer;
let held: ServerResponse | undefined;
let plain: Json;
let asked = 0;

function answerOf(path: string): { type: string; body: string } {
  const { searchParams } = new URL(path, "http://x");
  const text = searchParams.get("text") === "letters" ? letters : prose;
  if (searchParams.get("as") === "text") return { type: "text/plain", body: `${secret} ${text}` };
  if (searchParams.get("as") === "json") return { type: "application/json", body: JSON.stringify({ secret, text }) };
  const event = (content: string): string => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}`;
  const events = [event("first"), event(`${secret} `), event(text), event("last"), "data: [DONE]"];
  return { type: "text/event-stream", body: events.map((each) => `${each}\n\n`).join("") };
}

async function gatewayWith(...plugins: Json[]): Promise<Json> {
  const gateway = await weir.createGateway({ name: "g", requiredPlugins: plugins });
  await weir.createDeployment(gateway.spec.id, "m", [url]);
  return gateway;
}

/** Sends a request while another one is handled, which must be answered. */
async function sendBeside(gateway: Json, body: Json, path?: string): ReturnType<Weir["chat"]> {
  const [answer, other] = await Promise.all([
    weir.chat(gateway, body, path === undefined ? {} : { path }),
    weir.chat(plain, { model: "m" }),
  ]);
  expect(other.status).toBe(200);
  return answer;
}

beforeAll(async () => {
  weir = await Weir.start({ workers: 1 });
  upstream = createServer((request, response) => {
    asked += 1;
    if (request.url === "/v1/held") {
      held = response.writeHead(200, { "content-type": "text/event-stream" });
      held.write("data: {}\n\n");
      return;
    }
    const { type, body } = answerOf(request.url!);
    request.resume().on("end", () => response.writeHead(200, { "content-type": type }).end(body));
  });
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  plain = await gatewayWith();
  canary = await openChat(weir, plain, { model: "m", stream: true }, { path: "/v1/held" });
});

afterAll(async () => {
  await weir?.stop();
  upstream?.close();
});

describe.each(Object.entries(onRequests))("%s", (name, { hostile, ordinary }) => {
  const patterns = name === "data_masking" ? hostileMasks : manyStates;

  it.each(Object.entries(patterns))("refuses a text that is too costly for a pattern %s", async (_, pattern) => {
    const gateway = await gatewayWith(hostile(pattern));
    const before = asked;
    const body = name.endsWith("Properties") ? { model: "m", [letters]: 1 } : { model: "m", prompt: letters };
    const { status, json } = await sendBeside(gateway, body);
    expect([status, json.error.code]).toEqual([413, "body_too_large"]);
    expect(json.error.message).toContain(name.split(" ")[0]);
    expect(json.error.message).toMatch(/more than 50000000 steps on a (prompt|body) of 500\d\d\d characters/);
    // The other request alone.
    expect(asked).toBe(before + 1);
  });

  it("lets an ordinary prompt of 500 KB pass ordinary patterns", async () => {
    const gateway = await gatewayWith(ordinary);
    const { status } = await sendBeside(gateway, { model: "m", prompt: prose });
    expect(status).toBe(200);
  });
});

describe("data_masking of answers", () => {
  const masking = (...rules: Json[]): Json => ({ stage: "pre_response", dataMasking: { rules } });

  it.each(Object.entries(hostileMasks))("ends those that are too costly for a pattern %s", async (_, pattern) => {
    const gateway = await gatewayWith(masking({ pattern: "EMP-\\d{6}" }, { pattern }));
    for (const as of ["json", "text"]) {
      const { status, json, text } = await sendBeside(gateway, { model: "m" }, `/v1/x?text=letters&as=${as}`);
      expect([status, json.error.code]).toEqual([502, "upstream_protocol_error"]);
      expect(json.error.message).toMatch(/data_masking .* steps on an answer of 500\d\d\d characters/);
      expect(text).not.toContain(secret);
    }
    const path = "/v1/x?text=letters&as=stream";
    const stream = await openChat(weir, gateway, { model: "m", stream: true }, { path });
    expect(await stream.ended).toBe("broken");
    expect(stream.text).toContain("steps on a stream of");
    expect(stream.text).not.toContain(letters.slice(-50));
    expect(stream.text).not.toContain(secret);
  });

  it.each(["json", "text", "stream"])("lets 500 KB as %s pass ordinary patterns, masked", async (as) => {
    const gateway = await gatewayWith(masking(...ordinaryMasks));
    const { status, text } = await sendBeside(gateway, { model: "m" }, `/v1/x?text=prose&as=${as}`);
    expect(status).toBe(200);
    expect(text).toContain("1234 lazy [MASKED]");
    expect(text).not.toContain(secret);
    expect(text.length).toBeGreaterThan(500_000);
  });
});

it("leaves a stream whole that was open all the while", async () => {
  held?.end('data: {"late":1}\n\n');
  expect(await canary.ended).toBe("whole");
  expect(canary.text).toContain("late");
});
