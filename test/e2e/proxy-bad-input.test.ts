import { afterAll, beforeAll, expect, it } from "vitest";
import { createFakeModel, type FakeModel } from "../support/fake-model/fake-model.ts";
import { parseRawAnswer, rawExchange } from "../support/raw-exchange.ts";
import { readMetric } from "../support/read-metric.ts";
import { waitFor } from "../support/wait-for.ts";
import { adminToken, hostOf, type Json, Weir } from "../support/weir.ts";

let weir: Weir;
let model: FakeModel;
let byBody: Json;
let byPath: Json;
let byHeader: Json;

beforeAll(async () => {
  model = await createFakeModel({ name: "m" });
  weir = await Weir.start();
  byBody = await weir.createGateway({ name: "by-body" });
  byPath = await weir.createGateway({ name: "by-path", pathBasedRouting: {} });
  byHeader = await weir.createGateway({ name: "by-header", headerBasedRouting: { headerName: "X-Model" } });
  for (const { spec } of [byBody, byPath, byHeader]) await weir.createDeployment(spec.id, "m", [model.url]);
});

afterAll(async () => {
  await weir?.stop();
  await model?.close();
});

interface Case {
  readonly what: string;
  /** The head's lines after the credential, or the whole request when it begins with a request line. */
  readonly request: (hosts: { body: string; path: string; header: string }) => string;
  readonly status: number;
  readonly code: string;
  readonly message?: RegExp;
}

const credential = `authorization: Bearer ${adminToken}\r\nconnection: close\r\n`;

