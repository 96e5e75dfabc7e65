import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/**
 * Gives a package at its first use: what few configurations need costs the others neither time at the start nor memory.
 *
 * @param name a package of this project's dependencies
 */
export function loadWhenUsed<Module>(name: string): () => Module {
  let loaded: Module | undefined;
  return () => {
    loaded ??= require(name) as Module;
    return loaded;
  };
}
