import type { Cors } from "../../gen/es/weir/inference/v1alpha1/cors_pb.ts";
import { millisecondsOr } from "../../kit/milliseconds.ts";
import type { AnswerHead, OwnAnswer, Plugin, PluginRequest } from "./plugin.ts";

const defaultMaxAgeMs = 600_000;
const defaultMethods = ["GET", "HEAD", "POST"];

/** Lets web pages of other origins call. */
export function buildCors(settings: Cors): Plugin {
  const allows = originTest(settings.allowedOrigins);
  const isOpen = settings.allowedOrigins.includes("*");
  const methods = (settings.allowedMethods.length === 0 ? defaultMethods : settings.allowedMethods).join(", ");
  const allowedHeaders = settings.allowedHeaders.join(", ");
  const exposed = settings.exposedHeaders.join(", ");
  const maxAge = String(Math.floor(millisecondsOr(settings.maxAge, defaultMaxAgeMs) / 1000));

  /** What a page of an origin needs in every answer. */
  const grants = (origin: string): string[] => {
    const headers = ["access-control-allow-origin", isOpen ? "*" : origin];
    if (!isOpen) headers.push("vary", "origin");
    if (settings.allowCredentials) headers.push("access-control-allow-credentials", "true");
    return headers;
  };

  return {
    onArrival(request: PluginRequest): OwnAnswer | undefined {
      const { method, headers } = request.request;
      const { origin } = headers;
      if (origin === undefined) return undefined;
      const asked = headers["access-control-request-method"];
      const isPreflight = method === "OPTIONS" && asked !== undefined;
      if (!allows(origin)) return isPreflight ? { status: 204, headers: ["vary", "origin"] } : undefined;
      if (!isPreflight) {
        request.addAnswerHeaders(...grants(origin));
        if (exposed !== "") request.addAnswerHeaders("access-control-expose-headers", exposed);
        return undefined;
      }
      const wanted = allowedHeaders === "" ? headers["access-control-request-headers"] : allowedHeaders;
      const answer = [...grants(origin), "access-control-allow-methods", methods, "access-control-max-age", maxAge];
      if (wanted !== undefined) answer.push("access-control-allow-headers", wanted);
      return { status: 204, headers: answer };
    },

    /** What the upstream says of origins would contradict it. */
    onAnswer(_request: PluginRequest, head: AnswerHead): void {
      const { headers } = head;
      head.headers = headers.filter((_, index) => !isCorsHeader(headers[index & ~1]!));
    },
  };
}

function isCorsHeader(name: string): boolean {
  return name.length > 15 && name.slice(0, 15).toLowerCase() === "access-control-";
}

/** `*`, an origin as it stands, or `https://*.example.com`. */
function originTest(origins: readonly string[]): (origin: string) => boolean {
  if (origins.includes("*")) return () => true;
  const exact = new Set(origins);
  const wild = origins.flatMap((origin) => {
    const [before, after] = origin.split("*");
    return after === undefined ? [] : [{ before: before!, after }];
  });
  return (origin) =>
    exact.has(origin) ||
    wild.some(
      ({ before, after }) =>
        origin.startsWith(before) && origin.endsWith(after) && origin.length > before.length + after.length,
    );
}
