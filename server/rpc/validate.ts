import type { DescMessage, Message } from "@bufbuild/protobuf";
import type { Validator } from "@bufbuild/protovalidate";
import type { Interceptor } from "@connectrpc/connect";
import type { FieldViolation } from "../resource/api-error.ts";
import { countViolations } from "../resource/field-bounds.ts";
import { violationsOf } from "../resource/field-violations.ts";
import { badRequest } from "./connect-error.ts";

/**
 * Refuses requests that break a rule of the proto, with all violations at once. An update with a mask carries a part of
 * a spec, which only its service can complete and check; how many items its lists may have holds of it all the same.
 */
export function validateRequests(validator: Validator): Interceptor {
  return (next) => async (request) => {
    if (!request.stream) {
      const { input } = request.method;
      if (isPartial(request.message)) assertNone(countViolations(input, request.message));
      else assertValid(validator, input, request.message);
      return next(request);
    }
    if (!request.service.typeName.startsWith("weir.")) return next(request);
    return next({ ...request, message: validated(validator, request.method.input, request.message) });
  };
}

async function* validated<T extends Message>(
  validator: Validator,
  schema: DescMessage,
  messages: AsyncIterable<T>,
): AsyncGenerator<T> {
  for await (const message of messages) {
    assertValid(validator, schema, message);
    yield message;
  }
}

function assertValid(validator: Validator, schema: DescMessage, message: Message): void {
  assertNone(violationsOf(validator, schema, message));
}

function assertNone(violations: readonly FieldViolation[]): void {
  if (violations.length > 0) throw badRequest([...violations]);
}

function isPartial(message: Message & { updateMask?: { paths: readonly string[] } }): boolean {
  return (message.updateMask?.paths.length ?? 0) > 0;
}
