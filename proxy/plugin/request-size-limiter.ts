import type { RequestSizeLimiter } from "../../gen/es/weir/inference/v1alpha1/request_size_limiter_pb.ts";
import { type Refusal, refusal } from "../pipeline/proxy-error.ts";
import type { Plugin, PluginRequest } from "./plugin.ts";

/** Limits how large a request is: by the length that it says; where it says none, its body is read first. */
export function buildRequestSizeLimiter({ maxBodyBytes, requireContentLength }: RequestSizeLimiter): Plugin {
  return {
    maxBodyBytes,
    onRequest: {
      needsBody: ({ request }: PluginRequest) =>
        request.headers["content-length"] === undefined && !requireContentLength,
      run({ request: { headers } }: PluginRequest): Refusal | undefined {
        const length = headers["content-length"];
        if (Number(length ?? 0) > maxBodyBytes) {
          return refusal("body_too_large", `the body is larger than ${maxBodyBytes} bytes`);
        }
        if (length !== undefined || headers["transfer-encoding"] === undefined || !requireContentLength) {
          return undefined;
        }
        return refusal("length_required", "say the length of the body in Content-Length");
      },
    },
  };
}
