const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A span of time as people write it: a number with `ms`, `s`, `m`, `h` or `d`. Undefined: the text is none. */
export function parseWindow(text: string): number | undefined {
  const [, digits, unit] = /^([1-9]\d{0,8})(ms|s|m|h|d)$/.exec(text) ?? [];
  return digits === undefined || unit === undefined ? undefined : Number(digits) * unitsMs[unit]!;
}
