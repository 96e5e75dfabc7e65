import type { TargetPool as PoolDeclaration } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import type { OutlierEjection } from "../../gen/es/weir/inference/v1alpha1/outlier_ejection_pb.ts";
import { type Target as TargetDeclaration, TargetState } from "../../gen/es/weir/inference/v1alpha1/target_pb.ts";
import { UpstreamProtocol } from "../../gen/es/weir/inference/v1alpha1/upstream_protocol_pb.ts";
import { millisecondsOr } from "../../kit/milliseconds.ts";
import { buildVariant } from "../../kit/registry.ts";
import { balancers, defaultBalancer } from "../balance/registry.ts";
import { connectionTls } from "../target/connection-tls.ts";
import { injectedHeaders } from "../target/injected-headers.ts";
import { type EjectionPolicy, TargetPool } from "../target/target-pool.ts";
import { buildCircuit } from "./build-circuit.ts";
import { buildRetry, buildTimeouts } from "./build-traffic.ts";
import type { TableParts } from "./table-parts.ts";

const defaultConnectMs = 5_000;
const defaultEjectionFailures = 5;
const defaultEjectionBaseMs = 10_000;
const defaultEjectionMaxMs = 300_000;
const defaultSlowStartMs = 10_000;

/** Builds a pool with what was not declared filled in. Throws when a target's URL can't be used. */
export function buildPool(declared: PoolDeclaration, parts: TableParts): TargetPool {
  const { id, balance, timeouts, limits } = declared;
  const { clock, random, prefixes } = parts;
  const slot = parts.slotOf(id);
  const maxRequestsPerTarget = limits?.maxRequestsPerTarget;
  const kind = balance?.kind;
  const connectTimeoutMs = millisecondsOr(timeouts?.connect, defaultConnectMs);
  const isHttp2 = declared.protocol === UpstreamProtocol.HTTP2;
  const settings = { connectTimeoutMs, tls: declared.tls && connectionTls(declared.tls), isHttp2 };
  const targets = declared.targets.map((each) => ({
    target: parts.holdTarget(id, each.url, settings),
    weight: isInUse(each) ? (each.weight ?? 1) : 0,
    isForced: each.state === TargetState.HEALTHY,
  }));
  return new TargetPool({
    id,
    targets,
    balance: (available) => {
      const context = { targets: available, random, clock, prefixes, poolSlot: slot };
      return (kind && buildVariant(balancers, kind, context)) ?? defaultBalancer(context);
    },
    cells: parts.cells,
    slot,
    clock,
    ejection: ejectionPolicy(declared.ejection),
    traffic: { timeouts: buildTimeouts(timeouts), retry: buildRetry(declared.retry) },
    headers: injectedHeaders(declared.headers),
    circuit: buildCircuit(id, declared, parts, maxRequestsPerTarget !== undefined),
    maxRequestsPerTarget,
    panicPercent: declared.panicPercent,
    onChange: parts.onTargetChange,
  });
}

/** Whether its owner lets it take requests. */
function isInUse({ state }: TargetDeclaration): boolean {
  return state === TargetState.UNSPECIFIED || state === TargetState.HEALTHY;
}

function ejectionPolicy(declared: OutlierEjection | undefined): EjectionPolicy | undefined {
  if (declared?.disabled === true) return undefined;
  return {
    failures: declared?.consecutiveFailures ?? defaultEjectionFailures,
    baseSeconds: millisecondsOr(declared?.baseTime, defaultEjectionBaseMs) / 1000,
    maxSeconds: millisecondsOr(declared?.maxTime, defaultEjectionMaxMs) / 1000,
    slowStartSeconds: millisecondsOr(declared?.slowStart, defaultSlowStartMs) / 1000,
  };
}
