import { type DescMethod, type DescService, getOption } from "@bufbuild/protobuf";
import { http } from "../../../gen/es/google/api/annotations_pb.ts";
import type { HttpRule } from "../../../gen/es/google/api/http_pb.ts";
import { compareTemplates, matchPath, type PathTemplate, parsePathTemplate } from "./path-template.ts";

/** One binding of a method to an HTTP method and path. */
export interface RestRoute {
  readonly httpMethod: string;
  /** As the annotation has it: `/v1/things/{id}`. */
  readonly path: string;
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

/** The first path that matches is the one that is meant: `things/parameters` is never the thing called `parameters`. */
export function matchRestRoute(routes: readonly RestRoute[], httpMethod: string, path: string): RestMatch {
  const first = routes.find(({ template }) => matchPath(template, path) !== undefined);
  if (first === undefined) return { kind: "none" };
  const onPath = routes.filter((route) => route.path === first.path);
  const route = onPath.find((candidate) => candidate.httpMethod === httpMethod);
  if (route === undefined) {
    return { kind: "wrong method", allowed: onPath.map((candidate) => candidate.httpMethod).sort() };
  }
  return { kind: "found", route, variables: matchPath(route.template, path) ?? new Map() };
}

function pathOf(
  verb: NonNullable<HttpRule["pattern"]["case"]>,
  value: HttpRule["pattern"]["value"],
): { httpMethod: string; path: string; template: PathTemplate } {
  const [httpMethod, path] =
    typeof value === "string" ? [verb.toUpperCase(), value] : [value?.kind ?? "", value?.path ?? ""];
  return { httpMethod, path, template: parsePathTemplate(path) };
}
