import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DescMessage, fromJson, type MessageShape, toJson } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { GatewayPartitionSchema } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { CustomEndpointSchema } from "../../gen/es/weir/inference/v1alpha1/custom_endpoint_pb.ts";
import { DeploymentSchema } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import { GatewaySchema } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import { RuleSchema } from "../../gen/es/weir/inference/v1alpha1/rule_pb.ts";
import { ServiceSchema } from "../../gen/es/weir/inference/v1alpha1/service_pb.ts";
import { UpstreamSchema } from "../../gen/es/weir/inference/v1alpha1/upstream_pb.ts";
import { checkGatewayPartition } from "../../server/compile/check-snapshot.ts";
import { compileGateway } from "../../server/compile/compile.ts";

// `name.in.json` is {gateway, deployments, rules, services, upstreams}, `name.out.json` is {partition, findings}. After a wanted change run with
// UPDATE_GOLDEN=1 and read the diff.
const directory = join(import.meta.dirname, "compile");
const names = readdirSync(directory)
  .filter((name) => name.endsWith(".in.json"))
  .map((name) => name.slice(0, -".in.json".length));

function specsById<Desc extends DescMessage>(
  resources: never[] | undefined,
  schema: Desc,
): Map<string, NonNullable<(MessageShape<Desc> & { spec?: { id: string } })["spec"]>> {
  const specs = (resources ?? []).map((each) => (fromJson(schema, each) as MessageShape<Desc> & { spec: never }).spec);
  return new Map(specs.map((spec: { id: string }) => [spec.id, spec as never]));
}

describe("compile", () => {
  it.each(names)("%s", (name) => {
    const input = JSON.parse(readFileSync(join(directory, `${name}.in.json`), "utf8"));
    const { partition, findings } = compileGateway(
      {
        gateway: fromJson(GatewaySchema, input.gateway),
        deployments: (input.deployments ?? []).map((each: never) => fromJson(DeploymentSchema, each)),
        customEndpoints: (input.customEndpoints ?? []).map((each: never) => fromJson(CustomEndpointSchema, each)),
        rules: (input.rules ?? []).map((each: never) => fromJson(RuleSchema, each)),
        services: specsById(input.services, ServiceSchema),
        upstreams: specsById(input.upstreams, UpstreamSchema),
      },
      "http://{subdomain}.example.com:7080",
    );
    const output = { partition: toJson(GatewayPartitionSchema, partition), findings };
    const path = join(directory, `${name}.out.json`);
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(path, `${JSON.stringify(output, null, 2)}\n`);
    expect(checkGatewayPartition(partition, () => undefined)).toEqual([]);
    expect(output).toEqual(JSON.parse(readFileSync(path, "utf8")));
  });
});
