import type { ResourceRef } from "../store/store.ts";

/** What `compile` can find wrong with what an operator declared: a closed list, each with a row in docs/errors.md. */
export const findingReasons = [
  "NoDeployments",
  "WeightZero",
  "RolledBack",
  "TargetsTakeNothing",
  "StickyDiffers",
  "NeverMatches",
  "ProtocolMismatch",
  "FallbackDiffers",
  "FallbackLoop",
  "FallbackMissing",
] as const;

export type FindingReason = (typeof findingReasons)[number];

/** Something that keeps a resource from traffic, or from all that it declares: its condition `Routable=False`. */
export interface Finding {
  readonly resource: ResourceRef;
  readonly reason: FindingReason;
  readonly message: string;
}
