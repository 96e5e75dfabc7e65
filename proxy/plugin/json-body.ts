import { maxJsonDepth, parseJson } from "../../kit/parse-json.ts";
import { type ProxyErrorCode, type Refusal, refusal } from "../pipeline/proxy-error.ts";

/** The JSON of a body. */
export interface JsonBody {
  /** Undefined when there is no body, or it is not JSON. */
  readonly value: unknown;
}

/** Reads the body of a request. A body that nests too deep is refused: no plugin can check or change it safely. */
export function readRequestJson(body: Buffer): JsonBody | Refusal {
  return read(body.toString("utf8"), "invalid_json", "the body");
}

/** Reads the body of an answer, or the data of one event. One that nests too deep must not pass unchecked. */
export function readAnswerJson(text: string): JsonBody | Refusal {
  return read(text, "upstream_protocol_error", "the upstream's answer");
}

function read(text: string, code: ProxyErrorCode, what: string): JsonBody | Refusal {
  const parsed = parseJson(text);
  switch (parsed.kind) {
    case "json":
      return parsed;
    case "no json":
      return noJson;
    case "too deep":
      return refusal(code, `${what} nests arrays and objects deeper than ${maxJsonDepth} levels`);
    default:
      return parsed satisfies never;
  }
}

export const noJson: JsonBody = { value: undefined };
