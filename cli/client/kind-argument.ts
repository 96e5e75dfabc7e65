import { Argument } from "commander";
import { kindWords } from "./kinds.ts";

/** The argument that names a kind. */
export function kindArgument(): Argument {
  const argument = new Argument("<kind>", "what to look at");
  // For help and completion; other words are taken too.
  argument.argChoices = kindWords;
  return argument;
}
