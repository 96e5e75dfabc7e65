import type { DescMessage } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { AccessTokenSpecSchema } from "../../../gen/es/weir/inference/v1alpha1/access_token_pb.ts";
import {
  CreateAccessTokenRequestSchema,
  UpdateAccessTokenRequestSchema,
} from "../../../gen/es/weir/inference/v1alpha1/access_token_service_pb.ts";
import { DeploymentSpecSchema } from "../../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import {
  CreateDeploymentRequestSchema,
  UpdateDeploymentRequestSchema,
} from "../../../gen/es/weir/inference/v1alpha1/deployment_service_pb.ts";
import { GatewaySpecSchema } from "../../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import {
  CreateGatewayRequestSchema,
  UpdateGatewayRequestSchema,
} from "../../../gen/es/weir/inference/v1alpha1/gateway_service_pb.ts";
import { UpstreamSpecSchema } from "../../../gen/es/weir/inference/v1alpha1/upstream_pb.ts";
import {
  CreateUpstreamRequestSchema,
  UpdateUpstreamRequestSchema,
} from "../../../gen/es/weir/inference/v1alpha1/upstream_service_pb.ts";

const kinds: [name: string, spec: DescMessage, create: DescMessage, update: DescMessage, fixed: string[]][] = [
  ["gateway", GatewaySpecSchema, CreateGatewayRequestSchema, UpdateGatewayRequestSchema, ["organization_id"]],
  [
    "deployment",
    DeploymentSpecSchema,
    CreateDeploymentRequestSchema,
    UpdateDeploymentRequestSchema,
    ["organization_id"],
  ],
  ["upstream", UpstreamSpecSchema, CreateUpstreamRequestSchema, UpdateUpstreamRequestSchema, ["organization_id"]],
  ["access token", AccessTokenSpecSchema, CreateAccessTokenRequestSchema, UpdateAccessTokenRequestSchema, []],
];

/** A field as a caller sees it. */
function shapesOf(message: DescMessage, without: readonly string[]): Record<string, string> {
  const fields = message.fields.filter(({ name }) => !without.includes(name));
  return Object.fromEntries(
    fields.map((field) => {
      const type = field.message?.typeName ?? field.enum?.typeName ?? String(field.scalar);
      return [field.name, `${field.fieldKind} ${type}${field.oneof === undefined ? "" : ` in ${field.oneof.name}`}`];
    }),
  );
}

describe.each(kinds)("the requests of a %s", (_, spec, create, update, fixed) => {
  it("carry every field of the spec flat, and nothing else but what an update is about", () => {
    expect(shapesOf(create, [])).toEqual(shapesOf(spec, fixed));
    // What never changes is not in an update.
    const unchangeable = new Set([...fixed, "organization_id"]);
    expect(shapesOf(update, ["update_mask", "etag", "organization_id"])).toEqual(shapesOf(spec, [...unchangeable]));
    expect(update.fields.map(({ name }) => name)).toEqual(expect.arrayContaining(["update_mask", "etag"]));
  });
});
