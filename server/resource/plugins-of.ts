import type { Plugin } from "../../gen/es/weir/inference/v1alpha1/plugin_pb.ts";
import type { Kind } from "../store/store.ts";
import type { SpecOf } from "./rules.ts";

/** The plugins of a spec, with their field; none where its kind has no plugins. */
export function pluginsOf(spec: SpecOf[Kind] | undefined): readonly [readonly Plugin[], string] {
  if (spec !== undefined && "requiredPlugins" in spec) return [spec.requiredPlugins, "required_plugins"];
  if (spec !== undefined && "plugins" in spec) return [spec.plugins, "plugins"];
  return [[], ""];
}
