import type { DescMessage, DescService } from "@bufbuild/protobuf";
import {
  type AccessToken,
  AccessTokenSchema,
  RoleSchema,
} from "../../gen/es/weir/inference/v1alpha1/access_token_pb.ts";
import { AccessTokenService } from "../../gen/es/weir/inference/v1alpha1/access_token_service_pb.ts";
import { type CustomEndpoint, CustomEndpointSchema } from "../../gen/es/weir/inference/v1alpha1/custom_endpoint_pb.ts";
import { CustomEndpointService } from "../../gen/es/weir/inference/v1alpha1/custom_endpoint_service_pb.ts";
import { type Deployment, DeploymentSchema } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import { DeploymentService } from "../../gen/es/weir/inference/v1alpha1/deployment_service_pb.ts";
import { type Gateway, GatewaySchema } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import { GatewayService } from "../../gen/es/weir/inference/v1alpha1/gateway_service_pb.ts";
import { type Rule, RuleSchema } from "../../gen/es/weir/inference/v1alpha1/rule_pb.ts";
import { RuleService } from "../../gen/es/weir/inference/v1alpha1/rule_service_pb.ts";
import { type Service, ServiceSchema } from "../../gen/es/weir/inference/v1alpha1/service_pb.ts";
import { ServiceService } from "../../gen/es/weir/inference/v1alpha1/service_service_pb.ts";
import { ServiceTypeSchema } from "../../gen/es/weir/inference/v1alpha1/service_type_pb.ts";
import { type Upstream, UpstreamSchema } from "../../gen/es/weir/inference/v1alpha1/upstream_pb.ts";
import { UpstreamService } from "../../gen/es/weir/inference/v1alpha1/upstream_service_pb.ts";
import { timeOf } from "../output/times.ts";
import { wordOf } from "../output/words.ts";
import { Failure } from "./failure.ts";

/** Any of the resources that are listed, shown and deleted alike. */
export type Resource = Gateway | Deployment | Upstream | Service | Rule | CustomEndpoint | AccessToken;

export interface Kind<R extends Resource = Resource> {
  /** As manifests have it. */
  readonly name: string;
  /** What it may be called: the first is what a user reads. */
  readonly words: readonly string[];
  readonly service: DescService;
  readonly schema: DescMessage;
  /** What a table tells of one, beside its name, status and age. */
  readonly columns: Readonly<Record<string, (resource: R) => string>>;
}

/** Keeps what a table tells of a kind typed, where the list of all kinds is not. */
function kind<R extends Resource>(declared: Kind<R>): Kind {
  return declared as unknown as Kind;
}

export const kinds: readonly Kind[] = [
  kind<Gateway>({
    name: "Gateway",
    words: ["gateways", "gateway", "gw"],
    service: GatewayService,
    schema: GatewaySchema,
    columns: {
      ZONE: ({ spec }) => spec!.zones.join(","),
      ENDPOINT: ({ status }) => status?.endpoints[0] ?? "",
    },
  }),
  kind<Deployment>({
    name: "Deployment",
    words: ["deployments", "deployment", "deploy"],
    service: DeploymentService,
    schema: DeploymentSchema,
    columns: {
      MODEL: ({ spec }) => spec!.model?.name ?? "",
      WEIGHT: ({ spec, status }) => weightOf(spec?.traffic?.weight, status?.rollout?.percent),
      "LEFT OUT": ({ status }) => leftOut(status?.targets),
    },
  }),
  kind<Upstream>({
    name: "Upstream",
    words: ["upstreams", "upstream"],
    service: UpstreamService,
    schema: UpstreamSchema,
    columns: {
      TARGETS: ({ spec }) => String(spec!.targets.length + spec!.dnsTargets.length),
      "LEFT OUT": ({ status }) => leftOut(status?.targets),
    },
  }),
  kind<Service>({
    name: "Service",
    words: ["services", "service", "svc"],
    service: ServiceService,
    schema: ServiceSchema,
    columns: { TYPE: ({ spec }) => wordOf(ServiceTypeSchema, spec!.type), VERSION: ({ spec }) => spec!.version },
  }),
  kind<Rule>({
    name: "Rule",
    words: ["rules", "rule"],
    service: RuleService,
    schema: RuleSchema,
    columns: { PRIORITY: ({ spec }) => String(spec!.priority), PATH: ({ spec }) => spec!.path },
  }),
  kind<CustomEndpoint>({
    name: "CustomEndpoint",
    words: ["custom-endpoints", "custom-endpoint", "customendpoints", "customendpoint", "custom_endpoint", "ce"],
    service: CustomEndpointService,
    schema: CustomEndpointSchema,
    columns: { ENDPOINTS: ({ spec }) => spec!.endpoints.map(({ name }) => name).join(",") },
  }),
  kind<AccessToken>({
    name: "AccessToken",
    words: ["tokens", "token", "accesstokens", "accesstoken", "access_token"],
    service: AccessTokenService,
    schema: AccessTokenSchema,
    columns: {
      ROLE: ({ spec }) => wordOf(RoleSchema, spec!.role).toLowerCase(),
      SUBJECT: ({ spec }) => spec!.subject,
      EXPIRES: ({ spec }) => timeOf(spec!.expireTime),
    },
  }),
];

/** The words that commands take for kinds. */
export const kindWords = kinds.map(({ words }) => words[0]!);

export function kindOf(word: string): Kind {
  const found = kinds.find(({ words }) => words.includes(word.toLowerCase()));
  if (found !== undefined) return found;
  if (/^(api-?)?keys?$/i.test(word)) throw new Failure("keys are of a gateway: weir keys list --gateway <gateway>");
  throw new Failure(`no kind "${word}": there are ${kindWords.join(", ")}`);
}

function weightOf(weight: number | undefined, percent: number | undefined): string {
  return percent === undefined || percent === 100 ? String(weight ?? 0) : `${weight ?? 0} (${percent} %)`;
}

function leftOut(targets: readonly { readonly url: string }[] | undefined): string {
  const count = new Set(targets?.map(({ url }) => url)).size;
  return count === 0 ? "" : String(count);
}
