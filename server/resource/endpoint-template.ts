import type { GatewaySpec } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";

/** The URL of a gateway with `{subdomain}` where its subdomain goes, for example `http://{subdomain}.localhost:7080`. */
export type EndpointTemplate = string;

/** Reads a template; throws a RangeError that says what is allowed. */
export function parseEndpointTemplate(text: string): EndpointTemplate {
  const url = URL.parse(text.replace("{subdomain}", "a"));
  if (url === null || !text.includes("{subdomain}") || !/^https?:\/\/[^/]*\{subdomain\}/.test(text)) {
    throw new RangeError("must be an http:// or https:// URL with {subdomain} in its host");
  }
  return text.replace(/\/+$/, "");
}

/** The URLs at which a gateway is served: the generated one, then one for each additional DNS name. */
export function endpointsOf(spec: GatewaySpec, template: EndpointTemplate): string[] {
  const generated = template.replace("{subdomain}", spec.subdomain);
  const { protocol, port } = new URL(generated);
  const additional = spec.endpointConfiguration?.additionalDns ?? [];
  return [generated, ...additional.map((host) => `${protocol}//${host}${port === "" ? "" : `:${port}`}`)];
}

/** The host names that a gateway answers to: lower case, without port, without a final dot, each once. */
export function hostsOf(spec: GatewaySpec, template: EndpointTemplate): string[] {
  const generated = new URL(template.replace("{subdomain}", spec.subdomain)).hostname;
  const additional = (spec.endpointConfiguration?.additionalDns ?? []).map((host) =>
    host.toLowerCase().replace(/\.$/, ""),
  );
  return [...new Set([generated, ...additional])];
}
