import { createHash } from "node:crypto";
import type { Ajv2020, ErrorObject, Options, ValidateFunction } from "ajv/dist/2020.js";
import { parseLinearPattern } from "./linear-pattern.ts";
import { loadWhenUsed } from "./load-when-used.ts";
import { MatchBudget } from "./match-budget.ts";
import { type CheckBudget, chargeSteps, TooManyStepsError } from "./schema-steps.ts";

const ajv = loadWhenUsed<typeof import("ajv/dist/2020.js")>("ajv/dist/2020.js");

export interface SchemaCompilerOptions {
  /** Whether a pattern that only a backtracking engine can match is refused; otherwise such an engine matches it. */
  readonly linearPatternsOnly: boolean;
}

/** How much text of schemas is remembered with what it compiles to, some ten times as much. */
const rememberedCharacters = 4 * 1024 * 1024;

/** Compiles JSON Schemas (draft 2020-12), each once for its content: compiling takes up to a millisecond for 20 values. */
export class SchemaCompiler {
  /** By the digest of the content; the one that was not used for the longest time is first. */
  readonly #compiled = new Map<string, { readonly schema: CompiledSchema; readonly characters: number }>();
  readonly #options: SchemaCompilerOptions;
  #characters = 0;
  #compilations = 0;
  #metaSchema: Ajv2020 | undefined;

  constructor(options: SchemaCompilerOptions) {
    this.#options = options;
  }

  /** How many schemas were compiled, rather than remembered. */
  get compilations(): number {
    return this.#compilations;
  }

  /** Throws with what is wrong with the schema. */
  compile(schema: object): CompiledSchema {
    const text = JSON.stringify(schema);
    const digest = createHash("sha256").update(text).digest("base64");
    const known = this.#compiled.get(digest);
    if (known !== undefined) {
      this.#compiled.delete(digest);
      this.#compiled.set(digest, known);
      return known.schema;
    }
    this.#compilations += 1;
    this.#assertSchema(schema);
    const compiled = new CompiledSchema(JSON.parse(text), this.#options);
    this.#compiled.set(digest, { schema: compiled, characters: text.length });
    this.#characters += text.length;
    this.#forget();
    return compiled;
  }

  #assertSchema(schema: object): void {
    this.#metaSchema ??= new (ajv().Ajv2020)({ strict: false, logger: false });
    const metaSchema = this.#metaSchema;
    if (metaSchema.validateSchema(schema) === true) return;
    throw new Error(`schema is invalid: ${metaSchema.errorsText(undefined, { dataVar: "schema" })}`);
  }

  #forget(): void {
    for (const [digest, { characters }] of this.#compiled) {
      if (this.#characters <= rememberedCharacters) return;
      this.#compiled.delete(digest);
      this.#characters -= characters;
    }
  }
}

/**
 * A schema that values can be checked against, in a bounded number of steps: a schema that refers to itself may otherwise
 * take time that doubles with each level of a value.
 */
export class CompiledSchema {
  readonly #schema: object;
  readonly #options: SchemaCompilerOptions;
  readonly #first: Validator;
  #all: Validator | undefined;

  constructor(schema: object, options: SchemaCompilerOptions) {
    this.#schema = schema;
    this.#options = options;
    this.#first = compile(schema, false, options);
  }

  /**
   * Throws a `TooManyStepsError` where finding out takes more steps than the size of the value allows, and a
   * `TooMuchMatchingError` where the patterns take too many.
   *
   * @param bytes the size of the value as JSON
   */
  accepts(value: unknown, bytes: number): boolean {
    return this.#first.run(value, bytes);
  }

  /**
   * Returns the mistakes of a value that is not accepted.
   *
   * @param all whether to find every mistake, which takes an object for each; otherwise the first is found
   */
  mistakes(value: unknown, bytes: number, all: boolean): readonly ErrorObject[] {
    if (all) {
      this.#all ??= compile(this.#schema, true, this.#options);
      try {
        return this.#all.mistakes(value, bytes);
      } catch (error) {
        if (!(error instanceof TooManyStepsError)) throw error;
      }
    }
    return this.#first.mistakes(value, bytes);
  }
}

class Validator {
  readonly #validate: ValidateFunction;
  readonly #budget: CheckBudget;
  /** The steps that its patterns may take. */
  readonly #matching: MatchBudget;

  constructor(validate: ValidateFunction, budget: CheckBudget, matching: MatchBudget) {
    this.#validate = validate;
    this.#budget = budget;
    this.#matching = matching;
  }

  run(value: unknown, bytes: number): boolean {
    this.#budget.refill(bytes);
    this.#matching.refill();
    return this.#validate(value) === true;
  }

  mistakes(value: unknown, bytes: number): readonly ErrorObject[] {
    return this.run(value, bytes) ? [] : (this.#validate.errors ?? []);
  }
}

function compile(schema: object, allErrors: boolean, { linearPatternsOnly }: SchemaCompilerOptions): Validator {
  const matching = new MatchBudget();
  const toMatcher = (pattern: string): { test(text: string): boolean } => {
    const linear = parseLinearPattern(pattern, { isJavaScript: true });
    if (typeof linear !== "string") return { test: (text) => linear.isIn(text, matching) };
    if (linearPatternsOnly) throw new Error(`the pattern "${pattern}" can't be matched in linear time: ${linear}`);
    return new RegExp(pattern, "u");
  };
  const options: Options = {
    strict: false,
    logger: false,
    allErrors,
    validateSchema: false,
    // Optimizing takes time that grows faster than the schema.
    code: { optimize: false, regExp: Object.assign(toMatcher, { code: "" }) },
  };
  const compiler = new (ajv().Ajv2020)(options);
  // The library compares every two items.
  compiler.removeKeyword("uniqueItems");
  compiler.addKeyword({
    keyword: "uniqueItems",
    type: "array",
    schemaType: "boolean",
    error: { message: "must NOT have duplicate items" },
    validate: (isUnique: boolean, items: readonly unknown[]) => !isUnique || areDifferent(items, budget),
  });
  const budget = chargeSteps(compiler);
  return new Validator(compiler.compile(schema), budget, matching);
}

function areDifferent(items: readonly unknown[], budget: CheckBudget): boolean {
  const texts = new Set<string>();
  for (const item of items) {
    const isPlain = typeof item !== "object" || item === null;
    const text = isPlain ? JSON.stringify(item) : canonicalText(item);
    budget.charge(isPlain ? 4 + (text.length >> 2) : 16 + text.length * 2);
    texts.add(text);
  }
  return texts.size === items.length;
}

/** The same for values that JSON Schema calls equal. */
function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
