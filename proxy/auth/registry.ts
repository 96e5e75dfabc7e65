import type { GatewayPartition } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import type { Clock } from "../../kit/clock.ts";
import type { CredentialThrottle } from "../../kit/credential-throttle.ts";
import type { Registry } from "../../kit/registry.ts";
import { ApiKeyAuthenticator } from "./api-key-auth.ts";
import type { Authenticator } from "./authenticator.ts";
import { CoreWeaveAuthenticator } from "./core-weave-auth.ts";
import type { OutsideCallers } from "./outside-callers.ts";
import type { JudgeWandbKey } from "./wandb-judgement.ts";
import { WeightsAndBiasesAuthenticator } from "./weights-and-biases-auth.ts";

export interface AuthContext {
  readonly gatewayId: string;
  readonly organizationId: string;
  readonly clock: Clock;
  readonly outsideCallers: OutsideCallers;
  /** Undefined when nothing limits bad credentials. */
  readonly throttle?: CredentialThrottle | undefined;
  readonly judgeWandbKey: JudgeWandbKey;
}

export const authenticators: Registry<GatewayPartition["auth"], AuthContext, Authenticator> = {
  coreWeaveAuth: (_settings, { organizationId, clock, outsideCallers }) =>
    new CoreWeaveAuthenticator(organizationId, clock, outsideCallers),
  apiKeyAuth: (_settings, { gatewayId, clock }) => new ApiKeyAuthenticator(gatewayId, clock),
  weightsAndBiasesAuth: (settings, { judgeWandbKey, throttle, clock }) =>
    new WeightsAndBiasesAuthenticator(settings, judgeWandbKey, throttle, clock),
};
