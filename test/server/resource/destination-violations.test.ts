import { type DescMessage, ScalarType } from "@bufbuild/protobuf";
import { expect, it } from "vitest";
import { destinationName } from "../../../server/resource/destination-violations.ts";
import { resourceSchemas } from "../../../server/resource/kinds.ts";

/** `Message.field` of every string below a message, once. */
function stringsOf(message: DescMessage, seen = new Set<string>()): string[] {
  if (seen.has(message.typeName)) return [];
  seen.add(message.typeName);
  return message.fields.flatMap((field) => {
    if (field.message !== undefined) return stringsOf(field.message, seen);
    return field.scalar === ScalarType.STRING ? [`${message.name}.${field.name}`] : [];
  });
}

const seen = new Set<string>();
const texts = Object.values(resourceSchemas).flatMap(({ fields }) =>
  stringsOf(fields.find(({ name }) => name === "spec")!.message!, seen),
);

it("checks every field of a spec that says where something is", () => {
  const found = texts.filter((name) => /ur[il]|host|addr|server|endpoint|proxy|origin|dns/i.test(name.split(".")[1]!));
  const names = [...new Set(found)].sort();
  expect(names.filter((name) => destinationName.test(name.split(".")[1]!))).toEqual([
    "AccountEndpoint.base_url",
    "DnsTargets.url",
    "ExternalApi.url",
    "Target.url",
    "WeightsAndBiasesAuth.server_url",
  ]);
  // These are sent or compared, and never connected to.
  expect(names.filter((name) => !destinationName.test(name.split(".")[1]!))).toEqual([
    "ApiKeyScopes.custom_endpoint_ids",
    "Cors.allowed_origins",
    "CustomEndpointSpec.endpoint_type",
    "EndpointConfiguration.additional_dns",
    "UpstreamTls.server_name",
  ]);
});
