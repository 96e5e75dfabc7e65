// Traces: from a caller's span over the proxy's to what the upstream is told.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { execute } from "../support/execute.ts";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { itNeeds } from "../support/it-needs.ts";
import type { ReceivedSpan } from "../support/otlp.ts";
import { createOtlpReceiver, type OtlpReceiver } from "../support/otlp-receiver.ts";
import { pythonEnvironment } from "../support/python-environment.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Json, Weir } from "../support/weir.ts";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const parent = `00-${traceId}-00f067aa0ba902b7-01`;

let receiver: OtlpReceiver;
let weir: Weir;
let model: FakeModel;
let gateway: Json;

const environment = (more: Record<string, string> = {}): Record<string, string> => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
  OTEL_BSP_SCHEDULE_DELAY: "50",
  OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test",
  ...more,
});

beforeAll(async () => {
  receiver = await createOtlpReceiver();
  model = await createFakeModel({ name: "m", tokens: 3 });
  weir = await Weir.start({ environment: environment() });
  gateway = await weir.createGateway({ name: "traced" });
  await weir.createDeployment(gateway.spec.id, "m", [model.url]);
});

afterAll(async () => {
  await weir?.stop();
  await model?.close();
  await receiver?.close();
});

/** The spans of the request with an id, when all of them are there. */
function spansFor(requestId: string, count: number): Promise<{ server: ReceivedSpan; clients: ReceivedSpan[] }> {
  return waitFor(`${count} spans`, () => {
    const server = receiver.spans.find(({ attributes }) => attributes["weir.request_id"] === requestId);
    const clients = receiver.spans.filter(({ parentSpanId }) => parentSpanId === server?.spanId);
    return server !== undefined && clients.length === count - 1 && { server, clients };
  });
}

const ask = (headers: Record<string, string> = {}, body: Json = { model: "m" }): Promise<Json> =>
  weir.chat(gateway, body, { headers });

describe("a trace", () => {
  it("goes on from the caller to the upstream, with what the model was asked and what it used", async () => {
    const { status } = await ask({ traceparent: parent, tracestate: "vendor=1", "x-request-id": "followed" });
    expect(status).toBe(200);
    const { server, clients } = await spansFor("followed", 2);
    expect(server).toMatchObject({
      traceId,
      parentSpanId: "00f067aa0ba902b7",
      kind: 2,
      status: 0,
      name: "POST chat",
      attributes: {
        "http.request.method": "POST",
        "url.path": "/v1/chat/completions",
        "http.response.status_code": 200,
        "weir.gateway": "traced",
        "gen_ai.request.model": "m",
      },
      resource: { "service.name": "weir-proxy", "deployment.environment.name": "test" },
    });
    const [client] = clients;
    expect(client).toMatchObject({
      traceId,
      kind: 3,
      name: "chat m",
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.usage.input_tokens": expect.any(Number),
        "gen_ai.usage.output_tokens": 3,
        "url.full": model.url,
        "weir.attempt": 1,
      },
    });
    expect(client!.durationMs).toBeLessThanOrEqual(server.durationMs);
    const { headers } = model.seen.at(-1)!;
    expect(headers.traceparent).toBe(`00-${traceId}-${client!.spanId}-01`);
    expect(headers.tracestate).toBe("vendor=1");
    expect(JSON.stringify(receiver.spans)).not.toContain("hi there");
  });

  it("begins with the proxy where the caller has none, or one that can't be used", async () => {
    for (const [index, traceparent] of [
      undefined,
      "00-zz-1-01",
      `00-${"0".repeat(32)}-00f067aa0ba902b7-01`,
    ].entries()) {
      await ask({ "x-request-id": `own-${index}`, ...(traceparent === undefined ? {} : { traceparent }) });
      const { server, clients } = await spansFor(`own-${index}`, 2);
      expect(server.parentSpanId).toBe("");
      expect(server.traceId).not.toBe(traceId);
      expect(model.seen.at(-1)!.headers.traceparent).toBe(`00-${server.traceId}-${clients[0]!.spanId}-01`);
    }
  });

  it("has a span for each attempt, those that failed too, and for what is refused", async () => {
    const spare = await createFakeModel({ name: "spare" });
    await weir.createDeployment(gateway.spec.id, "two", ["http://127.0.0.1:9", spare.url]);
    await waitFor("a request that was tried twice", async () => {
      const requestId = `tried-${crypto.randomUUID()}`;
      const { status, headers } = await ask({ "x-request-id": requestId }, { model: "two" });
      if (status !== 200 || headers["x-weir-attempts"] !== "2") return false;
      const { clients } = await spansFor(requestId, 3);
      const statuses = clients
        .toSorted((a, b) => Number(a.attributes["weir.attempt"]) - Number(b.attributes["weir.attempt"]))
        .map(({ status: each }) => each);
      expect(statuses).toEqual([2, 0]);
      return true;
    });
    await spare.close();
    await ask({ "x-request-id": "refused" }, { model: "nobody" });
    const { server } = await spansFor("refused", 1);
    expect(server.attributes).toMatchObject({ "weir.refusal": "model_not_found", "http.response.status_code": 404 });
  });

  it("is left out where the caller does not want it: its context passes as it came", async () => {
    const unsampled = parent.replace(/1$/, "0");
    await ask({ traceparent: unsampled, "x-request-id": "unsampled" });
    expect(model.seen.at(-1)!.headers.traceparent).toBe(unsampled);
    await ask({ "x-request-id": "after" });
    await spansFor("after", 2);
    expect(receiver.spans.some(({ attributes }) => attributes["weir.request_id"] === "unsampled")).toBe(false);
  });

  itNeeds("python3")("is read by OpenTelemetry's own definitions", async () => {
    const python = await pythonEnvironment("otlp", "test/support/otlp-requirements.txt");
    const path = join(weir.directory, "request.pb");
    writeFileSync(path, receiver.bodies[0]!);
    const script = `
import sys
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
request = ExportTraceServiceRequest.FromString(open(sys.argv[1], "rb").read())
for resource in request.resource_spans:
    for scope in resource.scope_spans:
        for span in scope.spans:
            print(span.name, span.trace_id.hex(), span.span_id.hex(), span.start_time_unix_nano < span.end_time_unix_nano)
`;
    const said = await execute([join(python, "python"), "-c", script, path]);
    const wanted = receiver.spans.slice(0, said.trim().split("\n").length);
    expect(said.trim().split("\n")).toEqual(
      wanted.map(({ name, traceId: trace, spanId }) => `${name} ${trace} ${spanId} True`),
    );
  });
});

describe("a share of requests", () => {
  it("is traced as OTEL_TRACES_SAMPLER says, and a mistake in it stops the proxy", async () => {
    const before = receiver.spans.length;
    const sampler = { OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: "0" };
    const quiet = await Weir.start({ environment: environment(sampler) });
    try {
      const its = await quiet.createGateway({ name: "quiet" });
      await quiet.createDeployment(its.spec.id, "m", [model.url]);
      for (let count = 0; count < 5; count++) await quiet.chat(its, { model: "m" });
      expect(model.seen.at(-1)!.headers.traceparent).toBeUndefined();
      await quiet.chat(its, { model: "m" }, { headers: { traceparent: parent } });
      await waitFor("the one that its caller traces", () => receiver.spans.length === before + 2);
    } finally {
      await quiet.stop();
    }
    const wrong = Weir.start({ environment: environment({ OTEL_TRACES_SAMPLER: "sometimes" }) });
    await expect(wrong).rejects.toThrow(/OTEL_TRACES_SAMPLER: must be one of always_on, .* \(given: "sometimes"\)/);
  });
});
