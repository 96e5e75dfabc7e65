// What the proto can't say of the settings of plugins.

import type { BodyTransformer } from "../../gen/es/weir/inference/v1alpha1/body_transformer_pb.ts";
import type { DataMasking } from "../../gen/es/weir/inference/v1alpha1/data_masking_pb.ts";
import type { HeaderTransformer } from "../../gen/es/weir/inference/v1alpha1/header_transformer_pb.ts";
import type { Plugin } from "../../gen/es/weir/inference/v1alpha1/plugin_pb.ts";
import type { PromptGuard } from "../../gen/es/weir/inference/v1alpha1/prompt_guard_pb.ts";
import type { RateLimiter, RateLimits } from "../../gen/es/weir/inference/v1alpha1/rate_limiter_pb.ts";
import type { RequestValidator } from "../../gen/es/weir/inference/v1alpha1/request_validator_pb.ts";
import { parseLinearPattern } from "../../kit/linear-pattern.ts";
import { parseWindow } from "../../kit/parse-window.ts";
import { SchemaCompiler } from "../../kit/schema-compiler.ts";
import type { FieldViolation } from "./api-error.ts";
import type { CompileBudget } from "./compile-budget.ts";
import { framingHeaders } from "./framing-headers.ts";

type Kind = Exclude<Plugin["kind"], { case: undefined }>;

/** By kind; a field is named from the settings on. */
export const pluginChecks: {
  readonly [Case in Kind["case"]]?: (
    settings: Extract<Kind, { case: Case }>["value"],
    budget: CompileBudget,
    stage: string,
  ) => FieldViolation[];
} = {
  rateLimiter: checkRateLimiter,
  requestValidator: checkValidator,
  headerTransformer: checkHeaders,
  bodyTransformer: checkPatch,
  dataMasking: checkMasking,
  promptGuard: checkGuard,
};

const shortestWindowMs = 100;
const longestWindowMs = 31 * 86_400_000;

function checkRateLimiter({ limits, tokenLimits }: RateLimiter): FieldViolation[] {
  return [...checkLimits("limits", limits), ...checkLimits("token_limits", tokenLimits)];
}

function checkLimits(field: string, limits: RateLimits | undefined): FieldViolation[] {
  if (limits === undefined) return [];
  const { global, perIp, perKey, perUser, perModel, perHeader } = limits;
  const all = [
    ...Object.entries({ global, per_ip: perIp, per_key: perKey, per_user: perUser, per_model: perModel }),
    ...perHeader.map((each, index) => [`per_header[${index}]`, each] as const),
  ];
  return all.flatMap(([name, limit]) => {
    if (limit === undefined) return [];
    const windowMs = parseWindow(limit.window);
    // Not of that form: the proto's own rule says so.
    if (windowMs === undefined || (windowMs >= shortestWindowMs && windowMs <= longestWindowMs)) return [];
    return [{ field: `${field}.${name}.window`, description: `"${limit.window}" must be from 100ms to 31d` }];
  });
}

/** Remembers what it has compiled: a schema that stays as it is is not compiled again at each change around it. */
export const schemas = new SchemaCompiler({ linearPatternsOnly: true });

function checkValidator({ schema }: RequestValidator, budget: CompileBudget): FieldViolation[] {
  if (schema === undefined) return [{ field: "schema", description: "must be given: a JSON Schema" }];
  const tooLarge = budget.takeSchema(schema);
  if (tooLarge !== undefined) return [{ field: "schema", description: tooLarge }];
  try {
    schemas.compile(schema);
    return [];
  } catch (error) {
    return [{ field: "schema", description: `is no JSON Schema (draft 2020-12): ${(error as Error).message}` }];
  }
}

/** Headers that HTTP itself needs, or that the proxy sets. */
const fixedHeaders: ReadonlySet<string> = new Set([
  ...framingHeaders,
  "expect",
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-request-id",
]);

function checkHeaders(
  { remove, rename, set, add }: HeaderTransformer,
  _budget: CompileBudget,
  stage: string,
): FieldViolation[] {
  const named = [
    ...remove.map((name, index) => [`remove[${index}]`, name] as const),
    ...rename.flatMap(({ from, to }, index) => [
      [`rename[${index}].from`, from] as const,
      [`rename[${index}].to`, to] as const,
    ]),
    ...set.map(({ name }, index) => [`set[${index}].name`, name] as const),
    ...add.map(({ name }, index) => [`add[${index}].name`, name] as const),
  ];
  const violations = named.flatMap(([field, name]) =>
    fixedHeaders.has(name.toLowerCase())
      ? [{ field, description: `"${name}" can't be changed: HTTP needs it, or the proxy sets it` }]
      : [],
  );
  if (stage !== "pre_request") return violations;
  for (const [index, { from }] of rename.entries()) {
    if (from.toLowerCase() !== "authorization") continue;
    const description = `"${from}" can't be renamed: it carries the caller's credential, which is never sent on`;
    violations.push({ field: `rename[${index}].from`, description });
  }
  return violations;
}

function checkPatch({ operations }: BodyTransformer): FieldViolation[] {
  return operations.flatMap(({ op, path, from }, index) => {
    const field = `operations[${index}]`;
    // RFC 6902, section 4.4: a value can't be moved into itself.
    if (op === "move" && from !== undefined && path.startsWith(`${from}/`)) {
      return [{ field: `${field}.path`, description: `"${path}" is inside of "${from}", which moves` }];
    }
    return op === "remove" && path === ""
      ? [{ field: `${field}.path`, description: "the whole body can't be removed" }]
      : [];
  });
}

function checkMasking({ rules }: DataMasking, budget: CompileBudget): FieldViolation[] {
  return rules.flatMap(({ what }, index) =>
    what.case === "pattern" ? checkPattern(`rules[${index}].pattern`, what.value, budget) : [],
  );
}

function checkGuard({ deny, allow }: PromptGuard, budget: CompileBudget): FieldViolation[] {
  return [
    ...deny.flatMap((pattern, index) => checkPattern(`deny[${index}]`, pattern, budget)),
    ...allow.flatMap((pattern, index) => checkPattern(`allow[${index}]`, pattern, budget)),
  ];
}

function checkPattern(field: string, pattern: string, budget: CompileBudget): FieldViolation[] {
  const tooLarge = budget.takePattern(pattern);
  if (tooLarge !== undefined) return [{ field, description: tooLarge }];
  const parsed = parseLinearPattern(pattern);
  if (typeof parsed === "string") {
    return [{ field, description: `"${pattern}" is no regular expression of RE2: ${parsed}` }];
  }
  return parsed.matchesEmptyText ? [{ field, description: `"${pattern}" matches the empty text` }] : [];
}
