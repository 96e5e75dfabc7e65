import { Code, ConnectError } from "@connectrpc/connect";
import {
  BadRequestSchema,
  PreconditionFailureSchema,
  ResourceInfoSchema,
} from "../../gen/es/google/rpc/error_details_pb.ts";
import type { ApiError, FieldViolation } from "../resource/api-error.ts";

/** An API error as Connect carries it, with google.rpc details. */
export function toConnectError(error: ApiError): ConnectError {
  const { kind, message } = error;
  switch (kind.code) {
    case "invalid_argument":
      return badRequest(kind.violations);
    case "not_found":
    case "already_exists": {
      const { type, name } = kind.resource;
      const code = kind.code === "not_found" ? Code.NotFound : Code.AlreadyExists;
      const info = { resourceType: type, resourceName: name, description: message };
      return new ConnectError(message, code, undefined, [{ desc: ResourceInfoSchema, value: info }]);
    }
    case "failed_precondition": {
      const violations = kind.violations.map((violation) => ({ ...violation }));
      return new ConnectError(message, Code.FailedPrecondition, undefined, [
        { desc: PreconditionFailureSchema, value: { violations } },
      ]);
    }
    case "aborted":
      return new ConnectError(message, Code.Aborted);
    case "permission_denied":
      return new ConnectError(message, Code.PermissionDenied);
    default:
      return kind satisfies never;
  }
}

/** INVALID_ARGUMENT with every violation. Half characters that they quote are replaced: headers can't carry them. */
export function badRequest(given: readonly FieldViolation[]): ConnectError {
  const violations = given.map(({ field, description }) => ({
    field: field.toWellFormed(),
    description: description.toWellFormed(),
  }));
  const sentences = violations.map(({ field, description }) =>
    field === "" ? description : `${field}: ${description}`,
  );
  return new ConnectError(sentences.join("; "), Code.InvalidArgument, undefined, [
    { desc: BadRequestSchema, value: { fieldViolations: violations } },
  ]);
}
