import type { JsonObject } from "@bufbuild/protobuf";
import type { RestRoute } from "../../../server/rpc/rest/rest-routes.ts";

interface Refusal {
  /** What the component is called. */
  readonly name: string;
  readonly status: number;
  readonly code: string;
  readonly description: string;
  readonly message: string;
  readonly appliesTo: (route: RestRoute) => boolean;
}

const always = (): boolean => true;
const hasBody = ({ body }: RestRoute): boolean => body !== "";
const isOfOne = ({ template }: RestRoute): boolean => template.segments.some((segment) => "variable" in segment);
const writes = ({ httpMethod }: RestRoute): boolean => httpMethod !== "GET";

/** What the API answers in place of a result. A list of its own: a status that is not here is a defect. */
const refusals: readonly Refusal[] = [
  {
    name: "InvalidArgument",
    status: 400,
    code: "invalid_argument",
    description:
      "A field is missing, unknown or out of range (`google.rpc.BadRequest` names each), or something stands in the way " +
      "(`failed_precondition`, `google.rpc.PreconditionFailure`).",
    message: "name: must be at least 1 characters",
    appliesTo: always,
  },
  {
    name: "Unauthenticated",
    status: 401,
    code: "unauthenticated",
    description: "No token, or one that is unknown or has expired.",
    message: "the token is unknown or has expired",
    appliesTo: always,
  },
  {
    name: "PermissionDenied",
    status: 403,
    code: "permission_denied",
    description: "The token's role does not allow it, or it is a token for something else.",
    message: 'CreateGateway needs the role admin: "reader" has the role viewer',
    appliesTo: always,
  },
  {
    name: "NotFound",
    status: 404,
    code: "not_found",
    description: "The caller's organization has no such resource (`google.rpc.ResourceInfo`).",
    message: 'no gateway "5d1f0b5e-3c0a-4b7e-9f1e-2a4f6c8b9d01"',
    appliesTo: isOfOne,
  },
  {
    name: "Conflict",
    status: 409,
    code: "already_exists",
    description:
      "The id or a host name is taken (`already_exists`), or the `etag` is not the present one (`aborted`: read again and retry).",
    message: 'gateway "5d1f0b5e-3c0a-4b7e-9f1e-2a4f6c8b9d01" exists already',
    appliesTo: writes,
  },
  {
    name: "TooLarge",
    status: 413,
    code: "resource_exhausted",
    description: "The body is larger than 4 MiB.",
    message: "the body is larger than 4194304 bytes",
    appliesTo: hasBody,
  },
  {
    name: "UnsupportedMediaType",
    status: 415,
    code: "invalid_argument",
    description: "The body is not sent as `application/json`, or is compressed.",
    message: "send the body as content-type application/json, not text/plain",
    appliesTo: hasBody,
  },
  {
    name: "Unavailable",
    status: 503,
    code: "unavailable",
    description: "The server is stopping, or the token can't be checked now: try again.",
    message: "server is shutting down",
    appliesTo: always,
  },
];

/** The refusals of one operation, by status. */
export function refusalsOf(route: RestRoute): JsonObject {
  const own = refusals.filter(({ appliesTo }) => appliesTo(route));
  return Object.fromEntries(own.map(({ name, status }) => [status, { $ref: `#/components/responses/${name}` }]));
}

/** All refusals, to be referred to. */
export function refusalComponents(): JsonObject {
  return Object.fromEntries(
    refusals.map(({ name, code, description, message }) => [
      name,
      {
        description,
        content: { "application/json": { schema: { $ref: "#/components/schemas/Error" }, example: { code, message } } },
      },
    ]),
  );
}

/** An error as REST and Connect answer it. */
export const errorSchema: JsonObject = {
  type: "object",
  description: "An error, the same on every protocol.",
  required: ["code"],
  properties: {
    code: {
      type: "string",
      description: "The code of Connect and gRPC, in lower case.",
      examples: ["invalid_argument"],
    },
    message: { type: "string", description: "What was given, what is allowed, and where." },
    details: {
      type: "array",
      description: "What a program can act on.",
      items: {
        type: "object",
        required: ["type", "value"],
        properties: {
          type: { type: "string", description: "The message type.", examples: ["google.rpc.BadRequest"] },
          value: { type: "string", description: "The message, as protobuf in base64." },
          debug: { type: "object", description: "The same message as JSON." },
        },
      },
    },
  },
};
