import type { Plugin } from "../../gen/es/weir/inference/v1alpha1/plugin_pb.ts";

/** The plugins that run, in the order in which they do. */
export function compilePlugins(plugins: readonly Plugin[]): Plugin[] {
  return (
    plugins
      .filter(({ enabled }) => enabled !== false)
      .sort((a, b) => a.priority - b.priority)
      // Of use to updates alone: a change of it is no change for a proxy.
      .map((plugin) => ({ ...plugin, id: "" }))
  );
}
