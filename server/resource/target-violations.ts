import type { FieldViolation } from "./api-error.ts";

/**
 * What is wrong with targets that the proto can't say.
 *
 * @param field the path of the list
 */
export function targetViolations(targets: readonly { readonly url: string }[], field: string): FieldViolation[] {
  return targets.flatMap(({ url }, index) =>
    URL.canParse(url)
      ? []
      : [{ field: `${field}[${index}].url`, description: `"${url}" is no URL: the host or the port can't be read` }],
  );
}
