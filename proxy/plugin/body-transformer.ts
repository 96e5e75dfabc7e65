import { toJson } from "@bufbuild/protobuf";
import { ValueSchema } from "@bufbuild/protobuf/wkt";
import type { Operation } from "fast-json-patch";
import type { BodyTransformer } from "../../gen/es/weir/inference/v1alpha1/body_transformer_pb.ts";
import { loadWhenUsed } from "../../kit/load-when-used.ts";
import { type Refusal, refusal } from "../pipeline/proxy-error.ts";
import { readAnswerJson } from "./json-body.ts";
import type { AnswerHead, BodyTransform, Plugin, PluginRequest } from "./plugin.ts";
import { isJson, WholeBody } from "./whole-body.ts";

const jsonPatch = loadWhenUsed<typeof import("fast-json-patch")>("fast-json-patch");

/** Changes JSON bodies of requests or of answers by JSON Patch. */
export function buildBodyTransformer({ operations }: BodyTransformer, stage: string): Plugin {
  const patch = operations.map(({ op, path, from, value }) => ({
    op,
    path,
    from,
    value: value === undefined ? undefined : toJson(ValueSchema, value),
  })) as unknown as Operation[];
  /** Throws where the patch can't be applied. A fresh copy of the operations each time: what they add is changed later. */
  const change = (json: unknown): Buffer => {
    const { newDocument } = jsonPatch().applyPatch(json, structuredClone(patch), true);
    return Buffer.from(JSON.stringify(newDocument));
  };
  return stage === "pre_request" ? forRequests(change) : forAnswers(change);
}

function forRequests(change: (json: unknown) => Buffer): Plugin {
  return {
    onRequest: {
      needsBody: () => true,
      run(request: PluginRequest): Refusal | undefined {
        if (request.body === undefined || request.body.length === 0) return undefined;
        const json = request.json();
        if ("code" in json) return json;
        if (json.value === undefined) return undefined;
        try {
          request.replaceBody(change(structuredClone(json.value)));
          return undefined;
        } catch (error) {
          return refusal("invalid_request", `the body can't be changed as it must be: ${firstLine(error)}`);
        }
      },
    },
  };
}

function forAnswers(change: (json: unknown) => Buffer): Plugin {
  return {
    transformAnswer(_request: PluginRequest, { headers }: AnswerHead): BodyTransform | undefined {
      if (!isJson(headers)) return undefined;
      return new WholeBody((body) => {
        const json = readAnswerJson(body.toString("utf8"));
        if ("code" in json) return json;
        try {
          return json.value === undefined ? body : change(json.value);
        } catch {
          return body;
        }
      });
    },
  };
}

/** The library's messages have the whole document below. */
function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0]!;
}
