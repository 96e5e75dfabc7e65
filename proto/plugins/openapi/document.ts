import type { DescService, JsonObject } from "@bufbuild/protobuf";
import { restRoutesOf } from "../../../server/rpc/rest/rest-routes.ts";
import { commentOf } from "../comment-of.ts";
import { linksOf } from "./links.ts";
import { operationOf } from "./operation.ts";
import { errorSchema, refusalComponents } from "./responses.ts";
import { Schemas } from "./schemas.ts";

const about = `\
The management API of Weir as JSON over HTTP. The same methods are served on the same port over gRPC, gRPC-Web and Connect.

Names are in lower camel case. What is zero or empty may be left out of an answer. Fields that a request may not have are refused by name. An answer may gain fields: pass over those that you do not know.
`;

/** The OpenAPI document of the services' REST form. */
export function buildDocument(services: readonly DescService[], version: string): JsonObject {
  const schemas = new Schemas();
  const paths: Record<string, JsonObject> = {};
  const routes = restRoutesOf(services);
  for (const route of routes) {
    const operation = operationOf(route, schemas, linksOf(route, routes));
    paths[route.path] = { ...paths[route.path], [route.httpMethod.toLowerCase()]: operation };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Weir",
      version,
      description: about,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/", description: "The server that this document comes from." }],
    security: [{ token: [] }],
    tags: services.map((service) => ({ name: service.name, description: commentOf(service) })),
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description: "An access token, or a JWT of the OIDC issuer where the server has one set.",
        },
      },
      responses: refusalComponents(),
      schemas: { ...schemas.all(), Error: errorSchema },
    },
  };
}
