/** One segment of a pattern: a text, decoded, or any one segment. */
export type PatternSegment = { readonly kind: "text"; readonly text: string } | { readonly kind: "any" };

/**
 * What paths of a kind look like: `/v1/users` itself, `/v1/users/{id}` with any one segment in a place, `/v1/*` with
 * whatever follows, or nothing.
 */
export interface PathPattern {
  readonly segments: readonly PatternSegment[];
  /** Whether it ends in `/*`. */
  readonly isPrefix: boolean;
}

/** Reads a pattern, or says in words that continue "must" what is wrong with it. */
export function parsePathPattern(pattern: string): PathPattern | string {
  if (!pattern.startsWith("/")) return 'must begin with "/"';
  if (/[?#\s\p{Cc}]/u.test(pattern)) return "must be a path: without query, fragment and spaces";
  const isPrefix = pattern.endsWith("/*");
  const path = isPrefix ? pattern.slice(0, -2) : pattern;
  const names = new Set<string>();
  const segments: PatternSegment[] = [];
  // "/" has one empty segment, as every path has that ends in "/"; "/*" has none.
  for (const part of path.split("/").slice(1)) {
    const name = /^\{([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(part)?.[1];
    if (name !== undefined) {
      if (names.has(name)) return `must name "{${name}}" once`;
      names.add(name);
      segments.push({ kind: "any" });
      continue;
    }
    if (/[{}*]/.test(part)) return `must have "{name}" as a whole segment and "*" as the last one, not "${part}"`;
    const text = decodeSegment(part);
    if (text === undefined) return `must be percent-encoded UTF-8, not "${part}"`;
    if (text === "." || text === "..") return `must not have "${part}" as a segment`;
    segments.push({ kind: "text", text });
  }
  return { segments, isPrefix };
}

/** The segments that a pattern begins with, before the first that is not a text. */
export function literalPrefixLength({ segments }: PathPattern): number {
  const first = segments.findIndex(({ kind }) => kind !== "text");
  return first === -1 ? segments.length : first;
}

/** Below 0 where the first is more specific: segment by segment, a text before any one, and that before whatever follows. */
export function compareSpecificity(a: PathPattern, b: PathPattern): number {
  const length = Math.max(a.segments.length, b.segments.length) + 1;
  for (let index = 0; index < length; index++) {
    const difference = vagueness(a, index) - vagueness(b, index);
    if (difference !== 0) return difference;
  }
  return 0;
}

function vagueness({ segments, isPrefix }: PathPattern, index: number): number {
  const segment = segments[index];
  if (segment !== undefined) return segment.kind === "text" ? 1 : 2;
  return isPrefix ? 3 : 0;
}

/** A segment of a path without its percent-encoding; undefined where that is no UTF-8. */
export function decodeSegment(segment: string): string | undefined {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
