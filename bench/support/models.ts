/** What an upstream answers to `GET /v1/models`: gateways that ask for it route by it. */
export const modelList = JSON.stringify({
  object: "list",
  data: [{ id: "org/model-x", object: "model", created: 0, owned_by: "vllm", root: "org/model-x" }],
});
