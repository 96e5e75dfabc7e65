import type { DataMasking } from "../../gen/es/weir/inference/v1alpha1/data_masking_pb.ts";
import type { MatchBudget } from "../../kit/match-budget.ts";
import type { Refusal } from "../pipeline/proxy-error.ts";
import { EventMask } from "./event-mask.ts";
import { readAnswerJson } from "./json-body.ts";
import type { AnswerHead, BodyTransform, Plugin, PluginRequest } from "./plugin.ts";
import { TextMask } from "./text-mask.ts";
import { matchWithin } from "./too-much-matching.ts";
import { isEventStream, isJson, isPlain, WholeBody } from "./whole-body.ts";

const defaultWindow = 64;

/** Puts something else in place of personal data, in requests or in answers. */
export function buildDataMasking({ rules, streamWindow = defaultWindow }: DataMasking, stage: string): Plugin {
  const mask = new TextMask(rules);
  if (stage === "pre_request") {
    const run = (request: PluginRequest): Refusal | undefined | Promise<Refusal | undefined> => {
      const { body } = request;
      if (body === undefined || body.length === 0) return undefined;
      const json = request.json();
      if ("code" in json) return json;
      const matched = { plugin: "data_masking", what: "a body", characters: body.length };
      return matchWithin("body_too_large", matched, async (budget) => {
        const masked = await maskBody(body, json.value, mask, budget);
        if (masked !== undefined) request.replaceBody(masked);
        return undefined;
      });
    };
    return { onRequest: { needsBody: () => true, run } };
  }
  return {
    transformAnswer(_request: PluginRequest, { headers }: AnswerHead): BodyTransform | undefined {
      if (isEventStream(headers)) return new EventMask(mask, streamWindow);
      if (!isPlain(headers)) return undefined;
      const isText = isJson(headers) || headers.some((each) => /^text\//i.test(each));
      return isText ? new WholeBody((body) => maskAnswer(body, mask)) : undefined;
    },
  };
}

function maskAnswer(body: Buffer, mask: TextMask): Refusal | Promise<Buffer | Refusal> {
  const json = readAnswerJson(body.toString("utf8"));
  if ("code" in json) return json;
  const matched = { plugin: "data_masking", what: "an answer", characters: body.length };
  return matchWithin(
    "upstream_protocol_error",
    matched,
    async (budget) => (await maskBody(body, json.value, mask, budget)) ?? body,
  );
}

/** Undefined where nothing is masked: the bytes stay as they came. */
async function maskBody(body: Buffer, json: unknown, mask: TextMask, budget: MatchBudget): Promise<Buffer | undefined> {
  const maskedBy = new Map<string, string>();
  for (const text of json === undefined ? [body.toString("utf8")] : textsOf(json)) {
    const found = await mask.findInTurns(text, budget);
    const masked = mask.replace(text, found);
    if (masked !== text) maskedBy.set(text, masked);
  }
  if (maskedBy.size === 0) return undefined;
  return Buffer.from(
    json === undefined ? [...maskedBy.values()].join("") : JSON.stringify(replaceTexts(json, maskedBy)),
  );
}

/** The texts of a JSON value, at every depth, without the names of fields. */
function textsOf(value: unknown, texts = new Set<string>()): Set<string> {
  if (typeof value === "string") texts.add(value);
  else if (typeof value === "object" && value !== null) for (const each of Object.values(value)) textsOf(each, texts);
  return texts;
}

function replaceTexts(value: unknown, replacements: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return replacements.get(value) ?? value;
  if (Array.isArray(value)) return value.map((each) => replaceTexts(each, replacements));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, replaceTexts(each, replacements)]));
}
