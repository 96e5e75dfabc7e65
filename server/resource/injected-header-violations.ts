import type { InjectedHeader } from "../../gen/es/weir/inference/v1alpha1/injected_header_pb.ts";
import type { FieldViolation } from "./api-error.ts";
import { framingHeaders } from "./framing-headers.ts";

/** Headers that HTTP itself or the proxy sets on the way to a target. */
const reserved: ReadonlySet<string> = new Set([...framingHeaders, "expect", "x-request-id"]);

/**
 * What is wrong with headers that the proto can't say.
 *
 * @param field the path of the list
 */
export function injectedHeaderViolations(headers: readonly InjectedHeader[], field: string): FieldViolation[] {
  const violations: FieldViolation[] = [];
  const seen = new Set<string>();
  for (const [index, { name, value }] of headers.entries()) {
    const lower = name.toLowerCase();
    const violate = (part: string, description: string): void => {
      violations.push({ field: `${field}[${index}].${part}`, description });
    };
    if (reserved.has(lower)) violate("name", `"${name}" is set by HTTP or by the proxy`);
    if (seen.has(lower)) violate("name", `"${name}" stands there twice`);
    if (value === "") violate("value", `the value of "${name}" must be given`);
    seen.add(lower);
  }
  return violations;
}
