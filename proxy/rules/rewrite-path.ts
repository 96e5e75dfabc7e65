/**
 * A path with other bytes in place of the segments that it begins with; query and all that follows go on as they came.
 *
 * @param segments how many are replaced
 * @param replacement undefined: they stay
 */
export function rewritePath(path: string, segments: number, replacement: string | undefined): string {
  if (replacement === undefined) return path;
  const query = path.indexOf("?");
  const end = query === -1 ? path.length : query;
  let start = 0;
  for (let count = 0; count < segments && start < end; count++) {
    const slash = path.indexOf("/", start + 1);
    start = slash === -1 || slash > end ? end : slash;
  }
  const rest = path.slice(start);
  if (rest.startsWith("/")) return (replacement.endsWith("/") ? replacement.slice(0, -1) : replacement) + rest;
  return (replacement === "" ? "/" : replacement) + rest;
}
