import type { Target } from "../../gen/es/weir/inference/v1alpha1/target_pb.ts";
import type { FieldViolation } from "./api-error.ts";

/**
 * What is wrong with targets that the proto can't say.
 *
 * @param field the path of the list
 */
export function targetViolations(targets: readonly Target[], field: string): FieldViolation[] {
  return targets.flatMap(({ url }, index) =>
    URL.canParse(url)
      ? []
      : [{ field: `${field}[${index}].url`, description: `"${url}" is no URL: the host or the port can't be read` }],
  );
}
