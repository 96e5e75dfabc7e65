import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import { expect, it } from "vitest";
import { MaskingRuleSchema } from "../../../gen/es/weir/inference/v1alpha1/data_masking_pb.ts";
import { MatchBudget } from "../../../kit/match-budget.ts";
import { EventMask } from "../../../proxy/plugin/event-mask.ts";
import { TextMask } from "../../../proxy/plugin/text-mask.ts";

const mask = new TextMask([create(MaskingRuleSchema, { what: { case: "entity", value: "email" } })]);
/** Takes time in proportion to 64 characters for each. */
const slowMail = /[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g;

it("finds the same mail addresses as a pattern that tries every beginning", () => {
  const unit = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("a", "@", ".", "@a.", "-", "_", "%", " ", "é", "b.c@d.e") },
    { weight: 1, arbitrary: fc.constantFrom("a".repeat(63), "a".repeat(64), "a.".repeat(40)) },
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 20 }), (text) => {
      const wanted = Array.from(text.matchAll(slowMail), ({ 0: mail, index }) => [index, index + mail.length]);
      expect(mask.find(text, new MatchBudget()).map(({ start, end }) => [start, end])).toEqual(wanted);
    }),
    { numRuns: 5_000 },
  );
});

it.each([64, 1_024])("masks a long stream with many patterns and a window of %i characters", (window) => {
  const rules = Array.from({ length: 20 }, (_, index) => `[A-Z]{2}-${index}-[A-Za-z0-9_-]{16,64}`);
  const what = (value: string) => create(MaskingRuleSchema, { what: { case: "pattern", value } });
  const events = new EventMask(new TextMask(rules.map(what)), window);
  const words = ["the", "quick", "AB-3-abcdefghijklmnopqrst", "fox"];
  let out = "";
  for (let index = 0; index < 2_000; index++) {
    const choices = [{ index: 0, delta: { content: `${words[index % 4]} ` } }];
    const passed = events.push(Buffer.from(`data: ${JSON.stringify({ choices })}\n\n`));
    expect(passed).not.toHaveProperty("code");
    out += passed?.toString();
  }
  expect(out).toContain("[MASKED]");
  expect(out).not.toContain("AB-3");
});
