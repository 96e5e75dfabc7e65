import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { expect, it } from "vitest";
import { GatewayPartitionSchema } from "../../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { checkGatewayPartition } from "../../../server/compile/check-snapshot.ts";

type Declared = MessageInitShape<typeof GatewayPartitionSchema>;

const sound: Declared = {
  gatewayId: "g",
  hosts: ["g.test"],
  auth: { case: "coreWeaveAuth", value: {} },
  routing: { case: "pathBasedRouting", value: {} },
  models: [{ model: "m", deployments: [{ name: "d", weight: 1, poolId: "p" }] }],
  pools: [{ id: "p", targets: [{ url: "http://a.test" }] }],
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
    ['deployment "d" with weight 0', 'deployment "d" without pool'],
  ],
  [
    "a target that is no URL",
    { pools: [{ id: "p", targets: [{ url: "nowhere" }] }] },
    ['pool "p" with target "nowhere", which is no URL'],
  ],
  [
    "pools that stand twice or are empty",
    { pools: [...sound.pools!, { id: "p" }] },
    ['pool "p" twice', 'pool "p" without target'],
  ],
  [
    "services and rules that go nowhere",
    {
      services: [{ serviceId: "s", name: "s", pools: [{ poolId: "q" }] }],
      rules: [
        { name: "r", path: "no path", shares: [{ serviceId: "t" }] },
        { name: "q", path: "/" },
      ],
    },
    [
      'service "s" with an unknown pool',
      'rule "r" with path "no path"',
      'rule "r" with an unknown service',
      'rule "q" without service',
    ],
  ],
];

it.each(cases)("a partition with %s", (_, change, expected) => {
  const partition = create(GatewayPartitionSchema, { ...sound, ...change } as Declared);
  expect(checkGatewayPartition(partition, (host) => (host === "taken.test" ? "other" : undefined))).toEqual(expected);
});
