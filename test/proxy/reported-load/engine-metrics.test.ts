import { describe, expect, test } from "vitest";
import { readEngineLoad } from "../../../proxy/reported-load/engine-metrics.ts";

describe("the load of a model server", () => {
  test("is read from vLLM's metrics, over all of its engines", () => {
    const page = `# HELP vllm:num_requests_running Number of requests in model execution batches.
# TYPE vllm:num_requests_running gauge
vllm:num_requests_running{engine="0",model_name="meta-llama/Llama-3.1-8B-Instruct"} 8.0
vllm:num_requests_running{engine="1",model_name="a} b"} 3.0
# HELP vllm:num_requests_waiting Number of requests waiting to be processed.
# TYPE vllm:num_requests_waiting gauge
vllm:num_requests_waiting{engine="0",model_name="meta-llama/Llama-3.1-8B-Instruct"} 2.0
vllm:num_requests_waiting{engine="1",model_name="a} b"} 0.0
vllm:num_requests_waiting_by_reason{engine="0",reason="capacity"} 77.0
vllm:kv_cache_usage_perc{engine="0",model_name="meta-llama/Llama-3.1-8B-Instruct"} 0.4375
vllm:kv_cache_usage_perc{engine="1",model_name="a} b"} 0.5
`;
    expect(readEngineLoad(page)).toEqual({ running: 11, waiting: 2, cacheUsage: 0.5 });
  });

  test("is read from what vLLM called its cache before", () => {
    const page = "vllm:num_requests_running 1\nvllm:num_requests_waiting 0\nvllm:gpu_cache_usage_perc 0.9";
    expect(readEngineLoad(page)).toEqual({ running: 1, waiting: 0, cacheUsage: 0.9 });
  });

  test("is read from SGLang's metrics, with times behind the values", () => {
    const page = `# TYPE sglang:num_running_reqs gauge
sglang:num_running_reqs{model_name="meta-llama/Llama-3.1-8B-Instruct"} 162.0 1760000000000
sglang:num_queue_reqs{model_name="meta-llama/Llama-3.1-8B-Instruct"} 2826.0 1760000000000
sglang:token_usage{model_name="meta-llama/Llama-3.1-8B-Instruct"} 0.28 1760000000000
`;
    expect(readEngineLoad(page)).toEqual({ running: 162, waiting: 2826, cacheUsage: 0.28 });
  });

  test("is read from llama.cpp's and TGI's, which may tell nothing of a cache", () => {
    expect(readEngineLoad("llamacpp:requests_processing 2\nllamacpp:requests_deferred 1\n")).toEqual({
      running: 2,
      waiting: 1,
      cacheUsage: 0,
    });
    expect(readEngineLoad("tgi_queue_size 4\ntgi_batch_current_size 16\n")).toEqual({
      running: 16,
      waiting: 4,
      cacheUsage: 0,
    });
  });

  test("is not known where nothing of it is told, or no number", () => {
    expect(readEngineLoad("")).toBeUndefined();
    expect(readEngineLoad("node_load1 0.5\n")).toBeUndefined();
    expect(readEngineLoad("vllm:num_requests_running NaN\nvllm:num_requests_waiting 1\n")).toBeUndefined();
    expect(readEngineLoad("# vllm:num_requests_running 1\n# vllm:num_requests_waiting 1\n")).toBeUndefined();
  });
});
