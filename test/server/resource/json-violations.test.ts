import type { DescMessage, JsonValue } from "@bufbuild/protobuf";
import { expect, it } from "vitest";
import { CustomEndpointSpecSchema } from "../../../gen/es/weir/inference/v1alpha1/custom_endpoint_pb.ts";
import { GatewaySpecSchema } from "../../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import { UpstreamSpecSchema } from "../../../gen/es/weir/inference/v1alpha1/upstream_pb.ts";
import { jsonViolations } from "../../../server/resource/json-violations.ts";

const secret = "planted-4711";

it.each<[string, DescMessage, JsonValue]>([
  ["a secret in place of the whole", GatewaySpecSchema, secret],
  ["a key in place of the auth", GatewaySpecSchema, { weightsAndBiasesAuth: secret }],
  ["a key in a list", GatewaySpecSchema, { weightsAndBiasesAuth: { apiKey: [secret] } }],
  ["a key in an object", GatewaySpecSchema, { weightsAndBiasesAuth: { apiKey: { value: secret } } }],
  ["a secret in place of the plugins", GatewaySpecSchema, { requiredPlugins: secret }],
  ["a secret in place of a plugin", GatewaySpecSchema, { requiredPlugins: [secret] }],
  ["a secret in place of external_api", GatewaySpecSchema, { requiredPlugins: [{ externalApi: secret }] }],
  ["a secret in place of settings", GatewaySpecSchema, { requiredPlugins: [{ settings: secret }] }],
  ["a value in place of headers", UpstreamSpecSchema, { headers: `Bearer ${secret}` }],
  ["a line in place of a header", UpstreamSpecSchema, { headers: [`Authorization: Bearer ${secret}`] }],
  ["headers by name", UpstreamSpecSchema, { headers: { Authorization: `Bearer ${secret}` } }],
  ["a header by name", UpstreamSpecSchema, { headers: [{ Authorization: `Bearer ${secret}` }] }],
  ["a key in place of tls", UpstreamSpecSchema, { tls: secret }],
  ["a value in place of an endpoint", CustomEndpointSpecSchema, { endpoints: [secret] }],
  ["a value in place of an endpoint's headers", CustomEndpointSpecSchema, { endpoints: [{ authHeaders: secret }] }],
])("describes %s without the secret", (_, schema, json) => {
  const violations = jsonViolations(schema, json);
  expect(violations.length).toBeGreaterThan(0);
  expect(JSON.stringify(violations)).not.toContain(secret);
});

it("shows what was given where no secret can be", () => {
  expect(jsonViolations(GatewaySpecSchema, { name: 5, coreWeaveAuth: "yes" })).toEqual([
    { field: "name", description: "must be a string, not 5" },
    { field: "core_weave_auth", description: 'must be an object, not "yes"' },
  ]);
});
