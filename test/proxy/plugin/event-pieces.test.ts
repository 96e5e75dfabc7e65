import { describe, expect, it } from "vitest";
import { EventMask } from "../../../proxy/plugin/event-mask.ts";
import type { BodyTransform } from "../../../proxy/plugin/plugin.ts";
import { TextMask } from "../../../proxy/plugin/text-mask.ts";
import { HideUsageEvent } from "../../../proxy/usage/hide-usage-event.ts";
import { SeededRandom } from "../../support/seeded-random.ts";

const mask = new TextMask([]);
const transforms: readonly [string, () => BodyTransform][] = [
  ["EventMask", () => new EventMask(mask, 8)],
  ["HideUsageEvent", () => new HideUsageEvent()],
];

const event = (content: string, index = 0): string =>
  `data: ${JSON.stringify({ choices: [{ index, delta: { content } }] })}`;

function passThrough(transform: BodyTransform, pieces: readonly Buffer[]): string {
  let out = "";
  for (const piece of pieces) {
    const passed = transform.push(piece);
    if (passed !== undefined && "code" in passed) return passed.code;
    out += passed?.toString() ?? "";
  }
  const rest = transform.end();
  if (rest instanceof Promise) throw new Error("these transforms do not wait");
  return rest !== undefined && "code" in rest ? rest.code : out + (rest?.toString() ?? "");
}

describe.each(transforms)("%s", (_name, create) => {
  it("gives the same however a stream is cut into pieces", () => {
    for (const lineEnd of ["\n", "\r\n"]) {
      const usage = 'data: {"choices":[],"usage":{"prompt_tokens":1}}';
      const lines = [event("Grüße "), ": ping", event("and more"), usage, "data: [DONE]"];
      const bytes = Buffer.from(lines.map((line) => `${line}${lineEnd}${lineEnd}`).join(""));
      const whole = passThrough(create(), [bytes]);
      for (let seed = 0; seed < 200; seed++) {
        const random = new SeededRandom(seed);
        const pieces: Buffer[] = [];
        for (let at = 0; at < bytes.length; ) {
          const next = at + 1 + random.below(random.pick([2, 10, 200]));
          pieces.push(bytes.subarray(at, next));
          at = next;
        }
        expect([seed, passThrough(create(), pieces)]).toEqual([seed, whole]);
      }
    }
  });

  it("passes an event of several MB that comes in thousands of pieces", () => {
    const large = Buffer.from(`${event("x".repeat(6_000_000))}\n\n`);
    const pieces = Array.from({ length: Math.ceil(large.length / 1_000) }, (_, at) =>
      large.subarray(at * 1_000, (at + 1) * 1_000),
    );
    expect(passThrough(create(), pieces).length).toBeGreaterThan(6_000_000);
  });

  it("keeps no event that never ends", () => {
    const piece = Buffer.from("x".repeat(64 * 1024));
    expect(
      passThrough(
        create(),
        Array.from({ length: 200 }, () => piece),
      ),
    ).toBe("upstream_protocol_error");
  });
});

describe("EventMask", () => {
  it("keeps no endless number of texts", () => {
    const events = Array.from({ length: 3_000 }, (_, index) => Buffer.from(`${event("y".repeat(5_000), index)}\n\n`));
    expect(passThrough(new EventMask(mask, 64), events)).toBe("upstream_protocol_error");
  });
});
