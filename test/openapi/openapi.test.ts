// The OpenAPI document against the server that it describes.

import { join } from "node:path";
import { type DescMethod, getOption } from "@bufbuild/protobuf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { http } from "../../gen/es/google/api/annotations_pb.ts";
import { AccessTokenService } from "../../gen/es/weir/inference/v1alpha1/access_token_service_pb.ts";
import { ApiKeyService } from "../../gen/es/weir/inference/v1alpha1/api_key_service_pb.ts";
import { AuditService } from "../../gen/es/weir/inference/v1alpha1/audit_service_pb.ts";
import { CustomEndpointService } from "../../gen/es/weir/inference/v1alpha1/custom_endpoint_service_pb.ts";
import { DatabaseService } from "../../gen/es/weir/inference/v1alpha1/database_service_pb.ts";
import { DeploymentService } from "../../gen/es/weir/inference/v1alpha1/deployment_service_pb.ts";
import { GatewayService } from "../../gen/es/weir/inference/v1alpha1/gateway_service_pb.ts";
import { ManifestService } from "../../gen/es/weir/inference/v1alpha1/manifest_service_pb.ts";
import { RuleService } from "../../gen/es/weir/inference/v1alpha1/rule_service_pb.ts";
import { SecretsService } from "../../gen/es/weir/inference/v1alpha1/secrets_service_pb.ts";
import { ServiceService } from "../../gen/es/weir/inference/v1alpha1/service_service_pb.ts";
import { UpstreamService } from "../../gen/es/weir/inference/v1alpha1/upstream_service_pb.ts";
import { UsageService } from "../../gen/es/weir/inference/v1alpha1/usage_service_pb.ts";
import { execute } from "../support/execute.ts";
import { itNeeds } from "../support/it-needs.ts";
import { pythonEnvironment } from "../support/python-environment.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, type Json, Weir } from "../support/weir.ts";

const services = [
  GatewayService,
  DeploymentService,
  UpstreamService,
  ServiceService,
  RuleService,
  ApiKeyService,
  CustomEndpointService,
  ManifestService,
  SecretsService,
  DatabaseService,
  AccessTokenService,
  UsageService,
  AuditService,
];
/** The first time, Python's packages are fetched; then thousands of requests are sent. */
const longMs = 600_000;

let weir: Weir;
let document: Json;
let gateway: Json;
let upstream: Json;
let service: Json;

beforeAll(async () => {
  weir = await Weir.start();
  document = await (await fetch(`${weir.serverUrl}/openapi.json`)).json();
  gateway = await weir.createGateway();
  upstream = await weir.createUpstream(["http://a"]);
  service = await weir.createService([upstream.spec.id]);
});

afterAll(() => weir?.stop());

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operation: Json;
}

function operations(): Operation[] {
  return Object.entries<Json>(document.paths).flatMap(([path, item]) =>
    Object.entries<Json>(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

/** `GET /v1/things`, for each binding of a method. */
function bindings(method: DescMethod): string[] {
  const rule = getOption(method, http);
  return [rule, ...rule.additionalBindings].map(
    ({ pattern }) => `${pattern.case?.toUpperCase()} ${String(pattern.value)}`,
  );
}

describe("the OpenAPI document", () => {
  it("has each binding of each method of each service, and no other", () => {
    const inContract = services.flatMap((service) => service.methods.flatMap(bindings));
    expect(inContract.length).toBeGreaterThan(20);
    expect(operations().map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining(inContract.filter((binding, index) => inContract.indexOf(binding) === index)),
    );
    expect(operations()).toHaveLength(inContract.length);
  });

  it("has examples that the server takes", async () => {
    for (const { method, path, operation } of operations().filter((each) => each.method === "POST")) {
      const example = operation.requestBody.content["application/json"].example;
      if ("gatewayIds" in example) example.gatewayIds = [gateway.spec.id];
      if ("gatewayId" in example) example.gatewayId = gateway.spec.id;
      for (const each of example.services ?? []) each.serviceId = service.spec.id;
      for (const each of example.upstreams ?? []) each.upstreamId = upstream.spec.id;
      const { apiKey } = (await weir.rest("POST", `gateways/${gateway.spec.id}/keys`, { name: "k" })).body;
      const filled = path
        .replace("/v1alpha1/inference/", "")
        .replace("{gateway_id}", gateway.spec.id)
        .replace("{id}", apiKey.spec.id);
      const answer = await weir.rest(method, filled, example);
      expect([path, answer.status, answer.body]).toEqual([path, 200, expect.anything()]);
    }
  });

  it("names the method that answers at each path, with an answer that it describes", async () => {
    for (const { method, path, operation } of operations()) {
      const id = `walk-${operation.operationId}`;
      const watch = new AbortController();
      const response = await fetch(weir.serverUrl + path.replaceAll(/\{\w+\}/g, gateway.spec.id), {
        method,
        headers: { authorization: `Bearer ${adminToken}`, "content-type": "application/json", "x-request-id": id },
        signal: watch.signal,
        ...(operation.requestBody === undefined ? {} : { body: "{}" }),
      });
      expect([id, Object.keys(operation.responses)]).toEqual([id, expect.arrayContaining([String(response.status)])]);
      const type = response.headers.get("content-type") ?? "";
      if (response.status === 200) expect(Object.keys(operation.responses[200].content)).toContain(type);
      watch.abort();
      const line = await waitFor(`the log line of ${id}`, () => weir.log.find((each) => each.includes(`"${id}"`)));
      expect(JSON.parse(line).method).toBe(
        `weir.inference.v1alpha1.${operation.tags[0]}/${operation.operationId.replace(/By[A-Z]\w*$/, "")}`,
      );
    }
  });

  itNeeds("python3")(
    "is valid, and says all that the server answers to what schemathesis makes of it",
    async () => {
      const bin = await pythonEnvironment("openapi", "test/openapi/requirements.txt");
      await execute([join(bin, "openapi-spec-validator"), "gen/openapi/openapi.json"]);
      const referred = await weir.createGateway({ name: "for-deployments" });
      const report = await execute(
        [
          ...[join(bin, "schemathesis"), "run", `${weir.serverUrl}/openapi.json`],
          ...["--header", `Authorization: Bearer ${adminToken}`],
          // A watch has no end, and an export of nothing is nothing.
          ...["--exclude-path-regex", ":(watch|export)$"],
          // JSON of protobuf takes more than a document should advise: null, numbers as text, names in snake case. And
          // what one field allows can be wrong beside another, or beside what is stored.
          ...["--checks", "all", "--exclude-checks", "negative_data_rejection,positive_data_acceptance"],
          ...["--max-examples", "12", "--warnings", "off", "--output-truncate", "false", "--continue-on-failure"],
        ],
        {
          SCHEMATHESIS_HOOKS: join(import.meta.dirname, "hooks.py"),
          WEIR_TEST_GATEWAY: referred.spec.id,
          WEIR_TEST_SERVICE: service.spec.id,
        },
      );
      expect(report).toContain("No issues found");
    },
    longMs,
  );
});
