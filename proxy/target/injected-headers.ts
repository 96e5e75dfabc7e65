import type { InjectedHeader } from "../../gen/es/weir/inference/v1alpha1/injected_header_pb.ts";

/** Headers that the owner of a pool puts into every request. */
export interface InjectedHeaders {
  /** In lower case. */
  readonly names: ReadonlySet<string>;
  /** Name and value of each, one after the other. */
  readonly flat: readonly string[];
}

/** Undefined: there are none. */
export function injectedHeaders(declared: readonly InjectedHeader[]): InjectedHeaders | undefined {
  if (declared.length === 0) return undefined;
  return {
    names: new Set(declared.map(({ name }) => name.toLowerCase())),
    flat: declared.flatMap(({ name, value }) => [name, value]),
  };
}
