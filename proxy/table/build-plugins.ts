import type { Plugin as Declared } from "../../gen/es/weir/inference/v1alpha1/plugin_pb.ts";
import { buildVariant } from "../../kit/registry.ts";
import type { Plugin } from "../plugin/plugin.ts";
import { PluginChain } from "../plugin/plugin-chain.ts";
import { plugins as registry } from "../plugin/registry.ts";
import type { TableParts } from "./table-parts.ts";

/**
 * Builds the plugins of one owner. Throws with a sentence for the owner where one can't be built.
 *
 * @param ownerId the gateway's, rule's or service's: its limits go on counting while it stays
 */
export function buildPlugins(
  declared: readonly Declared[],
  ownerId: string,
  { limiter, schemas }: TableParts,
): Plugin[] {
  const seen = new Map<string, number>();
  return declared.map(({ name, kind, stage }) => {
    const ordinal = seen.get(name) ?? 0;
    seen.set(name, ordinal + 1);
    const plugin = buildVariant(registry, kind, { name: `${ownerId} ${name} ${ordinal}`, stage, limiter, schemas });
    if (plugin === undefined)
      throw new Error(`this proxy does not know the plugin "${name}": it is of an older release`);
    return plugin;
  });
}

/** Plugins as a chain; undefined where there are none. */
export function chainOf(plugins: readonly Plugin[]): PluginChain | undefined {
  return plugins.length === 0 ? undefined : new PluginChain(plugins);
}
