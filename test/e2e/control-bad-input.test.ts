import { Agent, request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GatewayService } from "../../gen/es/weir/inference/v1alpha1/gateway_service_pb.ts";
import { answerOf } from "../support/open-request.ts";
import { parseRawAnswer, rawExchange } from "../support/raw-exchange.ts";
import { adminToken, type Json, Weir } from "../support/weir.ts";

let weir: Weir;

beforeAll(async () => {
  weir = await Weir.start({ proxies: 0 });
});

afterAll(() => weir?.stop());

const restPath = "/v1alpha1/inference/gateways";
const connectPath = `/${GatewayService.typeName}/CreateGateway`;

const legal = { name: "g", zones: ["local"], coreWeaveAuth: {}, pathBasedRouting: {} };

/** Wrong values for each field, and what the refusal must name. */
const wrongValues: Record<string, { values: unknown[]; field?: string }> = {
  id: { values: [1, true, {}, [], "text", "00000000-0000-0000-0000", "x".repeat(100_000)] },
  name: { values: [1, true, {}, ["a"], "", "x".repeat(64), "x".repeat(1_000_000)] },
  zones: {
    values: ["local", 1, {}, [], [1], [""], ["nowhere"], ["local", "local"], [["local"]], [null], ["x".repeat(64)]],
  },
  subdomain: { values: [1, true, {}, [], "-a", "a-", "A", "a.b", "ü", "a b", "x".repeat(64)] },
  disabled: { values: [1, 0, "true", {}, [], "yes"] },
  coreWeaveAuth: { values: [1, "text", true, [], { apiKey: "x" }] },
  pathBasedRouting: { values: [1, "text", false, [], { headerName: "x" }] },
  endpointConfiguration: {
    values: [
      1,
      "text",
      [],
      { additionalDns: "a.example.com" },
      { additionalDns: [1] },
      { additionalDns: [""] },
      { additionalDns: ["no host"] },
      { additionalDns: ["a.example.com", "a.example.com"] },
      { allowedSourceIpRanges: ["10.0.0.0"] },
      { allowedSourceIpRanges: ["10.0.0.0/33"] },
      { allowedSourceIpRanges: ["everyone"] },
      { allowedSourceIpRanges: [1] },
      { unknown: 1 },
    ],
  },
  nope: { values: [1, "text", null, {}, []] },
  status: { values: [{}, { status: "STATUS_READY" }] },
  organizationId: { values: ["org-b"] },
};

/** Wrong in one field, in the place of a legal one. */
const wrongVariants: [field: string, body: Json][] = [
  ["header_name", { ...without("pathBasedRouting"), headerBasedRouting: {} }],
  ["header_name", { ...without("pathBasedRouting"), headerBasedRouting: { headerName: "" } }],
  ["header_name", { ...without("pathBasedRouting"), headerBasedRouting: { headerName: "a b" } }],
  ["header_name", { ...without("pathBasedRouting"), headerBasedRouting: { headerName: "a:b" } }],
  ["header_name", { ...without("pathBasedRouting"), headerBasedRouting: { headerName: "x".repeat(101) } }],
  ["header", { ...without("pathBasedRouting"), headerBasedRouting: { headerName: 5 } }],
  ["api_type", { ...without("pathBasedRouting"), bodyBasedRouting: {} }],
  ["api_type", { ...without("pathBasedRouting"), bodyBasedRouting: { apiType: "API_TYPE_UNSPECIFIED" } }],
  ["api", { ...without("pathBasedRouting"), bodyBasedRouting: { apiType: "NOPE" } }],
  ["api_type", { ...without("pathBasedRouting"), bodyBasedRouting: { apiType: 99 } }],
  ["server_url", { ...without("coreWeaveAuth"), weightsAndBiasesAuth: { apiKey: "k" } }],
  ["server_url", { ...without("coreWeaveAuth"), weightsAndBiasesAuth: { apiKey: "k", serverUrl: "no url" } }],
  ["server_url", { ...without("coreWeaveAuth"), weightsAndBiasesAuth: { serverUrl: "ftp://example.com" } }],
  ["enable", { ...without("coreWeaveAuth"), weightsAndBiasesAuth: { enableUsageReports: "yes" } }],
];

