import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import { UpstreamSpecSchema } from "../../gen/es/weir/inference/v1alpha1/upstream_pb.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import { assertUnattached } from "./assert-unattached.ts";
import { injectedHeaderViolations } from "./injected-header-violations.ts";
import type { Rules } from "./rules.ts";
import { targetViolations } from "./target-violations.ts";
import { tlsViolations } from "./tls-violations.ts";

export function createUpstreamRules({ codec }: { readonly codec: ResourceCodec }): Rules<"upstream"> {
  return {
    kind: "upstream",
    specSchema: UpstreamSpecSchema,
    // What refers to it goes through a lifecycle.
    initialStatus: Status.READY,

    complete: (spec) => [
      ...targetViolations(spec.targets, "targets"),
      ...targetViolations(spec.dnsTargets, "dns_targets"),
      ...tlsViolations(spec.tls, "tls"),
      ...injectedHeaderViolations(spec.headers, "headers"),
    ],

    checkReferences: async () => {},

    holdings: () => ({ claims: [], links: [] }),

    async checkDelete(_upstream, row, reader) {
      await assertUnattached(row, { deployment: "upstream_id", service: "upstreams" }, { reader, codec });
      return "remove";
    },
  };
}
