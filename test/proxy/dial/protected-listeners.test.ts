import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { followControlAddresses } from "../../../proxy/dial/protected-listeners.ts";

const log = pino({ level: "silent" });
const url = new URL("http://control.example:8080");

describe("followControlAddresses", () => {
  it.each<[string, () => Promise<{ address: string }[]>]>([
    ["never answers", () => new Promise(() => {})],
    ["fails", () => Promise.reject(new Error("EAI_AGAIN"))],
    [
      "throws",
      () => {
        throw new Error("EAI_AGAIN");
      },
    ],
  ])("lets a start go on while the lookup %s", async (_what, lookUp) => {
    const stop = new AbortController();
    const begun = performance.now();
    await followControlAddresses({
      url,
      lookUp,
      onAddresses: () => expect.unreachable(),
      log,
      signal: stop.signal,
    });
    // A start takes half a second without it.
    expect(performance.now() - begun).toBeLessThan(1_500);
    stop.abort();
  });

  it("tells addresses that come after the start went on", async () => {
    const stop = new AbortController();
    const late = Promise.withResolvers<{ address: string }[]>();
    const told: unknown[] = [];
    await followControlAddresses({
      url,
      lookUp: () => late.promise,
      onAddresses: (listeners) => told.push(listeners),
      log,
      signal: stop.signal,
    });
    expect(told).toEqual([]);
    late.resolve([{ address: "192.0.2.1" }]);
    await late.promise;
    await Promise.resolve();
    await Promise.resolve();
    expect(told).toEqual([[{ address: "192.0.2.1", port: 8080 }]]);
    stop.abort();
  });
});
