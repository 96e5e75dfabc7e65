import type { ResourceCrud } from "../service/resource-crud.ts";

/** The kinds that manifests declare, those that are referred to before those that refer to them. */
export const manifestKinds = ["gateway", "upstream", "service", "deployment", "rule", "custom_endpoint"] as const;
export type ManifestKind = (typeof manifestKinds)[number];
export type ManifestCruds = { readonly [K in ManifestKind]: ResourceCrud<K> };
