import type { ApiKeyIdentity } from "../auth/api-key-identity.ts";
import type { GatewayRoute, ModelRoute } from "../table/routing-table.ts";

const listPath = "/v1/models";

/** Whether a request is for the list of models, or for one of its entries. */
export function isModelList(method: string | undefined, path: string): boolean {
  if (method !== "GET" || !path.startsWith(listPath)) return false;
  const next = path.charAt(listPath.length);
  return next === "" || next === "/" || next === "?";
}

/** The answer to `GET /v1/models` and `GET /v1/models/{model}`, in OpenAI's shape: what a key is not for is not there. Undefined: it is another request. */
export function modelsAnswer(
  gateway: GatewayRoute,
  apiKey: ApiKeyIdentity | undefined,
  method: string | undefined,
  path: string,
): string | "unknown" | undefined {
  if (!isModelList(method, path)) return undefined;
  const query = path.indexOf("?");
  const only = query === -1 ? path : path.slice(0, query);
  if (only === listPath) {
    const models = [...gateway.models.values()].filter(({ model }) => apiKey?.allowsModel(model) !== false);
    return JSON.stringify({ object: "list", data: models.map(toEntry) });
  }
  const model = gateway.models.get(decode(only.slice(listPath.length + 1)));
  return model === undefined || apiKey?.allowsModel(model.model) === false ? "unknown" : JSON.stringify(toEntry(model));
}

function toEntry({ model, split }: ModelRoute): object {
  const created = Math.min(...split.candidates.map(({ createdAtSeconds }) => createdAtSeconds));
  return { id: model, object: "model", created, owned_by: "weir" };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
