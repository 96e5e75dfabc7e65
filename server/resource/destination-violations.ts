import { isIP } from "node:net";
import type { DescMessage, Message } from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import type { AddressPolicy } from "../../kit/address-policy.ts";
import type { Kind } from "../store/store.ts";
import type { FieldViolation } from "./api-error.ts";
import type { Rules } from "./rules.ts";

/**
 * Rules that also refuse addresses that proxies may not connect to, wherever a spec names one. The
 * address of a host name is known only to the proxy that looks it up.
 */
export function withAllowedDestinations<K extends Kind>(rules: Rules<K>, policy: AddressPolicy): Rules<K> {
  return {
    ...rules,
    complete(spec, stored) {
      const violations = rules.complete(spec, stored);
      return [...violations, ...destinationViolations(rules.specSchema, spec as Message, policy)];
    },
  };
}

/** Every field of a spec that has this name is the URL of something that proxies connect to; a test looks for others. */
export const destinationName = /(^|_)ur[il]$/;

function destinationViolations(schema: DescMessage, spec: Message, policy: AddressPolicy): FieldViolation[] {
  const violations: FieldViolation[] = [];
  visit(reflect(schema, spec), "", (url, field) => {
    const reason = refusalOf(url, policy);
    if (reason !== undefined) violations.push({ field, description: `"${url}" can't be used: ${reason}` });
  });
  return violations;
}

function visit(message: ReflectMessage, path: string, onUrl: (url: string, field: string) => void): void {
  for (const field of message.fields) {
    // Free-form JSON of users names no destination.
    if (!message.isSet(field) || field.message?.typeName.startsWith("google.protobuf.")) continue;
    const name = `${path}${field.name}`;
    const value: unknown = message.get(field);
    if (field.fieldKind === "message") visit(value as ReflectMessage, `${name}.`, onUrl);
    else if (field.fieldKind === "scalar" && destinationName.test(field.name)) onUrl(String(value), name);
    else if (field.fieldKind === "list" && field.listKind === "message") {
      for (const [index, item] of [...(value as Iterable<ReflectMessage>)].entries()) {
        visit(item, `${name}[${index}].`, onUrl);
      }
    } else if (field.fieldKind === "map" && field.mapKind === "message") {
      for (const [key, item] of value as Iterable<[unknown, ReflectMessage]>) visit(item, `${name}["${key}"].`, onUrl);
    }
  }
}

function refusalOf(url: string, policy: AddressPolicy): string | undefined {
  const parsed = URL.parse(url);
  if (parsed === null) return undefined;
  const host = parsed.hostname.replace(/^\[|\]$/g, "");
  const port = parsed.port !== "" ? Number(parsed.port) : parsed.protocol === "https:" ? 443 : 80;
  return isIP(host) === 0 ? undefined : policy.refusalOf(host, port);
}
