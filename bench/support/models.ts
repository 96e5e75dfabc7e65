/** The models that every gateway here serves, the one that most workloads ask for first. */
export const modelNames: readonly string[] = [
  "org/model-x",
  ...Array.from({ length: 31 }, (_, index) => `org/model-${index + 1}`),
];

/** What an upstream answers to `GET /v1/models`: gateways that ask for it route by it. */
export const modelList = JSON.stringify({
  object: "list",
  data: modelNames.map((id) => ({ id, object: "model", created: 0, owned_by: "vllm", root: id })),
});
