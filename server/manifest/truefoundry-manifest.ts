import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import type { FieldViolation } from "../resource/api-error.ts";

/** A manifest of TrueFoundry as a spec of ours. */
export interface ConvertedManifest {
  readonly spec: JsonObject;
  /** What can't be taken, by the paths of the manifest. */
  readonly violations: readonly FieldViolation[];
  /** Where in the manifest the value of a field of the spec stands. */
  readonly sourcePath: (path: string) => string;
}

const accountType = "provider-account/custom-endpoint";
const endpointType = "integration/model/custom-endpoint";
const roles: Readonly<Record<string, string>> = {
  "provider-account-manager": "COLLABORATOR_ROLE_MANAGER",
  "provider-account-access": "COLLABORATOR_ROLE_USER",
};
const routingTypes: Readonly<Record<string, string>> = {
  weight: "ENDPOINT_ROUTING_TYPE_WEIGHT",
  priority: "ENDPOINT_ROUTING_TYPE_PRIORITY",
};
/** Ours first, where the names differ. */
const renamed: readonly (readonly [RegExp, string])[] = [
  [/^endpoints(?=$|\[)/, "integrations"],
  [/\bauth_headers(\[\d+\])?/, "auth_data.headers"],
  [/(\])\.headers(\[\d+\])?/, "$1.headers"],
  [/\btls\.ca_certificates\b/, "tls_settings.ca_cert"],
  [/\btls\.insecure_skip_verify\b/, "tls_settings.reject_unauthorized"],
  [/\btls\b/, "tls_settings"],
  [/(\])\.(weight|priority)$/, "$1.loadbalancing_config.$2"],
  [/^routing\.slug$/, "slug"],
  [/^routing\.fallback_statuses.*/, "integrations"],
  [/^routing(\.type)?$/, "routing_type"],
  [/(^collaborators\[\d+\])\.role$/, "$1.role_id"],
];

/** Takes a `provider-account/custom-endpoint` of TrueFoundry (SDK: CustomEndpointProviderAccount) as a custom endpoint. */
export function customEndpointOfTrueFoundry(manifest: JsonObject): ConvertedManifest {
  const violations: FieldViolation[] = [];
  const read = new Reader(manifest, "", violations);
  const spec: JsonObject = {};
  if (manifest.type !== accountType) {
    violations.push({ field: "type", description: `must be ${accountType}, not ${JSON.stringify(manifest.type)}` });
  }
  spec.name = read.value("name") ?? "";
  // Beyond TrueFoundry's own: which gateways serve it. It has one.
  spec.gateway_ids = read.value("gateway_ids") ?? [];
  const tag = read.value("endpoint_type");
  if (tag !== undefined) spec.endpoint_type = tag;
  const auth = headersOfAuth(read.object("auth_data"));
  if (auth !== undefined) spec.auth_headers = auth;
  spec.collaborators = read.objects("collaborators").map((each) => ({
    subject: each.value("subject") ?? "",
    role: each.word("role_id", roles) ?? "",
  }));
  const fallbackStatuses = new Set<JsonValue>();
  spec.endpoints = read.objects("integrations").map((each) => endpointOf(each, fallbackStatuses));
  const routingType = read.word("routing_type", routingTypes);
  const slug = read.value("slug");
  if (routingType !== undefined) {
    spec.routing = { type: routingType, slug: slug ?? "", fallback_statuses: [...fallbackStatuses] };
  }
  read.ignore("type", "ownedBy", "owned_by");
  read.rejectOthers();
  const sourcePath = (path: string) => renamed.reduce((text, [ours, theirs]) => text.replace(ours, theirs), path);
  return { spec, violations, sourcePath };
}

function endpointOf(read: Reader, fallbackStatuses: Set<JsonValue>): JsonObject {
  if (read.value("type") !== endpointType) read.reject("type", `must be ${endpointType}`);
  const endpoint: JsonObject = { name: read.value("name") ?? "", base_url: read.value("base_url") ?? "" };
  const headers = read.object("headers");
  if (headers !== undefined) endpoint.headers = headerList(headers.json);
  const auth = headersOfAuth(read.object("auth_data"));
  if (auth !== undefined) endpoint.auth_headers = auth;
  const tls = read.object("tls_settings");
  if (tls !== undefined) {
    endpoint.tls = { insecure_skip_verify: tls.value("reject_unauthorized") === false };
    const certificates = tls.value("ca_cert");
    if (certificates !== undefined) endpoint.tls.ca_certificates = certificates;
    tls.rejectOthers();
  }
  const subjects = read.value("authorized_subjects");
  if (subjects !== undefined) endpoint.authorized_subjects = subjects;
  const balancing = read.object("loadbalancing_config");
  if (balancing !== undefined) {
    for (const name of ["weight", "priority"]) {
      const value = balancing.value(name);
      if (value !== undefined) endpoint[name] = value;
    }
    const statuses = balancing.value("fallback_status_codes");
    for (const status of Array.isArray(statuses) ? statuses : []) fallbackStatuses.add(Number(status));
    // A candidate is what every endpoint of an account is here.
    balancing.ignore("fallback_candidate");
    balancing.rejectOthers();
  }
  read.rejectOthers();
  return endpoint;
}

function headersOfAuth(read: Reader | undefined): JsonValue[] | undefined {
  if (read === undefined) return undefined;
  if (read.value("type") !== "header") read.reject("type", "must be header");
  const headers = read.object("headers")?.json ?? {};
  read.rejectOthers();
  return headerList(headers);
}

function headerList(headers: JsonObject): JsonObject[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}

/** An object of the manifest, of which every field must be asked for. */
class Reader {
  readonly json: JsonObject;
  readonly #path: string;
  readonly #violations: FieldViolation[];
  readonly #known = new Set<string>();

  constructor(json: JsonObject, path: string, violations: FieldViolation[]) {
    this.json = json;
    this.#path = path;
    this.#violations = violations;
  }

  value(name: string): JsonValue | undefined {
    this.#known.add(name);
    return this.json[name] ?? undefined;
  }

  object(name: string): Reader | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return new Reader(value, this.#pathOf(name), this.#violations);
    }
    this.reject(name, "must be an object");
    return undefined;
  }

  objects(name: string): Reader[] {
    const value = this.value(name) ?? [];
    if (!Array.isArray(value)) {
      this.reject(name, "must be a list");
      return [];
    }
    return value.flatMap((item, index) => {
      if (typeof item === "object" && item !== null && !Array.isArray(item)) {
        return new Reader(item, `${this.#pathOf(name)}[${index}]`, this.#violations);
      }
      this.reject(`${name}[${index}]`, "must be an object");
      return [];
    });
  }

  /** What a word of theirs is called here. */
  word(name: string, words: Readonly<Record<string, string>>): string | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    const word = typeof value === "string" ? words[value] : undefined;
    if (word === undefined)
      this.reject(name, `must be one of ${Object.keys(words).join(", ")}, not ${JSON.stringify(value)}`);
    return word;
  }

  /** Fields that mean nothing here. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.#known.add(name);
  }

  reject(name: string, description: string): void {
    this.#violations.push({ field: this.#pathOf(name), description });
  }

  rejectOthers(): void {
    for (const name of Object.keys(this.json)) {
      if (this.#known.has(name)) continue;
      this.reject(name, `unknown field: the fields are ${[...this.#known].join(", ")}`);
    }
  }

  #pathOf(name: string): string {
    return this.#path === "" ? name : `${this.#path}.${name}`;
  }
}
