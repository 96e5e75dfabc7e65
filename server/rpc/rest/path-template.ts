/** A compiled path of a `google.api.http` rule: literals, `{variable}` for one segment, and a custom verb at the end. */
export interface PathTemplate {
  readonly segments: readonly ({ readonly literal: string } | { readonly variable: string })[];
  /** `watch` in `/v1/things:watch`; empty when there is none. */
  readonly verb: string;
}

/** Compiles a path; throws where it uses a form that is not supported (`**`, several segments in one variable). */
export function parsePathTemplate(path: string): PathTemplate {
  const [, route = "", verb = ""] = /^\/(.*?)(?::([A-Za-z]\w*))?$/.exec(path) ?? [];
  const segments = route.split("/").map((segment) => {
    const variable = /^\{([\w.]+)(?:=\*)?\}$/.exec(segment)?.[1];
    if (variable !== undefined) return { variable };
    if (/[{}*]/.test(segment)) throw new Error(`path template ${path} is not supported`);
    return { literal: segment };
  });
  return { segments, verb };
}

/**
 * Matches the raw path of a request, its segments still percent-encoded.
 *
 * @returns the variables' values, still encoded; undefined when the path is another one
 */
export function matchPath(template: PathTemplate, path: string): Map<string, string> | undefined {
  const raw = path.slice(1);
  if (template.verb !== "" && !raw.endsWith(`:${template.verb}`)) return undefined;
  const segments = (template.verb === "" ? raw : raw.slice(0, -template.verb.length - 1)).split("/");
  if (segments.length !== template.segments.length) return undefined;
  const variables = new Map<string, string>();
  for (const [index, part] of template.segments.entries()) {
    const segment = segments[index] ?? "";
    if ("literal" in part) {
      if (segment !== part.literal) return undefined;
    } else {
      if (segment === "") return undefined;
      variables.set(part.variable, segment);
    }
  }
  return variables;
}

/** Templates in the order in which they are tried: verbs first, then literals before variables. */
export function compareTemplates(a: PathTemplate, b: PathTemplate): number {
  if ((a.verb === "") !== (b.verb === "")) return a.verb === "" ? 1 : -1;
  for (const [index, part] of a.segments.entries()) {
    const other = b.segments[index];
    if (other === undefined) return 1;
    const difference = Number("variable" in part) - Number("variable" in other);
    if (difference !== 0) return difference;
  }
  return 0;
}
