// Gateways for models, each set as its documents advise for speed, with authentication where it has any by itself.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { modelNames } from "../support/models.ts";
import { npmPackage, pythonPackages } from "./install.ts";
import type { Peer } from "./peer.ts";
import { run } from "./run.ts";

/** The one that requests carry in all of them. */
const key = "sk-bench-0123456789abcdefghijklmnopqrstuv";

/** Portkey's gateway, by headers that say which provider: it has no keys of its own without its cloud. */
export const portkey: Peer = {
  name: "portkey",
  does: "reads the body, routes by header; no authentication of its own, no log, no usage",
  install: async () => void npmPackage("portkey", "@portkey-ai/gateway"),
  async start(place) {
    const program = join(npmPackage("portkey", "@portkey-ai/gateway"), "@portkey-ai/gateway/build/start-server.js");
    const command = [process.execPath, program, `--port=${place.port}`, "--headless"] as const;
    const pid = await run("portkey", command, place, { NODE_ENV: "production" });
    const headers = {
      authorization: `Bearer ${key}`,
      "x-portkey-provider": "openai",
      "x-portkey-custom-host": `${place.upstreamUrl}/v1`,
    };
    return { chatUrl: `http://127.0.0.1:${place.port}/v1/chat/completions`, headers, pid };
  },
};

/** LiteLLM's proxy with one worker and a master key: virtual keys and usage need a database, which it has none of here. */
export const litellm: Peer = {
  name: "litellm",
  does: "authenticates by one key, reads the model in the body, balances; no database: no usage",
  install: async () => void pythonPackages("litellm", "litellm[proxy]"),
  async start(place) {
    const config = join(place.directory, "litellm.yaml");
    writeFileSync(
      config,
      `model_list:
${modelNames.map((name) => litellmModel(name, place.upstreamUrl)).join("\n")}
general_settings: { master_key: ${key} }
litellm_settings: { set_verbose: false, request_timeout: 60 }
`,
    );
    const program = join(pythonPackages("litellm", "litellm[proxy]"), "litellm");
    const args = [
      "--config",
      config,
      "--host",
      "127.0.0.1",
      "--port",
      String(place.port),
      "--num_workers",
      "1",
    ] as const;
    const pid = await run("litellm", [program, ...args], place, { LITELLM_LOG: "ERROR", LITELLM_MODE: "PRODUCTION" });
    return {
      chatUrl: `http://127.0.0.1:${place.port}/v1/chat/completions`,
      headers: { authorization: `Bearer ${key}` },
      pid,
    };
  },
};

function litellmModel(name: string, upstreamUrl: string): string {
  const model = name.replace("org/", "openai/");
  return `  - model_name: ${name}\n    litellm_params: { model: ${model}, api_base: "${upstreamUrl}/v1", api_key: ${key} }`;
}

/** SMG, SGLang's model gateway in Rust. */
export const smg: Peer = {
  name: "smg",
  does: "authenticates by one key, reads the body, balances over workers; no usage",
  install: async () => void pythonPackages("smg", "smg"),
  async start(place) {
    const program = join(pythonPackages("smg", "smg"), "smg");
    const args = [
      ...["launch", "--host", "127.0.0.1", "--port", String(place.port), "--worker-urls", place.upstreamUrl],
      ...["--policy", "round_robin", "--api-key", key, "--log-level", "error", "--backend", "openai"],
      ...["--disable-health-check", "--history-backend", "none"],
    ] as const;
    const pid = await run("smg", [program, ...args], place);
    return {
      chatUrl: `http://127.0.0.1:${place.port}/v1/chat/completions`,
      headers: { authorization: `Bearer ${key}` },
      pid,
    };
  },
};