function post(host: string, body: string, { path = "/v1/chat/completions", headers = "" } = {}): string {
  return `POST ${path} HTTP/1.1\r\nhost: ${host}\r\n${credential}${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

const badBodies: readonly [what: string, body: string, code: string][] = [
  ["an empty body", "", "model_required"],
  ["white space alone", "  \n\t ", "invalid_json"],
  ["an opened object", "{", "invalid_json"],
  ["an object that is not closed", '{"model":"m"', "invalid_json"],
  ["no quotes", "{model:m}", "invalid_json"],
  ["single quotes", "{'model':'m'}", "invalid_json"],
  ["a final comma", '{"model":"m",}', "invalid_json"],
  ["something after the object", '{"model":"m"} x', "invalid_json"],
  ["two objects", '{"model":"m"}{}', "invalid_json"],
  ["an open string", '{"model":"m', "invalid_json"],
  ["a bad escape", '{"model":"\\x"}', "invalid_json"],
  ["a raw line feed in a string", '{"model":"m\n"}', "invalid_json"],
  ["a bad number", '{"model":"m","n":01}', "invalid_json"],
  ["NaN", '{"model":"m","n":NaN}', "invalid_json"],
  ["a bad literal", '{"model":"m","n":nul}', "invalid_json"],
  ["a missing colon", '{"model" "m"}', "invalid_json"],
  ["text", "hello", "invalid_json"],
  ["form data", "model=m", "invalid_json"],
  ["an array", "[]", "model_required"],
  ["a string", '"m"', "model_required"],
  ["null", "null", "model_required"],
  ["no model", "{}", "model_required"],
  ["a nested model", '{"x":{"model":"m"}}', "model_required"],
  ["a model that is a number", '{"model":1}', "model_required"],
  ["a model that is null", '{"model":null}', "model_required"],
  ["a model that is an array", '{"model":["m"]}', "model_required"],
  ["an empty model", '{"model":""}', "model_required"],
  ["a model in another case", '{"Model":"m"}', "model_required"],
  ["two models", '{"model":"m","model":"m"}', "invalid_json"],
  ["two models, one of them escaped", '{"model":"m","mod\\u0065l":"n"}', "invalid_json"],
  ["a model that nobody serves", '{"model":"M"}', "model_not_found"],
  ["a model of another spelling", '{"model":"m "}', "model_not_found"],
];

const cases: readonly Case[] = [
  ...badBodies.map(([what, body, code]) => ({
    what: `a body that is ${what}`,
    request: (hosts: { body: string }) => post(hosts.body, body),
    status: code === "model_not_found" ? 404 : 400,
    code,
  })),
  {
    what: "no Host",
    request: () => `GET /v1/models HTTP/1.1\r\n${credential}\r\n`,
    status: 400,
    code: "invalid_request",
    message: /no Host/,
  },
  {
    what: "an empty Host",
    request: () => `GET /v1/models HTTP/1.1\r\nhost: \r\n${credential}\r\n`,
    status: 400,
    code: "invalid_request",
    message: /no Host/,
  },
  {
    what: "two Hosts",
    request: ({ body, path }) => `GET /v1/models HTTP/1.1\r\nhost: ${body}\r\nhost: ${path}\r\n${credential}\r\n`,
    status: 400,
    code: "invalid_request",
    message: /more than one Host/,
  },
  {
    what: "a host that nobody has",
    request: () => `GET /v1/models HTTP/1.1\r\nhost: nobody.localhost\r\n${credential}\r\n`,
    status: 404,
    code: "unknown_gateway",
    message: /"nobody.localhost"/,
  },
  {
    what: "an IP address, with three gateways",
    request: () => `GET /v1/models HTTP/1.1\r\nhost: 127.0.0.1\r\n${credential}\r\n`,
    status: 404,
    code: "unknown_gateway",
  },
  {
    what: "a target that is neither path nor URL",
    request: ({ body }) => `GET v1/models HTTP/1.1\r\nhost: ${body}\r\n${credential}\r\n`,
    status: 400,
    code: "invalid_request",
  },
  {
    what: "OPTIONS *",
    request: ({ body }) => `OPTIONS * HTTP/1.1\r\nhost: ${body}\r\n${credential}\r\n`,
    status: 400,
    code: "invalid_request",
  },
  {
    what: "no credential",
    request: ({ body }) => `GET /v1/models HTTP/1.1\r\nhost: ${body}\r\nconnection: close\r\n\r\n`,
    status: 401,
    code: "missing_credentials",
  },
  {
    what: "a credential of another scheme",
    request: ({ body }) =>
      `GET /v1/models HTTP/1.1\r\nhost: ${body}\r\nauthorization: Basic YTpi\r\nconnection: close\r\n\r\n`,
    status: 401,
    code: "missing_credentials",
  },
  {
    what: "a wrong credential",
    request: ({ body }) =>
      `GET /v1/models HTTP/1.1\r\nhost: ${body}\r\nauthorization: Bearer weir_at_wrong\r\nconnection: close\r\n\r\n`,
    status: 401,
    code: "invalid_credentials",
  },
  ...["/m%ZZ/v1", "/m%2/v1", "/%/v1", "/m%C3%28/v1"].map((path) => ({
    what: `a bad percent-escape in the path: ${path}`,
    request: (hosts: { path: string }) => post(hosts.path, "{}", { path }),
    status: 400,
    code: "invalid_request",
  })),
  {
    what: "no model in the path",
    request: ({ path }) => post(path, "{}", { path: "/" }),
    status: 400,
    code: "model_required",
  },
  { what: "no model header", request: ({ header }) => post(header, "{}"), status: 400, code: "model_required" },
  {
    what: "an empty model header",
    request: ({ header }) => post(header, "{}", { headers: "x-model:\r\n" }),
    status: 400,
    code: "model_required",
  },
  {
    what: "Content-Length beside Transfer-Encoding",
    request: ({ body }) =>
      `POST /v1/x HTTP/1.1\r\nhost: ${body}\r\n${credential}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    status: 400,
    code: "invalid_request",
  },
  {
    what: "two Content-Lengths",
    request: ({ body }) =>
      `POST /v1/x HTTP/1.1\r\nhost: ${body}\r\n${credential}content-length: 5\r\ncontent-length: 6\r\n\r\nhello`,
    status: 400,
    code: "invalid_request",
  },
  {
    what: "a Content-Length that is no number",
    request: ({ body }) => `POST /v1/x HTTP/1.1\r\nhost: ${body}\r\n${credential}content-length: five\r\n\r\nhello`,
    status: 400,
    code: "invalid_request",
  },
  {
    what: "a bad chunk size",
    request: ({ body }) =>
      `POST /v1/x HTTP/1.1\r\nhost: ${body}\r\n${credential}transfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n`,
    status: 400,
    code: "invalid_request",
  },
  {
    what: "a negative chunk size",
    request: ({ body }) =>
      `POST /v1/x HTTP/1.1\r\nhost: ${body}\r\n${credential}transfer-encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n`,
    status: 400,
    code: "invalid_request",
  },
  {
    what: "a header with a space before the colon",
    request: ({ body }) => `GET /v1/models HTTP/1.1\r\nhost: ${body}\r\n${credential}x-a : b\r\n\r\n`,
    status: 400,
    code: "invalid_request",
  },
  {
    what: "a method that does not exist",
    request: ({ body }) => `HELLO /v1/models HTTP/1.1\r\nhost: ${body}\r\n${credential}\r\n`,
    status: 400,
    code: "invalid_request",
  },
  {
    what: "no HTTP at all",
    request: () => "hello there\r\n\r\n",
    status: 400,
    code: "invalid_request",
  },
  {
    what: "a head of 100 KB",
    request: ({ body }) => `GET /v1/models HTTP/1.1\r\nhost: ${body}\r\nx-a: ${"a".repeat(100_000)}\r\n\r\n`,
    status: 431,
    code: "invalid_request",
  },
  {
    what: "an announced body over the limit",
    request: ({ body }) => `POST /v1/x HTTP/1.1\r\nhost: ${body}\r\n${credential}content-length: 99999999999\r\n\r\n{`,
    status: 413,
    code: "body_too_large",
  },
];

it.each(cases)("refuses $what", async ({ request, status, code, message }) => {
  const before = model.seen.length;
  const hosts = { body: hostOf(byBody), path: hostOf(byPath), header: hostOf(byHeader) };
  const answer = parseRawAnswer(await rawExchange(weir.proxyAddress(), request(hosts)));
  expect(answer).toMatchObject({ status, json: { error: { code, message: expect.stringMatching(message ?? /./) } } });
  expect(model.seen.length).toBe(before);
});

it("serves on after all that, with nothing left in flight", async () => {
  expect((await weir.chat(byBody, { model: "m" })).status).toBe(200);
  await waitFor("no request to be in flight", async () => {
    return (await readMetric(weir.adminUrl(), "weir_requests_in_flight")) === 0;
  });
  expect(weir.log.filter((line) => line.includes('"level":"error"') || line.includes("Error:"))).toEqual([]);
});
