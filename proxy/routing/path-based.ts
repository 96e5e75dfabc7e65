import { type Refusal, refusal } from "../pipeline/proxy-error.ts";
import type { Located, RoutableRequest, RoutingStrategy } from "./strategy.ts";

/**
 * The model is the first segment of the path. The raw path is split before anything is decoded, so that `my%2Fmodel` is
 * one segment; what follows goes on byte for byte.
 */
export const pathBased: RoutingStrategy = {
  source: "head",
  locate({ path }: RoutableRequest): Located | Refusal {
    let end = 1;
    while (end < path.length && path.charCodeAt(end) !== slash && path.charCodeAt(end) !== questionMark) end++;
    const segment = path.slice(1, end);
    if (segment === "") return refusal("model_required", "name the model in the first segment of the path");
    const model = segment.includes("%") ? decode(segment) : segment;
    if (model === undefined) {
      return refusal("invalid_request", `the first segment of the path, "${segment}", is not percent-encoded UTF-8`);
    }
    const rest = path.slice(end);
    return { model, path: rest.charCodeAt(0) === slash ? rest : `/${rest}`, droppedHeader: undefined };
  },
};

const slash = 0x2f;
const questionMark = 0x3f;

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
