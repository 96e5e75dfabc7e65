// What model servers tell of their load in Prometheus' text format.

/** How busy a model server is, by its own account. */
export interface EngineLoad {
  /** Requests that it works on. */
  readonly running: number;
  /** Requests that wait for it. */
  readonly waiting: number;
  /** How much of its KV cache is in use, from 0 to 1; 0 where it does not tell. */
  readonly cacheUsage: number;
}

interface EngineMetricNames {
  readonly running: string;
  readonly waiting: string;
  /** Of several, which versions called differently, one is there. */
  readonly cacheUsage: readonly string[];
}

const engines: readonly EngineMetricNames[] = [
  // vLLM: docs.vllm.ai/en/stable/usage/metrics
  {
    running: "vllm:num_requests_running",
    waiting: "vllm:num_requests_waiting",
    cacheUsage: ["vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc"],
  },
  // SGLang: docs.sglang.io/references/production_metrics
  { running: "sglang:num_running_reqs", waiting: "sglang:num_queue_reqs", cacheUsage: ["sglang:token_usage"] },
  // llama.cpp: its server's README
  {
    running: "llamacpp:requests_processing",
    waiting: "llamacpp:requests_deferred",
    cacheUsage: ["llamacpp:kv_cache_usage_ratio"],
  },
  // Text Generation Inference: huggingface.co/docs/text-generation-inference/reference/metrics
  { running: "tgi_batch_current_size", waiting: "tgi_queue_size", cacheUsage: [] },
];

/** Reads the load in a page of metrics; undefined where no known server tells it. */
export function readEngineLoad(page: string): EngineLoad | undefined {
  for (const names of engines) {
    const running = valuesOf(page, names.running);
    const waiting = valuesOf(page, names.waiting);
    if (running.length === 0 || waiting.length === 0) continue;
    const usages = names.cacheUsage.flatMap((name) => valuesOf(page, name));
    // A server of several engines has each in a line of its own.
    return { running: sum(running), waiting: sum(waiting), cacheUsage: Math.min(1, Math.max(0, ...usages)) };
  }
  return undefined;
}

/** The values of all series of a name. Pages are long: it is looked for, and not line by line. */
function valuesOf(page: string, name: string): number[] {
  const values: number[] = [];
  for (let at = page.indexOf(name); at !== -1; at = page.indexOf(name, at + name.length)) {
    const after = page[at + name.length];
    if ((at > 0 && page[at - 1] !== "\n") || (after !== " " && after !== "{")) continue;
    const newline = page.indexOf("\n", at);
    const line = page.slice(at + name.length, newline === -1 ? page.length : newline);
    // Behind the labels comes the value, and perhaps a time.
    const [text = ""] = line
      .slice(line.lastIndexOf("}") + 1)
      .trim()
      .split(" ", 1);
    const value = Number(text);
    if (text !== "" && Number.isFinite(value) && value >= 0) values.push(value);
  }
  return values;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
