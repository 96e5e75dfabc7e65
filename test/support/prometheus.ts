import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitFor } from "./wait-for.ts";
import { closedPort, type Json } from "./weir.ts";

const examples = join(import.meta.dirname, "../../examples/observability");

/** A real Prometheus with the configuration of the examples, which scrapes every second here. */
export class Prometheus {
  readonly #url: string;
  readonly #directory: string;
  readonly #process: ChildProcess;

  private constructor(url: string, directory: string, child: ChildProcess) {
    this.#url = url;
    this.#directory = directory;
    this.#process = child;
  }

  static async start({ server, proxy }: { readonly server: string; readonly proxy: string }): Promise<Prometheus> {
    const directory = mkdtempSync(join(tmpdir(), "weir-prometheus-"));
    const config = readFileSync(join(examples, "prometheus.yaml"), "utf8")
      .replaceAll("_interval: 15s", "_interval: 1s")
      .replace("alerts.yaml", join(examples, "alerts.yaml"))
      .replace("127.0.0.1:7070", new URL(server).host)
      .replace("127.0.0.1:7081", new URL(proxy).host);
    writeFileSync(join(directory, "prometheus.yaml"), config);
    const address = `127.0.0.1:${await closedPort()}`;
    const child = spawn("prometheus", [
      `--config.file=${join(directory, "prometheus.yaml")}`,
      `--storage.tsdb.path=${directory}`,
      `--web.listen-address=${address}`,
    ]);
    const prometheus = new Prometheus(`http://${address}`, directory, child);
    await waitFor("Prometheus", async () => {
      const answer = await fetch(`${prometheus.#url}/-/ready`).catch(() => undefined);
      return answer?.ok;
    });
    return prometheus;
  }

  /** What its API answers, without the envelope. */
  async ask(path: string, parameters: Record<string, string> = {}): Promise<Json> {
    const answer: Json = await (await fetch(`${this.#url}/api/v1/${path}?${new URLSearchParams(parameters)}`)).json();
    if (answer.status !== "success") throw new Error(`${path} ${JSON.stringify(parameters)}: ${answer.error}`);
    return answer.data;
  }

  async close(): Promise<void> {
    if (this.#process.exitCode === null) {
      this.#process.kill("SIGKILL");
      await once(this.#process, "exit");
    }
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
