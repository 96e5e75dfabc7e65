import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { expect, it } from "vitest";
import { GatewayPartitionSchema } from "../../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { checkGatewayPartition } from "../../../server/compile/check-snapshot.ts";

type Declared = MessageInitShape<typeof GatewayPartitionSchema>;

const pool = { id: "p", targets: [{ url: "http://a.test" }] };
const sound: Declared = {
  gatewayId: "g",
  hosts: ["g.test"],
  auth: { case: "coreWeaveAuth", value: {} },
  routing: { case: "pathBasedRouting", value: {} },
  models: [{ model: "m", deployments: [{ name: "d", weight: 1, pool }] }],
};

const none = { case: undefined, value: undefined } as const;

const cases: [flaw: string, change: Declared, expected: string[]][] = [
  ["nothing", {}, []],
  ["no auth and no routing", { auth: none, routing: none }, ["no auth", "no routing"]],
  ["no host", { hosts: [] }, ["no host"]],
  ["a host in capitals", { hosts: ["G.test"] }, ['host "G.test" is not in lower case']],
  ["another's host", { hosts: ["g.test", "taken.test"] }, ['host "taken.test" belongs to gateway other']],
  ["a model that stands twice", { models: [...sound.models!, ...sound.models!] }, ['model "m" twice']],
  ["a model without deployment", { models: [{ model: "m" }] }, ['model "m" without deployment']],
  [
    "a deployment that takes nothing and goes nowhere",
    { models: [{ model: "m", deployments: [{ name: "d", weight: 0 }] }] },
    ['deployment "d" with weight 0', 'deployment "d" without target'],
  ],
  [
    "a target that is no URL",
    {
      models: [
        { model: "m", deployments: [{ name: "d", weight: 1, pool: { id: "p", targets: [{ url: "nowhere" }] } }] },
      ],
    },
    ['deployment "d" with target "nowhere", which is no URL'],
  ],
];

it.each(cases)("a partition with %s", (_, change, expected) => {
  const partition = create(GatewayPartitionSchema, { ...sound, ...change } as Declared);
  expect(checkGatewayPartition(partition, (host) => (host === "taken.test" ? "other" : undefined))).toEqual(expected);
});
