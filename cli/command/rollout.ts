import { create } from "@bufbuild/protobuf";
import { durationFromMs } from "@bufbuild/protobuf/wkt";
import { type Command, InvalidArgumentError } from "commander";
import { type Deployment, DeploymentTrafficSchema } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import { DeploymentService } from "../../gen/es/weir/inference/v1alpha1/deployment_service_pb.ts";
import {
  RolloutPhase,
  RolloutPhaseSchema,
  RolloutSchema,
  RolloutStepSchema,
} from "../../gen/es/weir/inference/v1alpha1/rollout_pb.ts";
import { Connection } from "../client/connection.ts";
import { Failure } from "../client/failure.ts";
import { kindOf } from "../client/kinds.ts";
import { Resources } from "../client/resources.ts";
import { untilInterrupted } from "../client/until-interrupted.ts";
import { print } from "../output/print.ts";
import { parseSpan } from "../output/times.ts";
import { wordOf } from "../output/words.ts";

interface Step {
  readonly percent: number;
  readonly pauseMs: number;
}

interface StartOptions {
  readonly steps: Step[];
  readonly maxErrors?: number;
  readonly minRequests?: number;
  readonly watch?: boolean;
}

export function addRollout(program: Command): void {
  const rollout = program.command("rollout").description("bring a deployment into traffic step by step");

  rollout
    .command("status")
    .description("show where a rollout stands; with --watch until it is over, exit code 1 when it was taken back")
    .argument("<deployment>", "its name or id")
    .option("-w, --watch", "follow it until it is over")
    .action(async (name: string, options: { watch?: boolean }, command: Command) => {
      const connection = new Connection(command);
      const deployment = await find(name, connection);
      if (options.watch === true) await follow(deployment, connection);
      else print(lineOf(deployment));
    });

  rollout
    .command("start")
    .description("begin a rollout of a deployment")
    .argument("<deployment>", "its name or id")
    .requiredOption("--steps <steps>", "shares of its weight and how long each lasts: 5%:10m,25%:30m", parseSteps)
    .option("--max-errors <percent>", "failed requests of a step beyond which it is taken back [5]", Number)
    .option("--min-requests <count>", "requests that a step must have before it is judged [20]", Number)
    .option("-w, --watch", "follow it until it is over")
    .action(async (name: string, options: StartOptions, command: Command) => {
      const connection = new Connection(command);
      const { spec } = await find(name, connection);
      const { deployment } = await connection.client(DeploymentService).updateDeployment({
        id: spec!.id,
        updateMask: { paths: ["traffic.rollout"] },
        traffic: create(DeploymentTrafficSchema, {
          rollout: create(RolloutSchema, {
            steps: options.steps.map(({ percent, pauseMs }) =>
              create(RolloutStepSchema, { percent, pause: durationFromMs(pauseMs) }),
            ),
            maxErrorPercent: options.maxErrors,
            minRequests: options.minRequests,
          }),
        }),
      });
      print(`rollout of ${spec!.name} has begun: ${options.steps.length} steps`);
      if (options.watch === true) await follow(deployment!, connection);
    });
}

async function find(name: string, connection: Connection): Promise<Deployment> {
  return (await new Resources(kindOf("deployment"), connection).find(name)) as Deployment;
}

/** A line whenever it has moved, until it is over. Throws a Failure when it was taken back. */
async function follow({ spec }: Deployment, connection: Connection): Promise<void> {
  if (spec!.traffic?.rollout === undefined) throw new Failure(`deployment "${spec!.name}" has no rollout`);
  let shown = "";
  await untilInterrupted(async (signal) => {
    for await (const { resource } of new Resources(kindOf("deployment"), connection).watch(spec!.id, signal)) {
      const deployment = resource as Deployment | undefined;
      const now = deployment?.status?.rollout;
      // What is told of an earlier spec is of an earlier rollout.
      if (deployment === undefined || now === undefined || now.etag !== deployment.status?.etag) continue;
      const line = lineOf(deployment);
      if (line !== shown) print(line);
      shown = line;
      if (now.phase === RolloutPhase.ROLLED_BACK) throw new Failure(`taken back: ${now.reason}`);
      if (now.phase === RolloutPhase.COMPLETED) return;
    }
    throw new Failure(`deployment "${spec!.name}" is gone`);
  });
}

function lineOf({ spec, status }: Deployment): string {
  const now = status?.rollout;
  if (now === undefined) return `${spec!.name}: no rollout`;
  const phase = wordOf(RolloutPhaseSchema, now.phase).toLowerCase().replace("_", " ");
  const steps = spec!.traffic?.rollout?.steps.length ?? 0;
  const reason = now.reason === "" ? "" : `: ${now.reason}`;
  const counts = `${now.requests} requests, ${now.failures} failed`;
  return `${spec!.name}: ${phase}, step ${now.step + 1} of ${steps}, ${now.percent} % of its weight, ${counts}${reason}`;
}

function parseSteps(text: string): Step[] {
  return text.split(",").map((step) => {
    const match = /^(\d+(?:\.\d+)?)%:(\S+)$/.exec(step.trim());
    if (match === null) throw new InvalidArgumentError(`"${step}" is no step: write 5%:10m`);
    return { percent: Number(match[1]), pauseMs: parseSpan(match[2]!) };
  });
}
