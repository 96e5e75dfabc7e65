import { type Duration, durationMs } from "@bufbuild/protobuf/wkt";

/** A duration in milliseconds, or what stands for one that is absent. */
export function millisecondsOr<Fallback extends number | undefined>(
  duration: Duration | undefined,
  fallback: Fallback,
): number | Fallback {
  return duration === undefined ? fallback : durationMs(duration);
}
