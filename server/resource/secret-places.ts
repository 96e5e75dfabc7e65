import type { CustomEndpointSpec } from "../../gen/es/weir/inference/v1alpha1/custom_endpoint_pb.ts";
import type { WeightsAndBiasesAuth } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import type { InjectedHeader } from "../../gen/es/weir/inference/v1alpha1/injected_header_pb.ts";
import type { Plugin } from "../../gen/es/weir/inference/v1alpha1/plugin_pb.ts";
import type { UpstreamTls } from "../../gen/es/weir/inference/v1alpha1/upstream_tls_pb.ts";
import type { Kind } from "../store/store.ts";
import { destinationOf, type Trust } from "./destination-of.ts";
import type { SpecOf } from "./rules.ts";

/** A field of a spec that holds a secret, or may hold one. */
export interface SecretPlace {
  /** Where it is, in proto names. */
  readonly path: string;
  /** The identity of the secret: the same before and after an update, at whatever index of its list the item is. */
  readonly key: string;
  /** Everything that the secret is sent to or used for, see `destinationOf`. */
  readonly destinations: ReadonlySet<string>;
  /** Whether what it belongs to is of no use without it, and is taken without it all the same: a certificate. */
  readonly isMissed: boolean;
  /** Empty where it holds no secret. */
  get(): string;
  set(value: string): void;
}

/** Identifies a plugin in its list. */
export type PluginKey = (plugin: Plugin) => string;

const defaultWandbUrl = "https://api.wandb.ai";

/** A test compares them with the fields that the proto marks as secret. */
const placesOf: { readonly [K in Kind]: (spec: SpecOf[K], keyOf: PluginKey) => SecretPlace[] } = {
  gateway: ({ auth, requiredPlugins }, keyOf) => [
    ...(auth.case === "weightsAndBiasesAuth" ? [wandbPlace(auth.value)] : []),
    ...pluginPlaces(requiredPlugins, "required_plugins", keyOf),
  ],
  rule: ({ plugins }, keyOf) => pluginPlaces(plugins, "plugins", keyOf),
  service: ({ plugins }, keyOf) => pluginPlaces(plugins, "plugins", keyOf),
  upstream({ targets, dnsTargets, headers, tls }) {
    const urls = [...targets, ...dnsTargets].map(({ url }) => url);
    return [
      ...headerPlaces(headers, "headers", "headers", destinationsOf(urls, tls)),
      ...tlsPlaces(tls, "tls", "tls", urls),
    ];
  },
  deployment({ replicas }) {
    if (replicas.case !== "targets") return [];
    const { targets, headers } = replicas.value;
    return headerPlaces(headers, "targets.headers", "headers", destinationsOf(targets.map(({ url }) => url)));
  },
  custom_endpoint: (spec) => [
    ...headerPlaces(spec.authHeaders, "auth_headers", "auth_headers", inheritingDestinations(spec)),
    ...spec.endpoints.flatMap(({ name, baseUrl, headers, authHeaders, tls }, index) => {
      const path = `endpoints[${index}]`;
      const key = `endpoints[${name}]`;
      const destinations = destinationsOf([baseUrl], tls);
      return [
        ...headerPlaces(headers, `${path}.headers`, `${key}.headers`, destinations),
        ...headerPlaces(authHeaders, `${path}.auth_headers`, `${key}.auth_headers`, destinations),
        ...tlsPlaces(tls, `${path}.tls`, `${key}.tls`, [baseUrl]),
      ];
    }),
  ],
  api_key: () => [],
  access_token: () => [],
};

/** Every place of a spec where a secret is or may be. */
export function secretPlacesOf<K extends Kind>(kind: K, spec: SpecOf[K], keyOf: PluginKey): SecretPlace[] {
  return placesOf[kind](spec, keyOf);
}

/** The endpoints that have no auth of their own: the account's is sent there. */
function inheritingDestinations({ endpoints }: CustomEndpointSpec): ReadonlySet<string> {
  const inheriting = endpoints.filter(({ authHeaders }) => authHeaders.length === 0);
  return new Set(inheriting.map(({ baseUrl, tls }) => destinationOf(baseUrl, tls)));
}

function wandbPlace(auth: WeightsAndBiasesAuth): SecretPlace {
  const path = "weights_and_biases_auth.api_key";
  return placeOf(path, path, destinationsOf([auth.serverUrl || defaultWandbUrl]), auth, "apiKey");
}

function pluginPlaces(plugins: readonly Plugin[], path: string, keyOf: PluginKey): SecretPlace[] {
  return plugins.flatMap((plugin, index) => {
    const { kind } = plugin;
    if (kind.case !== "externalApi") return [];
    const secretPath = `${path}[${index}].external_api.secret`;
    return [placeOf(secretPath, keyOf(plugin), destinationsOf([kind.value.url]), kind.value, "secret")];
  });
}

function headerPlaces(
  headers: readonly InjectedHeader[],
  path: string,
  key: string,
  destinations: ReadonlySet<string>,
): SecretPlace[] {
  return headers.map((header, index) =>
    placeOf(`${path}[${index}].value`, `${key}[${header.name.toLowerCase()}]`, destinations, header, "value"),
  );
}

/** A key is never sent: whoever answers for a host learns nothing of it. */
function tlsPlaces(tls: UpstreamTls | undefined, path: string, key: string, urls: readonly string[]): SecretPlace[] {
  if (tls === undefined) return [];
  const place = placeOf(`${path}.client_key`, key, destinationsOf(urls), tls, "clientKey");
  return [{ ...place, isMissed: tls.clientCertificate !== "" && tls.clientKey === "" }];
}

function destinationsOf(urls: readonly string[], trust?: Trust): ReadonlySet<string> {
  return new Set(urls.map((url) => destinationOf(url, trust)));
}

function placeOf<Field extends string>(
  path: string,
  key: string,
  destinations: ReadonlySet<string>,
  message: Record<Field, string>,
  field: Field,
): SecretPlace {
  return {
    path,
    key,
    destinations,
    isMissed: false,
    get: () => message[field],
    set: (value) => {
      message[field] = value;
    },
  };
}
