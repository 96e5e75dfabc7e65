// What the time says of an API key: pure, so that whoever asks brings the time.

import { durationMs, type Timestamp, timestampDate, timestampMs } from "@bufbuild/protobuf/wkt";
import type { ApiKey, ApiKeySpec } from "../../gen/es/weir/inference/v1alpha1/api_key_pb.ts";
import type { ObservedCondition } from "./conditions.ts";

const dayMs = 86_400_000;
const defaultWarningsMs = [7 * dayMs, dayMs];

/** Why a key can't be used: the reasons of its condition `Usable` when that is False. */
export const unusableReasons = ["Revoked", "Disabled", "Expired", "NotYetValid"] as const;

/** When the owner of a key is warned that it expires, the earliest first; none when it does not. */
export function warningTimesMs({ expiresAt, expiryWarnings }: ApiKeySpec): number[] {
  if (expiresAt === undefined) return [];
  const before = expiryWarnings.length === 0 ? defaultWarningsMs : expiryWarnings.map(durationMs);
  return before.map((each) => timestampMs(expiresAt) - each).sort((a, b) => a - b);
}

/** What is to be said of a key now. `ExpiresSoon` is said of it from the first warning on. */
export function apiKeyConditions(key: ApiKey, nowMs: number): ObservedCondition[] {
  const usable = usableCondition(key, nowMs);
  const soon = expiresSoonCondition(key, nowMs);
  return soon === undefined ? [usable] : [usable, soon];
}

/** The next time at which something else is to be said of a key, or done to it; undefined when there is none. */
export function nextMomentMs({ spec, status }: ApiKey, nowMs: number): number | undefined {
  const moments = [
    ...[spec!.notBefore, spec!.expiresAt, status!.previousExpiresAt, status!.exhaustedUntil].flatMap((each) =>
      each === undefined ? [] : [timestampMs(each)],
    ),
    ...warningTimesMs(spec!),
  ].filter((moment) => moment > nowMs);
  return moments.length === 0 ? undefined : Math.min(...moments);
}

/** Whether the secret before the present one has ended. */
export function isPreviousOver({ status }: ApiKey, nowMs: number): boolean {
  return status!.previousExpiresAt !== undefined && timestampMs(status!.previousExpiresAt) <= nowMs;
}

function usableCondition({ spec, status }: ApiKey, nowMs: number): ObservedCondition {
  const { notBefore, expiresAt, disabled } = spec!;
  const no = (reason: (typeof unusableReasons)[number], message: string): ObservedCondition => ({
    type: "Usable",
    zone: "",
    status: "False",
    reason,
    message,
  });
  if (status!.revokedAt !== undefined) return no("Revoked", `revoked at ${iso(status!.revokedAt)}`);
  if (disabled) return no("Disabled", "the key is disabled");
  if (expiresAt !== undefined && timestampMs(expiresAt) <= nowMs) return no("Expired", `expired at ${iso(expiresAt)}`);
  if (notBefore !== undefined && timestampMs(notBefore) > nowMs) {
    return no("NotYetValid", `works from ${iso(notBefore)} on`);
  }
  return { type: "Usable", zone: "", status: "True", reason: "AsExpected", message: "" };
}

function expiresSoonCondition({ spec, status }: ApiKey, nowMs: number): ObservedCondition | undefined {
  const said = status!.conditions.some(({ type }) => type === "ExpiresSoon");
  const { expiresAt } = spec!;
  const past = warningTimesMs(spec!).filter((time) => time <= nowMs);
  const isSoon = past.length > 0 && timestampMs(expiresAt!) > nowMs && status!.revokedAt === undefined;
  if (isSoon) {
    const warning = `${past.length} of ${warningTimesMs(spec!).length} warnings`;
    const message = `expires at ${iso(expiresAt!)}: rotate it, with a later expires_at (${warning})`;
    return { type: "ExpiresSoon", zone: "", status: "True", reason: "ExpiresSoon", message };
  }
  if (!said) return undefined;
  return { type: "ExpiresSoon", zone: "", status: "False", reason: "AsExpected", message: "" };
}

function iso(time: Timestamp): string {
  return timestampDate(time).toISOString();
}