function without(field: keyof typeof legal): object {
  const { [field]: _, ...rest } = legal;
  return rest;
}

const bodies: [what: string, field: string, body: Json][] = [
  ...Object.entries(wrongValues).flatMap(([field, { values }]) =>
    values.map((value): [string, string, Json] => [
      `${field} = ${JSON.stringify(value)?.slice(0, 40)}`,
      field,
      { ...legal, [field]: value },
    ]),
  ),
  ...wrongVariants.map(([field, body]): [string, string, Json] => [JSON.stringify(body).slice(27, 120), field, body]),
];

async function send(path: string, body: string | Buffer, headers: Record<string, string> = {}, method = "POST") {
  const answer = await fetch(weir.serverUrl + path, {
    method,
    headers: { authorization: `Bearer ${adminToken}`, "content-type": "application/json", ...headers },
    ...(method === "GET" || method === "HEAD" ? {} : { body: body as string }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    json: text.startsWith("{") ? JSON.parse(text) : undefined,
  };
}

/** `coreWeaveAuth` as `core_weave_auth`. */
function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

describe.each([
  ["REST", restPath],
  ["Connect", connectPath],
])("%s", (_, path) => {
  it.each(bodies)("refuses %s, naming it", async (_what, field, body) => {
    const { status, json } = await send(path, JSON.stringify(body));
    expect(status).toBe(400);
    expect(json.code).toBe("invalid_argument");
    const violations = json.details?.flatMap(({ debug }: Json) => debug?.fieldViolations ?? []) ?? [];
    const said = JSON.stringify([json.message, violations]);
    expect(said.includes(field) || said.includes(snake(field))).toBe(true);
    // A refusal of a megabyte would be a defect of its own.
    expect(said.length).toBeLessThan(10_000);
  });

  const text = JSON.stringify(legal);
  const broken: [what: string, body: string | Buffer][] = [
    ["an empty body", ""],
    ["a body that is cut", text.slice(0, -5)],
    ["a body that is cut in a string", text.slice(0, 8)],
    ["two bodies", text + text],
    ["an array", `[${text}]`],
    ["a string", '"text"'],
    ["a number", "1"],
    ["null", "null"],
    ["bad UTF-8", Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff, 0xfe, 0xc3]), Buffer.from('"}')])],
    ["a lone surrogate", '{"name":"\\ud800"}'],
    ["a key that stands twice", `{"name":"a","name":"b",${text.slice(1)}`],
    ["nesting of 10,000", `{"name":${"[".repeat(10_000)}${"]".repeat(10_000)}}`],
    ["XML", "<gateway/>"],
    ["form data", "name=g&zones=local"],
  ];

  it.each(broken)("refuses %s", async (_what, body) => {
    const { status, json } = await send(path, body);
    expect(status).toBe(400);
    expect(json).toMatchObject({ code: "invalid_argument", message: expect.stringMatching(/./) });
  });

  it("refuses a body over 4 MiB, and the client that is still sending it gets to read why", async () => {
    const block = Buffer.alloc(64 * 1024, 0x20);
    const length = String(100 * block.length);
    const clients: [agent: Agent | false, framing: [string, string]][] = [
      [false, ["content-length", length]],
      [new Agent({ keepAlive: true }), ["content-length", length]],
      [new Agent({ keepAlive: true }), ["transfer-encoding", "chunked"]],
    ];
    for (const [agent, [name, value]] of clients) {
      const headers = { authorization: `Bearer ${adminToken}`, "content-type": "application/json", [name]: value };
      const request = httpRequest(weir.serverUrl + path, { method: "POST", agent, headers });
      const answering = answerOf(request);
      for (let sent = 0; sent < 100; sent++) {
        request.write(block);
        // At the pace of a network: what is sent after the answer must not take it away.
        await new Promise((resolve) => setImmediate(resolve));
      }
      request.end();
      const answer = await answering;
      expect([413, 429]).toContain(answer.status);
      expect(await answer.ended).toBe("whole");
      expect(JSON.parse(answer.text)).toMatchObject({
        code: "resource_exhausted",
        message: expect.stringContaining("4194304"),
      });
      if (agent !== false) agent.destroy();
    }
  });

  it.each(["text/plain", "application/xml", "application/x-www-form-urlencoded", "application/json; charset=latin1"])(
    "refuses the content type %s",
    async (type) => {
      const { status } = await send(path, text, { "content-type": type });
      expect(status).toBe(415);
    },
  );

  it("refuses a body that ends before its length", async () => {
    const head = `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${adminToken}\r\ncontent-type: application/json`;
    const address = new URL(weir.serverUrl).host;
    const cut = await rawExchange(address, `${head}\r\ncontent-length: 500\r\n\r\n${text}`, { halfClose: true });
    expect([400, Number.NaN]).toContain(parseRawAnswer(cut).status);
    const both = await rawExchange(
      address,
      `${head}\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n0\r\n\r\n`,
    );
    expect(parseRawAnswer(both).status).toBe(400);
  });
});

