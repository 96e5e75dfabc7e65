import type { ErrorObject } from "ajv";
import type { RequestValidator } from "../../gen/es/weir/inference/v1alpha1/request_validator_pb.ts";
import { TooMuchMatchingError } from "../../kit/match-budget.ts";
import type { SchemaCompiler } from "../../kit/schema-compiler.ts";
import { TooManyStepsError } from "../../kit/schema-steps.ts";
import { type Refusal, refusal } from "../pipeline/proxy-error.ts";
import type { Plugin, PluginRequest } from "./plugin.ts";
import { tooMuchMatching } from "./too-much-matching.ts";

/** As many mistakes are named: enough to act on. */
const namedMistakes = 5;
/** Several mistakes are looked for in bodies up to this size; of a larger one, which may have millions, the first. */
const thoroughBytes = 4 * 1024;
const tooCostly =
  "the body takes too many steps to check against the schema of this gateway: nest it less, or make it smaller";

/** Lets only bodies pass that are JSON and match a schema. */
export function buildRequestValidator({ schema = {} }: RequestValidator, schemas: SchemaCompiler): Plugin {
  const compiled = schemas.compile(schema);
  return {
    onRequest: {
      needsBody: () => true,
      run(request: PluginRequest): Refusal | undefined {
        if (request.body === undefined || request.body.length === 0) return undefined;
        const json = request.json();
        if ("code" in json) return json;
        if (json.value === undefined) return refusal("invalid_json", "the body is not JSON");
        const { length } = request.body;
        let mistakes: readonly ErrorObject[];
        try {
          if (compiled.accepts(json.value, length)) return undefined;
          mistakes = compiled.mistakes(json.value, length, length <= thoroughBytes);
        } catch (error) {
          if (error instanceof TooManyStepsError) return refusal("invalid_request", tooCostly);
          if (error instanceof TooMuchMatchingError) {
            return tooMuchMatching("body_too_large", {
              plugin: "request_validator",
              what: "a body",
              characters: length,
            });
          }
          throw error;
        }
        const named = mistakes.slice(0, namedMistakes).map(describe);
        return refusal(
          "invalid_request",
          `the body does not match the schema of request_validator: ${named.join("; ")}`,
          paramOf(mistakes[0]),
        );
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
