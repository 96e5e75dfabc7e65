import type { ErrorObject } from "ajv";
import type { RequestValidator } from "../../gen/es/weir/inference/v1alpha1/request_validator_pb.ts";
import { loadWhenUsed } from "../../kit/load-when-used.ts";
import { type Refusal, refusal } from "../pipeline/proxy-error.ts";
import type { Plugin, PluginRequest } from "./plugin.ts";

const ajv = loadWhenUsed<typeof import("ajv/dist/2020.js")>("ajv/dist/2020.js");

/** As many mistakes are told: enough to act on. */
const toldMistakes = 5;

/** Lets only bodies pass that are JSON and match a schema. */
export function buildRequestValidator({ schema }: RequestValidator): Plugin {
  const { Ajv2020 } = ajv();
  const validate = new Ajv2020({ strict: false, logger: false, allErrors: true }).compile(schema ?? {});
  return {
    onRequest: {
      needsBody: () => true,
      run(request: PluginRequest): Refusal | undefined {
        if (request.body === undefined || request.body.length === 0) return undefined;
        const json = request.json();
        if ("code" in json) return json;
        if (json.value === undefined) return refusal("invalid_json", "the body is no JSON");
        if (validate(json.value)) return undefined;
        const mistakes = validate.errors ?? [];
        const told = mistakes.slice(0, toldMistakes).map(describe);
        return refusal("invalid_request", `the body is not as it must be: ${told.join("; ")}`, paramOf(mistakes[0]));
      },
    },
  };
}

function describe({ instancePath, message, params }: ErrorObject): string {
  const more = "additionalProperty" in params ? ` ("${params.additionalProperty}")` : "";
  return `${instancePath === "" ? "it" : instancePath} ${message}${more}`;
}

/** OpenAI's `param` is the field to blame. */
function paramOf(mistake: ErrorObject | undefined): string | null {
  const path = mistake?.instancePath.slice(1).replaceAll("/", ".");
  return path === undefined || path === "" ? null : path;
}