describe("REST", () => {
  it.each(["PUT", "DELETE", "PATCH", "OPTIONS"])("refuses %s on a collection, with Allow", async (method) => {
    const { status, headers, json } = await send(restPath, "{}", {}, method);
    expect(status).toBe(405);
    expect(headers.get("allow")).toBe("GET, POST");
    expect(json.message).toContain(method);
  });

  it("does not take a path of its own for an id, whatever the method", async () => {
    const { status, headers } = await send(`${restPath}/parameters`, "{}", {}, "PATCH");
    expect([status, headers.get("allow")]).toEqual([405, "GET"]);
  });

  it.each([
    "/",
    "/v1alpha1",
    "/v1alpha1/inference/nope",
    "/v1alpha1/inference/gateways/a/b",
    "/v1alpha1/inference/gateways:nope",
    "/weir.inference.v1alpha1.GatewayService/Nope",
    "/v1alpha1/inference//gateways",
  ])("answers %s with 404", async (path) => {
    const { status, json } = await send(path, "{}");
    expect(status).toBe(404);
    expect(json?.code).toMatch(/not_found|unimplemented/);
  });

  it.each(["/not-a-uuid", "/%ZZ", "/%00", `/${"x".repeat(5_000)}`])("refuses the id %s", async (id) => {
    const { status, json } = await send(restPath + id, "", {}, "GET");
    expect(status).toBe(400);
    expect(JSON.stringify(json)).toContain("id");
  });
});

describe("a call of a method that there is not", () => {
  const path = "/weir.inference.v1alpha1.GatewayService/Nope";

  it.each(["application/grpc", "application/grpc-web+proto"])("is answered in a trailer for %s", async (type) => {
    const { status, headers } = await send(path, "", { "content-type": type });
    expect(status).toBe(200);
    expect(headers.get("grpc-status")).toBe("12");
    expect(decodeURIComponent(headers.get("grpc-message") ?? "")).toBe(`no such method: ${path}`);
  });

  it.each(["application/proto", "application/connect+json"])("is answered 404 for %s", async (type) => {
    const { status, json } = await send(path, "", { "content-type": type });
    expect([status, json.code]).toEqual([404, "unimplemented"]);
  });
});

it("has stored nothing of all that, and serves on", async () => {
  const { status, body } = await weir.rest("GET", "gateways");
  expect([status, body]).toEqual([200, {}]);
  expect((await weir.rest("POST", "gateways", legal)).status).toBe(200);
  expect(weir.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
});

it("counts over 200 cases", () => {
  expect(2 * bodies.length).toBeGreaterThan(150);
});
