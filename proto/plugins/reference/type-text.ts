import { type DescField, type DescMessage, ScalarType } from "@bufbuild/protobuf";
import { rulesOf } from "../field-rules.ts";

/** What a field holds, as Markdown: `list of [Target](#target)`. */
export function typeText(
  field: DescField,
  link: (desc: DescMessage | NonNullable<DescField["enum"]>) => string,
): string {
  const named = field.message ?? field.enum;
  const one = named === undefined ? scalarText(field) : link(named);
  if (field.fieldKind === "list") return `list of ${one}`;
  return field.fieldKind === "map" ? `map of ${one}` : one;
}

/** The rules of a field in words: `required; 1 to 63 characters`. */
export function rulesText(field: DescField): string {
  const { required, outputOnly, inputOnly, immutable, mayBeEmpty, text, number, list, sentences } = rulesOf(field);
  const pattern = text.pattern === undefined ? "" : `matches \`${text.pattern.replaceAll("|", "\\|")}\``;
  const formats = { uuid: "a UUID", uri: "a URI", hostname: "a host name", cidr: "an address range, as CIDR" };
  const one = [
    range(text.minLength, text.maxLength, "character"),
    text.format === undefined ? "" : formats[text.format],
    pattern,
    range(number.minimum, number.maximum, ""),
  ].filter((word) => word !== "");
  const words = [
    required ? "required" : "",
    outputOnly ? "output only" : "",
    inputOnly ? "input only" : "",
    immutable ? "never changes" : "",
    range(list.minItems, list.maxItems, "item"),
    list.unique ? "each once" : "",
    ...one.map((word) => (field.fieldKind === "list" ? `each ${word}` : word)),
    ...sentences,
  ].filter((word) => word !== "");
  return words.join("; ") + (mayBeEmpty && words.length > 0 ? "; or empty" : "");
}

function range(low: number | undefined, high: number | undefined, unit: string): string {
  if (low === undefined && high === undefined) return "";
  const units = unit === "" ? "" : ` ${unit}${(high ?? low) === 1 ? "" : "s"}`;
  if (high === undefined) return `${low}${units} or more`;
  if (low === undefined) return `up to ${high}${units}`;
  return low === high ? `exactly ${low}${units}` : `${low} to ${high}${units}`;
}

function scalarText({ scalar }: DescField): string {
  return scalar === undefined ? "" : `\`${(ScalarType[scalar] ?? "").toLowerCase()}\``;
}
