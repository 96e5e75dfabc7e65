import type { Command } from "commander";
import { Connection } from "../client/connection.ts";
import { kindArgument } from "../client/kind-argument.ts";
import { kindOf } from "../client/kinds.ts";
import { Resources } from "../client/resources.ts";
import { print } from "../output/print.ts";

export function addDelete(program: Command): void {
  program
    .command("delete")
    .description("delete resources")
    .addArgument(kindArgument())
    .argument("<name...>", "names or ids")
    .action(async (word: string, names: string[], _options: unknown, command: Command) => {
      const resources = new Resources(kindOf(word), new Connection(command));
      // All of them are known before the first is deleted.
      const found = await Promise.all(names.map((name) => resources.find(name)));
      for (const { spec } of found) {
        await resources.delete(spec!.id);
        print(`${resources.kind.name} ${spec!.name} is deleted`);
      }
    });
}
