import type { BenchProcess } from "./start-process.ts";

type Answered = Record<string, { readonly spec: { readonly id: string } }>;

/** Creates a resource; throws with the answer where that is refused. */
export function post(server: BenchProcess, collection: string, body: object): Promise<Answered> {
  return request(server, "POST", collection, body);
}

/** Calls the management API; throws with the answer where that is refused. */
export async function request(server: BenchProcess, method: string, path: string, body?: object): Promise<Answered> {
  const response = await fetch(`${server.url}/v1alpha1/inference/${path}`, {
    method,
    headers: { authorization: `Bearer ${server.adminToken}`, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
  return (await response.json()) as Answered;
}
