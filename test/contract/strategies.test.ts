// What every way to find the model must do: run over the whole registry.

import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type GatewayPartition, GatewayPartitionSchema } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { buildVariant } from "../../kit/registry.ts";
import { strategies } from "../../proxy/routing/registry.ts";
import type { RoutableRequest, RoutingStrategy } from "../../proxy/routing/strategy.ts";

type Name = keyof typeof strategies;

/** How a client says the model to each strategy that finds it in the head, and what the target must get. */
const clients: Partial<Record<Name, (model: string) => RoutableRequest & { readonly rest: string }>> = {
  headerBasedRouting: (model) => ({ path: "/v1/x?a=%20b", headers: { "x-model": model }, rest: "/v1/x?a=%20b" }),
  pathBasedRouting: (model) => ({
    path: `/${encodeURIComponent(model)}/v1/x%2Fy?a=%20b`,
    headers: {},
    rest: "/v1/x%2Fy?a=%20b",
  }),
};
/** Found in the body, which is read first: test/proxy/routing/json-model.test.ts and test/e2e/main-path.test.ts. */
const fromBody: Name[] = ["bodyBasedRouting"];

function build(name: string): RoutingStrategy {
  const field = GatewayPartitionSchema.oneofs
    .find((oneof) => oneof.name === "routing")!
    .fields.find((each) => each.localName === name)!;
  const value = create(field.message!, { headerName: "X-Model" } as Record<string, unknown>);
  return buildVariant(strategies, { case: name, value } as GatewayPartition["routing"], undefined)!;
}

const model = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });

it("covers every strategy of the contract", () => {
  expect([...Object.keys(clients), ...fromBody].sort()).toEqual(Object.keys(strategies).sort());
  for (const name of fromBody) expect(build(name).source).toBe("body");
});

describe.each(Object.entries(clients))("%s", (name, client) => {
  const strategy = build(name);
  if (strategy.source !== "head") throw new Error("it is told here how a client says the model in the head");

  it("finds whatever model the client says, and sends the rest on byte for byte", () => {
    fc.assert(
      fc.property(model, (said) => {
        const { rest, ...request } = client(said);
        expect(strategy.locate(request)).toMatchObject({ model: said, path: rest });
      }),
    );
  });

  it("refuses a request that names no model, saying where it belongs", () => {
    expect(strategy.locate({ path: "/", headers: {} })).toMatchObject({
      code: "model_required",
      message: expect.stringMatching(/header X-Model|first segment/),
    });
  });

  it("never throws, and gives a legal path, whatever comes", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (path, header) => {
        const located = strategy.locate({ path: `/${path}`, headers: { "x-model": header } });
        if ("code" in located) expect(located.code).toMatch(/^(model_required|invalid_request)$/);
        else expect(located.path.startsWith("/")).toBe(true);
      }),
    );
  });
});
