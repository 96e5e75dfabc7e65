import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import { pathToString } from "@bufbuild/protobuf/reflect";
import type { Validator } from "@bufbuild/protovalidate";
import { type FieldViolation, invalidArgument } from "./api-error.ts";
import { countViolations } from "./field-bounds.ts";

/** Everything in a message that breaks a rule of the proto, with proto field paths and protovalidate's sentences. */
export function violationsOf<Desc extends DescMessage>(
  validator: Validator,
  schema: Desc,
  message: MessageShape<Desc>,
): FieldViolation[] {
  const tooMany = countViolations(schema, message);
  if (tooMany.length > 0) return tooMany;
  const result = validator.validate(schema, message);
  switch (result.kind) {
    case "valid":
      return [];
    case "invalid":
      return result.violations.map((violation) => ({
        field: pathToString(violation.field),
        description: violation.message,
      }));
    default:
      throw result.error;
  }
}

/** Throws an ApiError with all violations, if there are any. */
export function assertValid<Desc extends DescMessage>(
  validator: Validator,
  schema: Desc,
  message: MessageShape<Desc>,
): void {
  const violations = violationsOf(validator, schema, message);
  if (violations.length > 0) throw invalidArgument(violations);
}
