import type { DataMasking } from "../../gen/es/weir/inference/v1alpha1/data_masking_pb.ts";
import type { Refusal } from "../pipeline/proxy-error.ts";
import { EventMask } from "./event-mask.ts";
import { readAnswerJson } from "./json-body.ts";
import type { AnswerHead, BodyTransform, Plugin, PluginRequest } from "./plugin.ts";
import { TextMask } from "./text-mask.ts";
import { isEventStream, isJson, isPlain, WholeBody } from "./whole-body.ts";

const defaultWindow = 64;

/** Puts something else in place of personal data, in requests or in answers. */
export function buildDataMasking({ rules, streamWindow = defaultWindow }: DataMasking, stage: string): Plugin {
  const mask = new TextMask(rules);
  if (stage === "pre_request") {
    const run = (request: PluginRequest): Refusal | undefined => {
      const { body } = request;
      if (body === undefined || body.length === 0) return undefined;
      const json = request.json();
      if ("code" in json) return json;
      const masked = maskBody(body, json.value, mask);
      if (masked !== undefined) request.replaceBody(masked);
      return undefined;
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

function maskAnswer(body: Buffer, mask: TextMask): Buffer | Refusal {
  const json = readAnswerJson(body.toString("utf8"));
  return "code" in json ? json : (maskBody(body, json.value, mask) ?? body);
}

/** Undefined where nothing is masked: the bytes stay as they came. */
function maskBody(body: Buffer, json: unknown, mask: TextMask): Buffer | undefined {
  if (json === undefined) {
    const text = body.toString("utf8");
    const masked = mask.mask(text);
    return masked === text ? undefined : Buffer.from(masked);
  }
  const state = { changed: false };
  const masked = maskValue(json, mask, state);
  return state.changed ? Buffer.from(JSON.stringify(masked)) : undefined;
}

/** The texts of a JSON value, at every depth; the names of fields stay. */
function maskValue(value: unknown, mask: TextMask, state: { changed: boolean }): unknown {
  if (typeof value === "string") {
    const masked = mask.mask(value);
    if (masked !== value) state.changed = true;
    return masked;
  }
  if (Array.isArray(value)) return value.map((each) => maskValue(each, mask, state));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, maskValue(each, mask, state)]));
}
