import type { BenchProcess } from "./start-process.ts";

/** Creates a resource; throws with the answer where that is refused. */
export async function post(
  server: BenchProcess,
  collection: string,
  body: object,
): Promise<Record<string, { spec: { id: string } }>> {
  const response = await fetch(`${server.url}/v1alpha1/inference/${collection}`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.adminToken}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Record<string, { spec: { id: string } }>;
}
