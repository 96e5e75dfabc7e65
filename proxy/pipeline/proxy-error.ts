import { ServiceType } from "../../gen/es/weir/inference/v1alpha1/service_type_pb.ts";

/**
 * What the proxy itself can answer in place of an upstream: a closed list, each with a row in docs/errors.md. An
 * upstream's own error passes through unchanged.
 */
export const proxyErrors = {
  invalid_request: { status: 400, type: "invalid_request_error" },
  invalid_json: { status: 400, type: "invalid_request_error" },
  model_required: { status: 400, type: "invalid_request_error" },
  content_blocked: { status: 400, type: "invalid_request_error" },
  missing_credentials: { status: 401, type: "authentication_error" },
  invalid_credentials: { status: 401, type: "authentication_error" },
  forbidden: { status: 403, type: "permission_error" },
  refused: { status: 403, type: "permission_error" },
  unknown_gateway: { status: 404, type: "invalid_request_error" },
  no_route: { status: 404, type: "invalid_request_error" },
  model_not_found: { status: 404, type: "invalid_request_error" },
  method_not_allowed: { status: 405, type: "invalid_request_error" },
  length_required: { status: 411, type: "invalid_request_error" },
  body_too_large: { status: 413, type: "invalid_request_error" },
  rate_limit_exceeded: { status: 429, type: "rate_limit_error" },
  too_many_bad_credentials: { status: 429, type: "rate_limit_error" },
  budget_exceeded: { status: 429, type: "rate_limit_error" },
  internal: { status: 500, type: "server_error" },
  upstream_connect_error: { status: 502, type: "server_error" },
  target_not_allowed: { status: 502, type: "server_error" },
  upstream_protocol_error: { status: 502, type: "server_error" },
  no_healthy_target: { status: 503, type: "server_error" },
  circuit_open: { status: 503, type: "server_error" },
  overloaded: { status: 503, type: "server_error" },
  auth_unavailable: { status: 503, type: "server_error" },
  plugin_unavailable: { status: 503, type: "server_error" },
  upstream_timeout: { status: 504, type: "server_error" },
} as const;

export type ProxyErrorCode = keyof typeof proxyErrors;

/** A refusal with what to say. */
export interface Refusal {
  readonly code: ProxyErrorCode;
  readonly message: string;
  /** The request's field or header that is to blame; null when none is. */
  readonly param: string | null;
  /** The methods that are allowed, where the request's is not. */
  readonly allow?: readonly string[];
}

export function refusal(code: ProxyErrorCode, message: string, param: string | null = null): Refusal {
  return { code, message, param };
}

/** OpenAI's error shape, which every client of its API reads. */
export function refusalBody({ code, message, param }: Refusal): string {
  return JSON.stringify({ error: { message, type: proxyErrors[code].type, param, code } });
}

/** The shape that clients of a service read; undefined: of a model. */
export function refusalBodyFor(type: ServiceType | undefined, refused: Refusal): string {
  if (type !== ServiceType.GRAPHQL) return refusalBody(refused);
  const { message, code } = refused;
  return JSON.stringify({ errors: [{ message, extensions: { code } }] });
}
