import type { JsonValue } from "@bufbuild/protobuf";
import { linearPatternSize } from "../../kit/linear-pattern.ts";

/**
 * Values of JSON in schemas: objects, arrays and what they hold. At 1,000 the slowest schemas take some 50 ms to
 * compile.
 */
const mostSchemaValues = 1_000;
/** Bytes of a schema as JSON, of which most are texts and names. */
const mostSchemaBytes = 64 * 1024;
/** Levels of a schema. */
const mostSchemaLevels = 64;
/**
 * Instructions that patterns compile to, with every counted repetition written out. 10,000 take some 25 ms, and up to 20 MB
 * in each worker once texts are matched.
 */
const mostPatternSize = 10_000;

/**
 * Limits what the plugins of one gateway, rule or service cost to compile, together: their schemas and their patterns are
 * counted before any is compiled, in one pass.
 */
export class CompileBudget {
  #schemaValues = 0;
  #patternSize = 0;

  /** Gives what is wrong with a schema, before it is compiled. */
  takeSchema(schema: JsonValue): string | undefined {
    const pending: { readonly value: JsonValue; readonly level: number }[] = [{ value: schema, level: 1 }];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { value, level } = next;
      this.#schemaValues += 1;
      if (this.#schemaValues > mostSchemaValues) {
        return `the schemas of these plugins have more than ${mostSchemaValues} values together: at most ${mostSchemaValues} are allowed`;
      }
      if (typeof value !== "object" || value === null) continue;
      if (level > mostSchemaLevels)
        return `nests deeper than ${mostSchemaLevels} levels: at most ${mostSchemaLevels} are allowed`;
      for (const each of Object.values(value)) pending.push({ value: each, level: level + 1 });
      const violation = Array.isArray(value) ? undefined : this.#takePatternsOf(value);
      if (violation !== undefined) return violation;
    }
    const bytes = Buffer.byteLength(JSON.stringify(schema));
    return bytes > mostSchemaBytes ? `has ${bytes} bytes as JSON: at most ${mostSchemaBytes} are allowed` : undefined;
  }

  /** Gives what is wrong with a pattern, before it is compiled. */
  takePattern(pattern: string): string | undefined {
    this.#patternSize += linearPatternSize(pattern);
    if (this.#patternSize <= mostPatternSize) return undefined;
    return (
      `the patterns of these plugins are too large: together they may have ${mostPatternSize} characters, ` +
      "with repetitions written out, for example a{100} as 100 characters"
    );
  }

  #takePatternsOf({ pattern, patternProperties }: Readonly<Record<string, JsonValue>>): string | undefined {
    const patterns = typeof pattern === "string" ? [pattern] : [];
    if (typeof patternProperties === "object") patterns.push(...Object.keys(patternProperties ?? {}));
    for (const each of patterns) {
      const violation = this.takePattern(each);
      if (violation !== undefined) return violation;
    }
    return undefined;
  }
}
