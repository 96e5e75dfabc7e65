import { Failure } from "./failure.ts";

/** What has an id and a name. */
interface Named {
  readonly spec?: { readonly id: string; readonly name: string } | undefined;
}

const mostTold = 20;

/**
 * The one with an id, or else with a name. Throws a Failure when there is none, or more.
 *
 * @param word what each of them is
 */
export function findNamed<Item extends Named>(all: readonly Item[], idOrName: string, word: string): Item {
  const withId = all.filter(({ spec }) => spec!.id === idOrName.toLowerCase());
  const found = withId.length > 0 ? withId : all.filter(({ spec }) => spec!.name === idOrName);
  if (found.length === 0) {
    const names = all.slice(0, mostTold).map(({ spec }) => spec!.name);
    const known = names.length === 0 ? "there are none" : `there is ${names.join(", ")}`;
    throw new Failure(`no ${word} "${idOrName}": ${known}`);
  }
  if (found.length > 1) {
    const ids = found.map(({ spec }) => spec!.id).join(", ");
    throw new Failure(`${found.length} of kind ${word} are named "${idOrName}": give an id: ${ids}`);
  }
  return found[0]!;
}
