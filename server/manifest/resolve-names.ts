import type { DescMessage, Message } from "@bufbuild/protobuf";
import { type ReflectList, type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import type { FieldViolation } from "../resource/api-error.ts";
import type { Kind } from "../store/store.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The ids of the resources of a kind that have a name. */
export type IdsOf<K extends Kind> = (kind: K, name: string) => readonly string[];

/**
 * Puts ids in the place of names, wherever a spec refers to other resources: fields that are called after a kind, such as
 * `gateway_ids` and `upstream_id`. Gives the names that are nobody's, or not one's alone.
 */
export function resolveNames<K extends Kind>(
  desc: DescMessage,
  spec: Message,
  kinds: readonly K[],
  idsOf: IdsOf<K>,
): FieldViolation[] {
  const violations: FieldViolation[] = [];
  const resolve = (kind: K, name: string, field: string): string => {
    if (name === "" || uuid.test(name)) return name;
    const ids = idsOf(kind, name);
    if (ids.length === 1) return ids[0]!;
    const description =
      ids.length === 0 ? `no ${kind} "${name}"` : `${ids.length} of kind ${kind} are named "${name}": give an id`;
    violations.push({ field, description });
    return name;
  };
  const walk = (message: ReflectMessage, prefix: string): void => {
    for (const field of message.desc.fields) {
      if (!message.isSet(field)) continue;
      const path = prefix + field.name;
      const kind = kinds.find((each) => field.name === `${each}_id` || field.name === `${each}_ids`);
      if (field.fieldKind === "message") {
        if (field.message.typeName.startsWith("weir.")) walk(message.get(field), `${path}.`);
      } else if (field.fieldKind === "list" && field.listKind === "message") {
        if (!field.message.typeName.startsWith("weir.")) continue;
        for (const [index, item] of (message.get(field) as ReflectList<ReflectMessage>).entries()) {
          walk(item, `${path}[${index}].`);
        }
      } else if (kind !== undefined && field.fieldKind === "list") {
        const names = message.get(field) as ReflectList<string>;
        for (const [index, name] of [...names].entries()) names.set(index, resolve(kind, name, `${path}[${index}]`));
      } else if (kind !== undefined && field.fieldKind === "scalar") {
        message.set(field, resolve(kind, message.get(field) as string, path));
      }
    }
  };
  walk(reflect(desc, spec), "");
  return violations;
}
