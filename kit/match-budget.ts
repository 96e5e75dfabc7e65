import { nextTurn } from "./next-turn.ts";

/**
 * Steps that the patterns of one plugin may take for one request, or for one answer. A step takes some 12 ns, at worst 60:
 * all of them take half a second as a rule. Most patterns take one step for a character. So 20 of them, and a prompt of
 * 500,000 characters, take a fifth of this.
 */
export const mostMatchSteps = 50_000_000;

export class TooMuchMatchingError extends Error {
  constructor() {
    super(`matching takes more than ${mostMatchSteps} steps`);
  }
}

/** Steps after which other exchanges get their turn: some 10 ms. */
const stepsPerTurn = 500_000;
/**
 * Steps that each piece of a stream adds again with its turn, for each of its bytes: a stream may go on for hours, and what
 * is held back of its texts is matched again with each event.
 */
const stepsPerStreamByte = 256;

/** The steps that patterns may still take. */
export class MatchBudget {
  #left = mostMatchSteps;
  #leftAtTurn = mostMatchSteps;

  /** Throws a `TooMuchMatchingError` when nothing is left. */
  charge(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new TooMuchMatchingError();
  }

  /** Gives other exchanges their turn where the last turn was long ago; undefined when it was not. */
  takeTurn(): Promise<void> | undefined {
    if (this.#leftAtTurn - this.#left < stepsPerTurn) return undefined;
    this.#leftAtTurn = this.#left;
    return nextTurn();
  }

  refill(): void {
    this.#left = mostMatchSteps;
  }

  /** Adds what the next piece of a stream allows. */
  addPiece(bytes: number): void {
    this.#left = Math.min(mostMatchSteps, this.#left + stepsPerTurn + bytes * stepsPerStreamByte);
  }
}
