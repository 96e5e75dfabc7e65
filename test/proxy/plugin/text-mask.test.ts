import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import { expect, it } from "vitest";
import { MaskingRuleSchema } from "../../../gen/es/weir/inference/v1alpha1/data_masking_pb.ts";
import { MatchBudget } from "../../../kit/match-budget.ts";
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
