import type { DescEnum } from "@bufbuild/protobuf";

/** A value of an enum in a word, without what all of its values begin with: `READY`. */
export function wordOf(desc: DescEnum, value: number): string {
  return desc.value[value]?.localName ?? String(value);
}
