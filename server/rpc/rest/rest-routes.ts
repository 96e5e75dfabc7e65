import { type DescMethod, type DescService, getOption } from "@bufbuild/protobuf";
import { http } from "../../../gen/es/google/api/annotations_pb.ts";
import type { HttpRule } from "../../../gen/es/google/api/http_pb.ts";
import { compareTemplates, matchPath, type PathTemplate, parsePathTemplate } from "./path-template.ts";

/** One binding of a method to an HTTP method and path. */
export interface RestRoute {
  readonly httpMethod: string;
  readonly template: PathTemplate;
  /** `*`: the body is the request; a field's name: the body is that field; empty: there is none. */
  readonly body: string;
  readonly method: DescMethod;
  /** Whether it is one of the rule's `additional_bindings`. */
  readonly isAdditional: boolean;
}

export type RestMatch =
  | { readonly kind: "found"; readonly route: RestRoute; readonly variables: ReadonlyMap<string, string> }
  | { readonly kind: "wrong method"; readonly allowed: readonly string[] }
  | { readonly kind: "none" };

/** Every binding that the services' `google.api.http` annotations declare, in the order in which they are tried. */
export function restRoutesOf(services: readonly DescService[]): RestRoute[] {
  const routes: RestRoute[] = [];
  for (const method of services.flatMap((service) => service.methods)) {
    const rule = getOption(method, http);
    for (const each of [rule, ...rule.additionalBindings]) {
      const { case: verb, value } = each.pattern;
      if (verb === undefined) continue;
      routes.push({ ...pathOf(verb, value), body: each.body, method, isAdditional: each !== rule });
    }
  }
  return routes.sort((a, b) => compareTemplates(a.template, b.template));
}

export function matchRestRoute(routes: readonly RestRoute[], httpMethod: string, path: string): RestMatch {
  const allowed = new Set<string>();
  for (const route of routes) {
    const variables = matchPath(route.template, path);
    if (variables === undefined) continue;
    if (route.httpMethod === httpMethod) return { kind: "found", route, variables };
    allowed.add(route.httpMethod);
  }
  return allowed.size === 0 ? { kind: "none" } : { kind: "wrong method", allowed: [...allowed].sort() };
}

function pathOf(
  verb: NonNullable<HttpRule["pattern"]["case"]>,
  value: HttpRule["pattern"]["value"],
): { httpMethod: string; template: PathTemplate } {
  if (typeof value === "string") return { httpMethod: verb.toUpperCase(), template: parsePathTemplate(value) };
  return { httpMethod: value?.kind ?? "", template: parsePathTemplate(value?.path ?? "") };
}
