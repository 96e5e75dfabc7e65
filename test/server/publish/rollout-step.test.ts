import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { RolloutPhase, RolloutSchema, type RolloutStatus } from "../../../gen/es/weir/inference/v1alpha1/rollout_pb.ts";
import { firstStep, nextStep, type StepCounts } from "../../../server/publish/rollout-step.ts";

const rollout = create(RolloutSchema, {
  steps: [
    { percent: 10, pause: { seconds: 60n } },
    { percent: 50, pause: { seconds: 120n } },
  ],
  maxErrorPercent: 5,
  maxP95HeadTime: { seconds: 2n },
  minRequests: 20,
});
const startMs = 1_700_000_000_000;
const started = firstStep(rollout, "e", startMs);

function stepAfter(seconds: number, counts: Partial<StepCounts>, from: RolloutStatus = started): RolloutStatus {
  return nextStep(rollout, from, { requests: 0, failures: 0, slow: 0, ...counts }, startMs + seconds * 1000);
}

describe("a rollout", () => {
  it("begins with its first step", () => {
    expect(started).toMatchObject({ phase: RolloutPhase.PROGRESSING, step: 0, percent: 10, etag: "e" });
  });

  it("goes on when the pause is over and enough requests went well, counting anew", () => {
    expect(stepAfter(59, { requests: 1_000, failures: 50 })).toMatchObject({ step: 0, requests: 1_000n, reason: "" });
    const second = stepAfter(60, { requests: 1_000, failures: 50 });
    expect(second).toMatchObject({ step: 1, percent: 50, requests: 0n, since: timestampFromMs(startMs + 60_000) });
    expect(stepAfter(179, { requests: 20 }, second)).toMatchObject({ step: 1 });
    expect(stepAfter(180, { requests: 20 }, second)).toMatchObject({ phase: RolloutPhase.COMPLETED, percent: 100 });
  });

  it("waits for requests, and says for how many", () => {
    expect(stepAfter(600, { requests: 19 })).toMatchObject({
      phase: RolloutPhase.PROGRESSING,
      step: 0,
      reason: "waits for 20 requests before it goes on: there were 19",
    });
  });

  it.each([
    ["too much fails", { requests: 20, failures: 2 }, "2 of 20 requests failed: more than 5 %"],
    ["too much is slow", { requests: 100, slow: 6 }, "6 of 100 requests had no answer within 2000 ms: more than 5 %"],
  ])("is taken back at once when %s", (_what, counts, reason) => {
    expect(stepAfter(1, counts)).toMatchObject({ phase: RolloutPhase.ROLLED_BACK, percent: 0, step: 0, reason });
  });

  it("is not taken back for what is within its bounds, nor by few requests", () => {
    for (const counts of [
      { requests: 100, failures: 5, slow: 5 },
      { requests: 19, failures: 19 },
    ]) {
      expect(stepAfter(1, counts)).toMatchObject({ phase: RolloutPhase.PROGRESSING });
    }
  });
});
