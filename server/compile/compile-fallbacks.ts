import { create, equals } from "@bufbuild/protobuf";
import type { DeploymentSpec } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import { type Fallback, FallbackSchema } from "../../gen/es/weir/inference/v1alpha1/fallback_pb.ts";
import { type Candidate, declaringSpecs } from "./candidate.ts";
import type { Finding, FindingReason } from "./finding.ts";

/** Where each model's requests go that its deployments can't answer: the whole way, with what is fallen back to itself. */
export function compileFallbacks(
  byModel: ReadonlyMap<string, readonly Candidate[]>,
  findings: Finding[],
): Map<string, Fallback> {
  const declared = new Map<string, Declared>();
  for (const [model, candidates] of byModel) {
    const own = declaredFallback(candidates, findings);
    if (own !== undefined) declared.set(model, own);
  }
  const compiled = new Map<string, Fallback>();
  for (const [model, { spec, fallback }] of declared) {
    const problems: Problem[] = [];
    const models = follow(model, [model], declared, byModel, problems);
    for (const { reason, message } of problems) {
      findings.push({ resource: { kind: "deployment", id: spec.id }, reason, message });
    }
    compiled.set(model, create(FallbackSchema, { ...fallback, models }));
  }
  return compiled;
}

/** What a model's deployments say of it: the first by id that says anything counts for all. */
interface Declared {
  readonly spec: DeploymentSpec;
  readonly fallback: Fallback;
}

interface Problem {
  readonly reason: FindingReason;
  readonly message: string;
}

function declaredFallback(candidates: readonly Candidate[], findings: Finding[]): Declared | undefined {
  const declaring = declaringSpecs(candidates, ({ traffic }) => traffic?.fallback);
  const [first] = declaring;
  const fallback = first?.traffic?.fallback;
  if (first === undefined || fallback === undefined) return undefined;
  for (const { id, traffic } of declaring) {
    if (equals(FallbackSchema, traffic!.fallback!, fallback)) continue;
    findings.push({
      resource: { kind: "deployment", id },
      reason: "FallbackDiffers",
      message: `its fallback is not that of deployment "${first.name}" of the same model, which counts for both`,
    });
  }
  return { spec: first, fallback };
}

/** The models in the order in which they are tried. One that comes round again is left out, as is one that is not served. */
function follow(
  model: string,
  way: readonly string[],
  declared: ReadonlyMap<string, Declared>,
  served: ReadonlyMap<string, unknown>,
  problems: Problem[],
): string[] {
  const models: string[] = [];
  for (const next of declared.get(model)?.fallback.models ?? []) {
    if (way.includes(next)) {
      const loop = [...way.slice(way.indexOf(next)), next].map((each) => `"${each}"`).join(" to ");
      problems.push({ reason: "FallbackLoop", message: `models fall back in a circle: ${loop}` });
    } else if (!served.has(next)) {
      problems.push({ reason: "FallbackMissing", message: `falls back to model "${next}", which is not served here` });
    } else {
      for (const each of [next, ...follow(next, [...way, next], declared, served, problems)]) {
        if (!models.includes(each)) models.push(each);
      }
    }
  }
  return models;
}
