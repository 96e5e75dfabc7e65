import type { Command } from "commander";
import { Connection } from "../client/connection.ts";
import { kindArgument } from "../client/kind-argument.ts";
import { kindOf } from "../client/kinds.ts";
import { Resources } from "../client/resources.ts";
import { asManifest, formOf, printValues } from "../output/print.ts";
import { printResources } from "../output/print-resources.ts";

export function addGet(program: Command): void {
  program
    .command("get")
    .description("list resources of a kind, or show those that are named")
    .addArgument(kindArgument())
    .argument("[name...]", "names or ids")
    .action(async (word: string, names: string[], _options: unknown, command: Command) => {
      const kind = kindOf(word);
      const resources = new Resources(kind, new Connection(command));
      const found =
        names.length === 0 ? await resources.list() : await Promise.all(names.map((name) => resources.find(name)));
      const form = formOf(command);
      const [only] = found;
      if (form === "table" || names.length !== 1) return printResources(command, kind, found);
      printValues([asManifest(kind.name, kind.schema, only!, form)], form, true);
    });
}
