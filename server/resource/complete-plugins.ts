import { create, type DescField, type DescMessage, fromJson, type JsonObject, type Message } from "@bufbuild/protobuf";
import { type Plugin, PluginSchema } from "../../gen/es/weir/inference/v1alpha1/plugin_pb.ts";
import type { FieldViolation } from "./api-error.ts";
import { CompileBudget } from "./compile-budget.ts";
import { jsonViolations } from "./json-violations.ts";
import { pluginChecks } from "./plugin-checks.ts";

export type PluginKind = NonNullable<Plugin["kind"]["case"]>;
type Stage = "pre_request" | "post_request" | "pre_response" | "post_response";

/** At which stages each plugin can run; the first is where it does unless told. */
const stagesOf: Readonly<Record<PluginKind, readonly [Stage, ...Stage[]]>> = {
  rateLimiter: ["pre_request"],
  requestSizeLimiter: ["pre_request"],
  requestValidator: ["pre_request"],
  cors: ["pre_request"],
  ipRestriction: ["pre_request"],
  headerTransformer: ["pre_request", "post_request", "pre_response"],
  bodyTransformer: ["pre_request", "pre_response"],
  dataMasking: ["pre_request", "pre_response"],
  promptGuard: ["pre_request"],
  externalApi: ["pre_request", "pre_response", "post_response"],
};

const kinds = PluginSchema.oneofs[0]!.fields as readonly (DescField & { readonly message: DescMessage })[];
const names = kinds.map(({ name }) => name).join(", ");

/** What was found wrong with lists that were checked ahead. */
const checkedAhead = new WeakMap<readonly Plugin[], FieldViolation[]>();

/**
 * Does the work of `completePlugins` before a transaction, in which everybody would wait for the compilation of schemas
 * and patterns. The list must not change until `completePlugins` takes the result.
 */
export function completePluginsAhead(plugins: readonly Plugin[], field: string): void {
  checkedAhead.set(plugins, completePlugins(plugins, field));
}

/**
 * Brings plugins into their canonical form, in place: settings under the field of their kind, with name and stage. Gives
 * what is wrong with them.
 *
 * @param field where they stand, for example `required_plugins`
 */
export function completePlugins(plugins: readonly Plugin[], field: string): FieldViolation[] {
  const found = checkedAhead.get(plugins);
  if (checkedAhead.delete(plugins)) return found!;
  const budget = new CompileBudget();
  return plugins.flatMap((plugin, index) => {
    const path = `${field}[${index}]`;
    const violations = takeSettingsOf(plugin, path);
    if (violations.length > 0) return violations;
    return [...completeStage(plugin, path), ...checkKind(plugin, field, path, budget)];
  });
}

/** Gives plugins their canonical form alone, in place, without a look at their settings. Gives what can't be read. */
export function canonicalisePlugins(plugins: readonly Plugin[], field: string): FieldViolation[] {
  return plugins.flatMap((plugin, index) => {
    const violations = takeSettingsOf(plugin, `${field}[${index}]`);
    if (violations.length === 0) takeStage(plugin);
    return violations;
  });
}

/** Settings by name become those of a kind. */
function takeSettingsOf(plugin: Plugin, path: string): FieldViolation[] {
  const { name, settings, kind } = plugin;
  if (kind.case !== undefined) {
    const { name: given } = kinds.find(({ localName }) => localName === kind.case)!;
    if (name !== "" && name !== given) {
      return [{ field: `${path}.name`, description: `is "${name}", but ${given} is set` }];
    }
    if (settings !== undefined) {
      return [{ field: `${path}.settings`, description: `can't be set beside ${given}: that is the same` }];
    }
    plugin.name = given;
    return [];
  }
  const wanted = kinds.find((each) => each.name === name);
  if (wanted === undefined) {
    const description = name === "" ? `must be given, or one of its kinds: ${names}` : `"${name}" is none of ${names}`;
    return [{ field: `${path}.name`, description }];
  }
  const json = (settings ?? {}) as JsonObject;
  const violations = jsonViolations(wanted.message, json);
  if (violations.length > 0) {
    return violations.map(({ field, description }) => ({ field: `${path}.settings.${field}`, description }));
  }
  setKind(plugin, wanted, settings === undefined ? create(wanted.message) : fromJson(wanted.message, json));
  delete plugin.settings;
  return [];
}

function setKind(plugin: Plugin, field: DescField, value: Message): void {
  plugin.kind = { case: field.localName, value } as unknown as Plugin["kind"];
}

function completeStage(plugin: Plugin, path: string): FieldViolation[] {
  takeStage(plugin);
  const stages: readonly string[] = stagesOf[plugin.kind.case!];
  if (stages.includes(plugin.stage)) return [];
  return [
    { field: `${path}.stage`, description: `${plugin.name} runs at ${stages.join(" or ")}, not ${plugin.stage}` },
  ];
}

function takeStage(plugin: Plugin): void {
  if (plugin.stage === "") plugin.stage = stagesOf[plugin.kind.case!][0];
}

function checkKind(
  { name, kind, stage }: Plugin,
  field: string,
  path: string,
  budget: CompileBudget,
): FieldViolation[] {
  if (kind.case === "cors" && field !== "required_plugins") {
    const description = "cors stands in a gateway's required_plugins alone: a preflight request is of no rule";
    return [{ field: `${path}.cors`, description }];
  }
  const check = pluginChecks[kind.case!] as
    | ((settings: unknown, budget: CompileBudget, stage: string) => FieldViolation[])
    | undefined;
  return (check?.(kind.value, budget, stage) ?? []).map((each) => ({
    ...each,
    field: `${path}.${name}.${each.field}`,
  }));
}
