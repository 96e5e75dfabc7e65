import type { ModelValue } from "../routing/json-model.ts";
import type { Located } from "../routing/strategy.ts";

/** The model that a request is for, and where that was found. */
export interface LocatedModel extends Located {
  /** Where it stands in the body; undefined: the body was not looked at. */
  readonly found: { readonly value: ModelValue; readonly quoted: boolean } | undefined;
}
