import { clone, equals } from "@bufbuild/protobuf";
import type { ExternalApi } from "../../gen/es/weir/inference/v1alpha1/external_api_pb.ts";
import { type Plugin, PluginSchema } from "../../gen/es/weir/inference/v1alpha1/plugin_pb.ts";
import type { FieldViolation } from "./api-error.ts";
import { destinationOf } from "./destination-of.ts";

/** A plugin that can hold a secret. */
type Sealed = Plugin & { readonly kind: { readonly case: "externalApi"; readonly value: ExternalApi } };

export interface IdentifiedPlugins {
  /** The ids that stored plugins have after the update; those that are gone have none. */
  readonly idOf: ReadonlyMap<Plugin, string>;
  readonly violations: readonly FieldViolation[];
}

/** Ways in which a plugin without an id can be a stored one, the surest first. */
const likenesses = [hasSameContent, hasSameUrl, hasSameDestination];

/**
 * Finds the stored plugin of each plugin of an update that can hold a secret, and gives an id, in place, to each that has
 * none. A plugin is the stored one with its id; else the one with the same content; else, where it has no id, the one
 * with the same URL, or the same scheme, host and port. Order never counts. Where several could be meant, or the only one
 * that could be meant has another destination, a plugin without a secret is a violation: nothing is guessed, and no secret
 * is lost in silence.
 *
 * @param field where the plugins are, for example `required_plugins`
 */
export function identifyPlugins(
  stored: readonly Plugin[],
  next: readonly Plugin[],
  field: string,
  newId: () => string,
): IdentifiedPlugins {
  const idOf = new Map<Plugin, string>();
  const violations = duplicateIds(next, field);
  if (violations.length > 0) return { idOf, violations };
  const free = new Set(stored.filter(isSealed));
  const open = new Set(next.filter(isSealed));
  const match = (before: Sealed, plugin: Sealed): void => {
    if (plugin.id === "") plugin.id = before.id === "" ? newId() : before.id;
    idOf.set(before, plugin.id);
    free.delete(before);
    open.delete(plugin);
  };
  const reject = (plugin: Sealed, description: string): void => {
    violations.push({ field: `${field}[${next.indexOf(plugin)}].external_api.secret`, description });
    open.delete(plugin);
  };

  const byId = new Map([...free].map((plugin) => [plugin.id, plugin]));
  for (const plugin of open) {
    const before = plugin.id === "" ? undefined : byId.get(plugin.id);
    if (before !== undefined) match(before, plugin);
  }
  for (const isLike of likenesses) {
    for (const plugin of open) {
      // An id that is not stored means another plugin, unless nothing but the id is new.
      if (isLike !== hasSameContent && plugin.id !== "") continue;
      const before = [...free].filter((each) => isLike(each, plugin));
      if (before.length === 0) continue;
      const alike = [...open].filter((each) => isLike(each, plugin));
      for (const each of matchAlike(before, alike, match)) reject(each, unclear(before.length, each));
    }
  }
  const lost = [...free].find(hasSecret);
  for (const plugin of open) {
    if (plugin.id !== "") continue;
    if (lost !== undefined && !hasSecret(plugin)) reject(plugin, moved(lost, plugin));
    plugin.id = newId();
  }
  return { idOf, violations };
}

function duplicateIds(plugins: readonly Plugin[], field: string): FieldViolation[] {
  const firsts = new Map<string, number>();
  const violations: FieldViolation[] = [];
  for (const [index, { id }] of plugins.entries()) {
    const first = firsts.get(id);
    if (id === "") continue;
    if (first === undefined) firsts.set(id, index);
    else
      violations.push({ field: `${field}[${index}].id`, description: `"${id}" is the id of ${field}[${first}] too` });
  }
  return violations;
}

/**
 * Matches plugins with stored ones that are all alike. Gives those that stay without a match because one would be a guess:
 * the stored ones have different secrets, or are too few.
 */
function matchAlike(
  before: readonly Sealed[],
  plugins: readonly Sealed[],
  match: (before: Sealed, plugin: Sealed) => void,
): readonly Sealed[] {
  const left = [...before];
  const take = (plugin: Sealed, index: number): void => match(left.splice(index, 1)[0]!, plugin);
  const given = plugins.filter(hasSecret);
  const silent = plugins.filter((each) => !hasSecret(each));
  const fresh = given.filter((plugin) => {
    const index = left.findIndex((each) => secretOf(each) === secretOf(plugin));
    if (index !== -1) take(plugin, index);
    return index === -1;
  });
  const secrets = new Set(left.map(secretOf));
  const isClear = secrets.size <= 1 && (silent.length <= left.length || !left.some(hasSecret));
  if (isClear) for (const plugin of silent) if (left.length > 0) take(plugin, 0);
  // A secret that is given may take the place of any.
  for (const plugin of fresh) if (left.length > 0) take(plugin, 0);
  return isClear ? [] : silent;
}

function isSealed(plugin: Plugin): plugin is Sealed {
  return plugin.kind.case === "externalApi";
}

function secretOf({ kind }: Sealed): string {
  return kind.value.secret;
}

function hasSecret(plugin: Sealed): boolean {
  return secretOf(plugin) !== "";
}

function hasSameContent(a: Sealed, b: Sealed): boolean {
  return equals(PluginSchema, contentOf(a), contentOf(b));
}

/** A plugin without its id and its secret. */
function contentOf(plugin: Sealed): Plugin {
  const content = clone(PluginSchema, plugin);
  content.id = "";
  if (content.kind.case === "externalApi") content.kind.value.secret = "";
  return content;
}

function hasSameUrl(a: Sealed, b: Sealed): boolean {
  return a.kind.value.url === b.kind.value.url;
}

function hasSameDestination(a: Sealed, b: Sealed): boolean {
  return destinationOf(a.kind.value.url) === destinationOf(b.kind.value.url);
}

function unclear(count: number, { kind }: Sealed): string {
  const which = count === 1 ? "one stored plugin" : `${count} stored plugins`;
  return `must be given again, or the plugin's id: it can be ${which} for ${destinationOf(kind.value.url)}`;
}

function moved(lost: Sealed, { kind }: Sealed): string {
  const [before, after] = [destinationOf(lost.kind.value.url), destinationOf(kind.value.url)];
  return `must be given again: the stored one is for ${before}, not for ${after}. A plugin without a secret needs an id of its own here`;
}
