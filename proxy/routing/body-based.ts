import type { RoutingStrategy } from "./strategy.ts";

/** The model stands in the body: see find-model.ts, which reads it when the body is there. */
export const bodyBased: RoutingStrategy = { source: "body" };
