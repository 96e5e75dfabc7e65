import type { Kind } from "../store/store.ts";
import type { FieldViolation } from "./api-error.ts";
import { canonicalisePlugins } from "./complete-plugins.ts";
import { isAmong } from "./destination-of.ts";
import { identifyPlugins } from "./identify-plugins.ts";
import { pluginsOf } from "./plugins-of.ts";
import type { SpecOf } from "./rules.ts";
import { type SecretPlace, secretPlacesOf } from "./secret-places.ts";

export interface CarryOptions {
  /** Secrets that the caller clears, by their paths in proto names. */
  readonly cleared: ReadonlySet<string>;
  /** Makes the id of a plugin. */
  readonly newId: () => string;
}

/**
 * Gives the secrets that a spec leaves out the values of the stored spec's, in place, and gives what is wrong. A secret
 * stays with what it was given for: the same item of a list, wherever that is now, and the same destinations or fewer.
 * Where it would be sent to another scheme, host or port, or another may answer there, it must be given again.
 *
 * @param stored undefined on create
 */
export function carrySecrets<K extends Kind>(
  kind: K,
  stored: SpecOf[K] | undefined,
  next: SpecOf[K],
  { cleared, newId }: CarryOptions,
): FieldViolation[] {
  const [plugins, field] = pluginsOf(next);
  // Told by the rules of the kind, with everything else that is wrong.
  if (canonicalisePlugins(plugins, field).length > 0) return [];
  const [before] = pluginsOf(stored);
  const { idOf, violations } = identifyPlugins(before, plugins, field, newId);
  if (stored === undefined || violations.length > 0) return [...violations];
  const places = secretPlacesOf(kind, stored, (plugin) => idOf.get(plugin) ?? "");
  const byKey = new Map(places.filter((place) => place.get() !== "").map((place) => [place.key, place]));
  const nextPlaces = secretPlacesOf(kind, next, ({ id }) => id);
  const nextKeys = new Set(nextPlaces.map(({ key }) => key));
  const lost = [...byKey.values()].filter(({ key }) => !nextKeys.has(key));
  return nextPlaces.flatMap((place) => {
    if (place.get() !== "" || cleared.has(place.path)) return [];
    const same = byKey.get(place.key);
    if (same === undefined) return place.isMissed && lost.some(isClientKey) ? [isOfAnother(place)] : [];
    const added = [...place.destinations].find((each) => !isAmong(each, same.destinations));
    if (added !== undefined) return [mustBeGivenAgain(place, same, added)];
    place.set(same.get());
    return [];
  });
}

function mustBeGivenAgain({ path }: SecretPlace, { destinations }: SecretPlace, added: string): FieldViolation {
  const known = [...destinations];
  const some = known.slice(0, 3).join(", ");
  const before = known.length === 0 ? "no destination" : known.length > 3 ? `${some} and others` : some;
  return { field: path, description: `must be given again: the stored one is for ${before}, not for ${added}` };
}

function isClientKey({ path }: SecretPlace): boolean {
  return path.endsWith(".client_key");
}

/** An item that was given another name: it must not lose its secret in silence. */
function isOfAnother({ path }: SecretPlace): FieldViolation {
  return { field: path, description: "must be given again: the stored one belongs to an item with another name" };
}
