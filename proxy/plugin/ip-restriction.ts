import type { IpRestriction } from "../../gen/es/weir/inference/v1alpha1/ip_restriction_pb.ts";
import { type Refusal, refusal } from "../pipeline/proxy-error.ts";
import { AddressRanges } from "../table/address-ranges.ts";
import type { Plugin, PluginRequest } from "./plugin.ts";

/** Lets only some addresses call. */
export function buildIpRestriction({ allow, deny }: IpRestriction): Plugin {
  const allowed = allow.length === 0 ? undefined : new AddressRanges(allow);
  const denied = new AddressRanges(deny);
  return {
    onRequest: {
      run({ client: { source } }: PluginRequest): Refusal | undefined {
        if (allowed?.contains(source) !== false && !denied.contains(source)) return undefined;
        return refusal("forbidden", `${source} may not call here`);
      },
    },
  };
}
