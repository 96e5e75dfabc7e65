import type { Command } from "commander";
import { StatusSchema } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import type { Kind, Resource } from "../client/kinds.ts";
import { asManifest, formOf, printRows } from "./print.ts";
import { ageOf } from "./times.ts";
import { wordOf } from "./words.ts";

/** Resources of a kind as a table, or as the API has them. */
export function printResources(command: Command, kind: Kind, resources: readonly Resource[]): void {
  const form = formOf(command);
  const head = ["NAME", "STATUS", ...Object.keys(kind.columns), "AGE", "ID"];
  const rows = resources.map((each) => rowOf(kind, each));
  const values = form === "table" ? [] : resources.map((each) => asManifest(kind.name, kind.schema, each, form));
  printRows(form, head, rows, values, `no ${kind.words[0]}`);
}

/** Where a resource stands, in a word. */
export function statusOf({ status }: Resource): string {
  return wordOf(StatusSchema, status?.status ?? 0);
}

function rowOf({ columns }: Kind, resource: Resource): string[] {
  const { spec, status } = resource;
  const more = Object.values(columns).map((tell) => tell(resource));
  return [spec!.name, statusOf(resource), ...more, ageOf(status?.createdAt), spec!.id];
}
