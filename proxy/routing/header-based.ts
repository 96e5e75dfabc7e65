import type { HeaderBasedRouting } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import { type Refusal, refusal } from "../pipeline/proxy-error.ts";
import type { Located, RoutableRequest, RoutingStrategy } from "./strategy.ts";

/** The model is the value of one header, which the target does not see. */
export function headerBased({ headerName }: HeaderBasedRouting): RoutingStrategy {
  const name = headerName.toLowerCase();
  return {
    source: "head",
    locate({ path, headers }: RoutableRequest): Located | Refusal {
      const model = headers[name];
      if (typeof model !== "string" || model === "") {
        return refusal("model_required", `name the model in the header ${headerName}`, headerName);
      }
      return { model, path, droppedHeader: name };
    },
  };
}
