import { execFileSync, spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { modelList } from "./models.ts";

/** nginx with one worker; `PORT` in its configuration is the port. */
export async function startNginx(
  name: string,
  port: number,
  location: string,
  { directory, closers }: { readonly directory: string; readonly closers: (() => Promise<void> | void)[] },
): Promise<{ readonly url: string }> {
  const config = join(directory, `${name}.conf`);
  const pidFile = join(directory, `${name}.pid`);
  writeFileSync(
    config,
    `pid ${pidFile}; worker_processes 1; error_log /dev/null; daemon off; master_process off;\nevents { worker_connections 4096; }\nhttp { access_log off; keepalive_requests 100000000; client_max_body_size 64m; ${location.replace("PORT", String(port))} }\n`,
  );
  const child = spawn("nginx", ["-c", config], { stdio: "ignore" });
  closers.push(() => void child.kill("SIGKILL"));
  const url = `http://127.0.0.1:${port}`;
  await reachable(url);
  return { url };
}

/** Resolves when something answers there. */
export async function reachable(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (spawnSync("curl", ["-s", "-o", "/dev/null", "-d", "{}", url]).status === 0) return;
    execFileSync("sleep", ["0.05"]);
  }
  throw new Error(`${url} does not answer`);
}

/** An upstream that answers every chat request at once. */
export function answerConfig(): string {
  const answer = JSON.stringify({
    id: "chatcmpl-bench",
    object: "chat.completion",
    choices: [{ index: 0, message: { role: "assistant", content: "x".repeat(420) }, finish_reason: "stop" }],
    usage: { prompt_tokens: 200, completion_tokens: 100, total_tokens: 300 },
  });
  return `server { listen 127.0.0.1:PORT reuseport; location = /v1/models { default_type application/json; return 200 '${modelList}'; } location / { default_type application/json; return 200 '${answer}'; } }`;
}
