import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { reachable } from "../support/nginx.ts";
import { post, request } from "../support/rest.ts";
import type { BenchProcess } from "../support/start-process.ts";

const killEveryMs = 15_000;
const deadForMs = 4_000;
const changeEveryMs = 1_000;

/** What goes on beside the load: replicas die and come back, and the configuration changes. */
export class Trouble {
  /** When replicas were killed. */
  readonly killedMs: number[] = [];
  changes = 0;
  readonly #targets = new Map<number, ChildProcess>();
  readonly #timers: NodeJS.Timeout[] = [];
  #isOver = false;

  /** Starts a replica on each port. */
  async startTargets(ports: readonly number[]): Promise<void> {
    for (const port of ports) {
      this.#startTarget(port);
      await reachable(`http://127.0.0.1:${port}/health`);
    }
  }

  /**
   * @param failed called when a change is refused
   * @param deploymentIds of the two whose shares change
   */
  begin(
    server: BenchProcess,
    gatewayId: string,
    deploymentIds: readonly string[],
    failed: (cause: Error) => void,
  ): void {
    const every = (ms: number, act: () => Promise<void>): void => {
      this.#timers.push(setInterval(() => void act().catch(failed), ms));
    };
    every(killEveryMs, () => this.#kill());
    every(changeEveryMs, () => this.#change(server, gatewayId, deploymentIds));
  }

  end(): void {
    this.#isOver = true;
    for (const timer of this.#timers) clearInterval(timer);
    for (const target of this.#targets.values()) target.kill("SIGKILL");
  }

  #startTarget(port: number): void {
    const script = join(import.meta.dirname, "target.ts");
    const child = spawn(process.execPath, [script, String(port)], { stdio: ["ignore", "ignore", "inherit"] });
    this.#targets.set(port, child);
  }

  async #kill(): Promise<void> {
    const ports = [...this.#targets.keys()];
    const port = ports[this.killedMs.length % ports.length]!;
    this.killedMs.push(performance.now());
    this.#targets.get(port)!.kill("SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, deadForMs));
    if (!this.#isOver) this.#startTarget(port);
  }

  /** The shares change; every tenth time a deployment comes beside them, and goes. */
  async #change(server: BenchProcess, gatewayId: string, deploymentIds: readonly string[]): Promise<void> {
    const turn = this.changes++;
    const weight = 200 + (turn % 7) * 100;
    const [first, second] = deploymentIds;
    await request(server, "PATCH", `deployments/${first}`, { updateMask: "traffic.weight", traffic: { weight } });
    await request(server, "PATCH", `deployments/${second}`, {
      updateMask: "traffic.weight",
      traffic: { weight: 1000 - weight },
    });
    if (turn % 10 !== 0) return;
    const { deployment } = await post(server, "deployments", {
      name: `guest-${turn}`,
      gatewayIds: [gatewayId],
      model: { name: "soak/other" },
      targets: { targets: [{ url: "http://127.0.0.1:9" }] },
    });
    await request(server, "DELETE", `deployments/${deployment!.spec.id}`);
  }
}
