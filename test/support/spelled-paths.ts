import fc from "fast-check";

/** Decodes until nothing changes, as the most willing of upstreams would. */
function decodeUntilStable(path: string): string {
  for (let before = path; ; ) {
    const after = before.replace(/%u00([0-9a-f]{2})|%([0-9a-f]{2})/gi, (_, long, short) =>
      String.fromCharCode(Number.parseInt(long ?? short, 16)),
    );
    if (after === before) return after;
    before = after;
  }
}

/** Whether an upstream that decodes a path until nothing changes, and splits it at `/` and `\\`, finds a dot segment. */
export function hasDotSegment(path: string): boolean {
  return decodeUntilStable(path.split("?")[0]!)
    .split(/[/\\]/)
    .some((segment) => /^\.\.?($|[;?#])/.test(segment));
}

const percent = (text: string): string =>
  [...text].map((each) => `%${each.charCodeAt(0).toString(16).padStart(2, "0")}`).join("");
/** A character, plain or encoded up to three times, in any case. */
const spelled = (character: string): fc.Arbitrary<string> =>
  fc.tuple(fc.nat({ max: 3 }), fc.boolean()).map(([times, upper]) => {
    let text = character;
    for (let time = 0; time < times; time++) text = time === 0 ? percent(text) : text.replaceAll("%", "%25");
    return upper ? text.toUpperCase() : text;
  });
const pieces = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(".", "/").chain(spelled) },
  { weight: 1, arbitrary: fc.constantFrom("\\", ";", "#", "%", "?").chain(spelled) },
  fc.constantFrom("a", "2", "5", "e", "f", "c", "%2", "%", "%u00", "25", "2e", "%u002e", "v1", "%c3%a9", "..", "."),
);
/** Paths of the characters that dot segments are made of, plain or encoded up to three times. */
export const spelledPaths = fc.array(pieces, { maxLength: 12 }).map((parts) => `/${parts.join("")}`);
