import { availableParallelism } from "node:os";

/** Where load and upstream run: the peer has the first core for itself. */
export const loadCore = `1-${Math.max(1, availableParallelism() - 1)}`;
