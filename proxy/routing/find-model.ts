import { isUtf8 } from "node:buffer";
import type { IncomingHttpHeaders } from "node:http";
import { type Refusal, refusal } from "../pipeline/proxy-error.ts";
import { type JsonModelResult, JsonModelScanner, type ModelValue } from "./json-model.ts";
import { findMultipartModel } from "./multipart-model.ts";

/** A step takes about half a millisecond: what others on this thread wait at most. */
const bytesPerStep = 256 * 1024;

export type FoundModel = { readonly kind: "found"; readonly value: ModelValue; readonly quoted: boolean } | Refusal;

/** Finds the model in a body and calls back: at once for a small body, after some turns of the loop for a large one. */
export function findModel(body: Buffer, headers: IncomingHttpHeaders, callback: (found: FoundModel) => void): void {
  const contentType = headers["content-type"];
  if (contentType?.startsWith("multipart/form-data") === true) {
    callback(fromMultipart(findMultipartModel(body, contentType)));
    return;
  }
  if (body.length === 0) {
    callback(refusal("model_required", 'send a JSON body with the model in "model"', "model"));
    return;
  }
  if (!isUtf8(body)) {
    callback(refusal("invalid_json", "the body is no JSON: it is not UTF-8"));
    return;
  }
  scan(new JsonModelScanner(body), callback);
}

function scan(scanner: JsonModelScanner, callback: (found: FoundModel) => void): void {
  const result = scanner.step(bytesPerStep);
  if (result === undefined) setImmediate(scan, scanner, callback);
  else callback(fromJson(result));
}

function fromJson(result: JsonModelResult): FoundModel {
  switch (result.kind) {
    case "model":
      if (result.value.model === "") return refusal("model_required", '"model" is empty', "model");
      return { kind: "found", value: result.value, quoted: true };
    case "absent":
      return refusal("model_required", 'name the model in "model" at the top level of the body', "model");
    case "not a string":
      return refusal("model_required", '"model" is not a string', "model");
    case "invalid":
      return refusal("invalid_json", `the body is no JSON that can be routed: ${result.reason}`);
    default:
      return result satisfies never;
  }
}

function fromMultipart(value: ModelValue | undefined | "twice"): FoundModel {
  if (value === "twice") return refusal("invalid_request", 'the form field "model" stands twice', "model");
  if (value === undefined || value.model === "") {
    return refusal("model_required", 'name the model in the form field "model"', "model");
  }
  return { kind: "found", value, quoted: false };
}
