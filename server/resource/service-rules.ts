import { type ServiceSpec, ServiceSpecSchema } from "../../gen/es/weir/inference/v1alpha1/service_pb.ts";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import { invalidArgument } from "./api-error.ts";
import { assertUnattached } from "./assert-unattached.ts";
import { type Reference, referenceViolations } from "./references.ts";
import type { Rules } from "./rules.ts";

export function createServiceRules({ codec }: { readonly codec: ResourceCodec }): Rules<"service"> {
  return {
    kind: "service",
    specSchema: ServiceSpecSchema,
    // The rules that refer to it go through a lifecycle.
    initialStatus: Status.READY,

    complete(spec) {
      for (const upstream of spec.upstreams) upstream.upstreamId = upstream.upstreamId.toLowerCase();
      return [];
    },

    async checkReferences(spec, reader) {
      const violations = await referenceViolations(referencesOf(spec), spec.organizationId, { reader, codec });
      if (violations.length > 0) throw invalidArgument(violations);
    },

    holdings: (spec) => ({ claims: [], links: referencesOf(spec) }),

    async checkDelete(_service, row, reader) {
      await assertUnattached(row, { rule: "services or mirror", deployment: "traffic.mirror" }, { reader, codec });
      return "remove";
    },
  };
}

function referencesOf({ upstreams }: ServiceSpec): Reference[] {
  return upstreams.map(({ upstreamId }, index) => ({
    kind: "upstream",
    id: upstreamId,
    field: `upstreams[${index}].upstream_id`,
  }));
}
