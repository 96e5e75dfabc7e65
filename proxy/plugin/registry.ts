import type { Plugin as Declared } from "../../gen/es/weir/inference/v1alpha1/plugin_pb.ts";
import type { Registry } from "../../kit/registry.ts";
import type { SchemaCompiler } from "../../kit/schema-compiler.ts";
import type { Limiter } from "../limit/limiter.ts";
import { buildBodyTransformer } from "./body-transformer.ts";
import { buildCors } from "./cors.ts";
import { buildDataMasking } from "./data-masking.ts";
import { buildExternalApi } from "./external-api.ts";
import { buildHeaderTransformer } from "./header-transformer.ts";
import { buildIpRestriction } from "./ip-restriction.ts";
import type { Plugin } from "./plugin.ts";
import { buildPromptGuard } from "./prompt-guard.ts";
import { buildRateLimiter } from "./rate-limiter.ts";
import { buildRequestSizeLimiter } from "./request-size-limiter.ts";
import { buildRequestValidator } from "./request-validator.ts";

export interface PluginContext {
  /** Names the plugin for as long as it stands in its chain. */
  readonly name: string;
  readonly stage: string;
  readonly limiter: Limiter;
  readonly schemas: SchemaCompiler;
}

export const plugins: Registry<Declared["kind"], PluginContext, Plugin> = {
  rateLimiter: (settings, { name, limiter }) => buildRateLimiter(settings, name, limiter),
  requestSizeLimiter: (settings) => buildRequestSizeLimiter(settings),
  requestValidator: (settings, { schemas }) => buildRequestValidator(settings, schemas),
  cors: (settings) => buildCors(settings),
  ipRestriction: (settings) => buildIpRestriction(settings),
  headerTransformer: (settings, { stage }) => buildHeaderTransformer(settings, stage),
  bodyTransformer: (settings, { stage }) => buildBodyTransformer(settings, stage),
  dataMasking: (settings, { stage }) => buildDataMasking(settings, stage),
  promptGuard: (settings) => buildPromptGuard(settings),
  externalApi: (settings, { stage }) => buildExternalApi(settings, stage),
};
