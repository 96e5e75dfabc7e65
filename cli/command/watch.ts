import type { Command } from "commander";
import { EventTypeSchema } from "../../gen/es/weir/inference/v1alpha1/event_pb.ts";
import { Connection } from "../client/connection.ts";
import { kindArgument } from "../client/kind-argument.ts";
import { kindOf, type Resource } from "../client/kinds.ts";
import { conditionsOf, wrongOf } from "../client/observed.ts";
import { Resources } from "../client/resources.ts";
import { untilInterrupted } from "../client/until-interrupted.ts";
import { asManifest, formOf, print } from "../output/print.ts";
import { statusOf } from "../output/print-resources.ts";
import { wordOf } from "../output/words.ts";

export function addWatch(program: Command): void {
  program
    .command("watch")
    .description("show resources as they are, then every change, a line each")
    .addArgument(kindArgument())
    .argument("[name]", "only this one")
    .action(async (word: string, name: string | undefined, _options: unknown, command: Command) => {
      const kind = kindOf(word);
      const resources = new Resources(kind, new Connection(command));
      const id = name === undefined ? "" : (await resources.find(name)).spec!.id;
      const form = formOf(command);
      await untilInterrupted(async (signal) => {
        for await (const { type, resource } of resources.watch(id, signal)) {
          if (resource === undefined) continue;
          const event = wordOf(EventTypeSchema, type);
          if (form === "table") print(`${event.padEnd(8)}  ${lineOf(resource)}`);
          else print(JSON.stringify({ type: event, ...asManifest(kind.name, kind.schema, resource, form) }));
        }
      });
    });
}

function lineOf(resource: Resource): string {
  const wrong = conditionsOf(resource).flatMap((condition) => wrongOf(condition) ?? []);
  return [resource.spec!.name, statusOf(resource), ...new Set(wrong)].join("  ");
}
