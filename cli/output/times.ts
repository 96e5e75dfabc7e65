import { type Timestamp, timestampMs } from "@bufbuild/protobuf/wkt";
import { Failure } from "../client/failure.ts";

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** How long ago something was, in its largest unit: `5m`, `3d`. */
export function ageOf(time: Timestamp | undefined): string {
  if (time === undefined) return "";
  const passedMs = Math.max(0, Date.now() - timestampMs(time));
  const [unit, size] = Object.entries(units).findLast(([, each]) => passedMs >= each) ?? ["s", units.s];
  return `${Math.floor(passedMs / size)}${unit}`;
}

/** A time as people read it, or nothing. */
export function timeOf(time: Timestamp | undefined): string {
  return time === undefined ? "" : new Date(timestampMs(time)).toISOString().replace(/\.\d+Z$/, "Z");
}

/** Milliseconds of a text such as `90s`, `24h` or `30d`. */
export function parseSpan(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text);
  if (match === null) throw new Failure(`"${text}" is no span of time: write a number with s, m, h or d, such as 24h`);
  return Number(match[1]) * units[match[2] as keyof typeof units];
}

/** A point in time: a span from now on (`24h`), or a date and time of ISO 8601. */
export function parseTime(text: string, direction: "ago" | "ahead"): Date {
  if (/^[\d.]+[smhd]$/.test(text)) return new Date(Date.now() + (direction === "ago" ? -1 : 1) * parseSpan(text));
  const time = new Date(text);
  if (!Number.isNaN(time.getTime())) return time;
  throw new Failure(`"${text}" is no time: write a span such as 24h, or a date such as 2027-01-31T12:00:00Z`);
}
