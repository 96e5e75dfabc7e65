/** What the management API can answer in place of a result: a closed list, each with a row in docs/errors.md. */
export type ApiErrorKind =
  | { readonly code: "invalid_argument"; readonly violations: readonly FieldViolation[] }
  | { readonly code: "not_found"; readonly resource: ResourceName }
  | { readonly code: "already_exists"; readonly resource: ResourceName }
  | { readonly code: "failed_precondition"; readonly violations: readonly PreconditionViolation[] }
  | { readonly code: "aborted" }
  | { readonly code: "permission_denied" };

export interface FieldViolation {
  /** Path in proto names, for example `targets.targets[0].url`. */
  readonly field: string;
  /** What is allowed and, where it is no secret, what was given. */
  readonly description: string;
}

export interface PreconditionViolation {
  /** One upper-case word, for example `DEPLOYMENTS_ATTACHED`. */
  readonly type: string;
  /** What stands in the way, for example `deployments/<id>`. */
  readonly subject: string;
  readonly description: string;
}

export interface ResourceName {
  /** The kind, for example `gateway`. */
  readonly type: string;
  readonly name: string;
}

/** A refusal by a rule of the API. Turned into a Connect error with google.rpc details once, at the edge. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly kind: ApiErrorKind;

  constructor(kind: ApiErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

export function invalidArgument(violations: readonly FieldViolation[]): ApiError {
  const message = violations.map(({ field, description }) => (field ? `${field}: ${description}` : description));
  return new ApiError({ code: "invalid_argument", violations }, message.join("; "));
}

export function notFound(type: string, id: string): ApiError {
  return new ApiError({ code: "not_found", resource: { type, name: id } }, `no ${type} "${id}"`);
}

export function alreadyExists(type: string, name: string, message: string): ApiError {
  return new ApiError({ code: "already_exists", resource: { type, name } }, message);
}

export function permissionDenied(message: string): ApiError {
  return new ApiError({ code: "permission_denied" }, message);
}

export function failedPrecondition(violations: readonly PreconditionViolation[]): ApiError {
  return new ApiError(
    { code: "failed_precondition", violations },
    violations.map(({ description }) => description).join("; "),
  );
}
