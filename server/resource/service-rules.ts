import { type ServiceSpec, ServiceSpecSchema } from "../../gen/es/weir/inference/v1alpha1/service_pb.ts";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import { assertUnattached } from "./assert-unattached.ts";
import { completePlugins } from "./complete-plugins.ts";
import { assertReferences, type Reference } from "./references.ts";
import type { Rules } from "./rules.ts";

export function createServiceRules({ codec }: { readonly codec: ResourceCodec }): Rules<"service"> {
  return {
    kind: "service",
    specSchema: ServiceSpecSchema,
    // The rules that refer to it go through a lifecycle.
    initialStatus: Status.READY,

    complete(spec) {
      for (const upstream of spec.upstreams) upstream.upstreamId = upstream.upstreamId.toLowerCase();
      return completePlugins(spec.plugins, "plugins");
    },

    checkReferences: (spec, reader) => assertReferences(referencesOf(spec), spec.organizationId, { reader, codec }),

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
