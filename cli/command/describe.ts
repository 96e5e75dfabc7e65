import type { Command } from "commander";
import { Connection } from "../client/connection.ts";
import { kindArgument } from "../client/kind-argument.ts";
import { kindOf } from "../client/kinds.ts";
import { conditionsOf, targetsOf } from "../client/observed.ts";
import { Resources } from "../client/resources.ts";
import { asManifest, formOf, print, printText, printValues, yamlOf } from "../output/print.ts";
import { statusOf } from "../output/print-resources.ts";
import { table } from "../output/table.ts";
import { ageOf } from "../output/times.ts";

export function addDescribe(program: Command): void {
  program
    .command("describe")
    .description("show one resource: what is declared, and what is observed")
    .addArgument(kindArgument())
    .argument("<name>", "its name or id")
    .action(async (word: string, name: string, _options: unknown, command: Command) => {
      const kind = kindOf(word);
      const resource = await new Resources(kind, new Connection(command)).find(name);
      const form = formOf(command);
      if (form !== "table") {
        printValues([asManifest(kind.name, kind.schema, resource, form)], form, true);
        return;
      }
      const { spec } = asManifest(kind.name, kind.schema, resource, "yaml");
      print(`${kind.name} ${resource.spec!.name}: ${statusOf(resource)}, ${ageOf(resource.status?.createdAt)} old`);
      print("");
      printText(yamlOf(spec));
      const endpoints = resource.$typeName === "weir.inference.v1alpha1.Gateway" ? resource.status?.endpoints : [];
      for (const endpoint of endpoints ?? []) print(`endpoint  ${endpoint}`);
      const conditions = conditionsOf(resource);
      if (conditions.length > 0) {
        const rows = conditions.map(({ type, status, reason, zone, message, lastUpdateTime }) => [
          type,
          status,
          reason,
          zone,
          ageOf(lastUpdateTime),
          message,
        ]);
        printText(table(["CONDITION", "STATUS", "REASON", "ZONE", "SINCE", "MESSAGE"], rows));
      }
      const targets = targetsOf(resource);
      if (targets.length > 0) {
        const rows = targets.map(({ url, proxyId, reason, since }) => [url, ageOf(since), proxyId, reason]);
        printText(`\n${table(["LEFT OUT", "SINCE", "BY PROXY", "BECAUSE"], rows)}`);
      }
    });
}
