import type { Gateway } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import { Failure } from "./failure.ts";

/** A request for inference, but for its credential. */
export interface CallShape {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/** A short chat. */
export function chatOf(model: string): object {
  return { model, messages: [{ role: "user", content: "Say hello in one sentence." }], max_tokens: 50 };
}

/** How a model of a gateway is asked, by where the gateway looks for it. */
export function callOfGateway({ spec, status }: Gateway, model: string): CallShape {
  const base = status?.endpoints[0];
  if (base === undefined) throw new Failure(`gateway "${spec!.name}" has no endpoint yet: weir doctor`);
  const routing = spec!.routing;
  const isByPath = routing.case === "pathBasedRouting";
  return {
    url: `${base}${isByPath ? `/${encodeURIComponent(model)}` : ""}/v1/chat/completions`,
    headers: routing.case === "headerBasedRouting" ? { [routing.value.headerName]: model } : {},
    body: chatOf(model),
  };
}
