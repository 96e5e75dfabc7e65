import type { JsonObject } from "@bufbuild/protobuf";
import type { RestRoute } from "../../../server/rpc/rest/rest-routes.ts";
import { operationIdOf } from "./operation.ts";

/** What can be done with what a route creates: the operations on `<its path>/{id}`, with the id of its answer. */
export function linksOf(route: RestRoute, routes: readonly RestRoute[]): JsonObject {
  const resource = route.method.output.fields.find(
    ({ message }) => message?.field.spec?.message?.field.id !== undefined,
  );
  if (route.httpMethod !== "POST" || resource === undefined) return {};
  const parameters = Object.fromEntries(
    route.template.segments.flatMap((segment) =>
      "variable" in segment ? [[segment.variable, `$request.path.${segment.variable}`]] : [],
    ),
  );
  parameters.id = `$response.body#/${resource.jsonName}/spec/id`;
  const followers = routes
    .filter(({ path }) => path === `${route.path}/{id}`)
    .map((follower) => operationIdOf(follower));
  return Object.fromEntries(followers.map((operationId) => [operationId, { operationId, parameters }]));
}
