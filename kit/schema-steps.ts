// How many steps checking a value against a schema may take. A schema that refers to itself can take time that doubles with
// each level of a value, and a schema of many branches, time in proportion to its size for each item of an array.

import type { Ajv2020 } from "ajv/dist/2020.js";
import { loadWhenUsed } from "./load-when-used.ts";

const ajv = loadWhenUsed<typeof import("ajv/dist/2020.js")>("ajv/dist/2020.js");

/** Steps for any value, however small: some 10 ms. Schemas as clients' requests have them take less than 1,000. */
const freeSteps = 200_000;
/** Further steps for each byte of a value. An array of tokens that may be numbers or texts takes 2 for each byte. */
const stepsPerByte = 4;

export class TooManyStepsError extends Error {
  constructor() {
    super("checking the value against the schema takes too many steps");
  }
}

/** The steps that one check may still take. */
export class CheckBudget {
  #left = 0;

  refill(bytes: number): void {
    this.#left = freeSteps + bytes * stepsPerByte;
  }

  charge(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new TooManyStepsError();
  }
}

/**
 * Makes a compiler write, before the code of each keyword, what the keyword costs. Whatever a validator does is done by the
 * code of some keyword, wherever in the schema it stands and whichever way it is reached, so that none goes uncounted.
 *
 * @returns what the compiled validators charge
 */
export function chargeSteps(compiler: Ajv2020): CheckBudget {
  const { _ } = ajv();
  const budget = new CheckBudget();
  for (const rule of Object.values(compiler.RULES.all)) {
    if (typeof rule === "boolean" || rule === undefined || !("code" in rule.definition)) continue;
    const { definition, keyword } = rule;
    const write = definition.code;
    definition.code = (context, type) => {
      const { gen, data, schema } = context;
      const charged = gen.scopeValue("obj", { ref: budget });
      const fixed = fixedSteps(keyword, schema);
      if (keyword in sizes) {
        const size = gen.scopeValue("func", { ref: sizes[keyword] });
        gen.code(_`${charged}.charge(${fixed} * (1 + ${size}(${data})))`);
      } else gen.code(_`${charged}.charge(${fixed})`);
      write(context, type);
    };
  }
  return budget;
}

/** The steps that a keyword takes for one value because of its schema. */
function fixedSteps(keyword: string, schema: unknown): number {
  if (typeof schema !== "object" || schema === null) return keywordSteps;
  switch (keyword) {
    case "allOf":
    case "anyOf":
    case "oneOf":
    case "prefixItems":
    case "properties":
    case "dependentSchemas":
      return keywordSteps * Math.max(1, Object.keys(schema).length);
    case "patternProperties":
      return matchSteps * Math.max(1, Object.keys(schema).length);
    case "enum":
    case "const":
    case "required":
    case "dependentRequired":
      return keywordSteps + (JSON.stringify(schema).length >> 3);
    default:
      return keywordSteps;
  }
}

/** A keyword that fails makes an object for its mistake, which costs more than the check. */
const keywordSteps = 4;
/** Matching the name of a property takes a microsecond and more. */
const matchSteps = 16;

/** Going through the names of an object is slower than through the items of an array. */
const stepsPerKey = 4;

/** The steps that a keyword takes because of the value, by keyword. */
const sizes: Readonly<Record<string, (value: unknown) => number>> = {
  minLength: textSize,
  maxLength: textSize,
  items: itemCount,
  contains: itemCount,
  unevaluatedItems: itemCount,
  additionalProperties: keyCount,
  unevaluatedProperties: keyCount,
  patternProperties: keyCount,
  propertyNames: keyCount,
  minProperties: keyCount,
  maxProperties: keyCount,
  // They pass on which properties were evaluated.
  $ref: keyCount,
  $dynamicRef: keyCount,
};

function textSize(value: unknown): number {
  return (value as string).length >> 4;
}

function itemCount(value: unknown): number {
  return (value as readonly unknown[]).length;
}

function keyCount(value: unknown): number {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return 0;
  let count = 0;
  for (const _key in value) count += 1;
  return count * stepsPerKey;
}
