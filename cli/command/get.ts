import { Argument, type Command } from "commander";
import { StatusSchema } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import { Connection } from "../client/connection.ts";
import { type Kind, kindOf, kindWords, type Resource } from "../client/kinds.ts";
import { Resources } from "../client/resources.ts";
import { asManifest, formOf, printRows, printValues } from "../output/print.ts";
import { ageOf } from "../output/times.ts";
import { wordOf } from "../output/words.ts";

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
      const values = form === "table" ? [] : found.map((each) => asManifest(kind.name, kind.schema, each, form));
      if (form !== "table" && names.length === 1) printValues(values, form, true);
      else
        printRows(
          form,
          headOf(kind),
          found.map((each) => rowOf(kind, each)),
          values,
          `no ${kind.words[0]}`,
        );
    });
}

/** The argument that names a kind. */
export function kindArgument(): Argument {
  const argument = new Argument("<kind>", "what to look at");
  // For help and completion; other words are taken too.
  argument.argChoices = kindWords;
  return argument;
}

export function headOf({ columns }: Kind): string[] {
  return ["NAME", "STATUS", ...Object.keys(columns), "AGE", "ID"];
}

export function rowOf({ columns }: Kind, resource: Resource): string[] {
  const { spec, status } = resource;
  const more = Object.values(columns).map((tell) => tell(resource));
  return [spec!.name, statusOf(resource), ...more, ageOf(status?.createdAt), spec!.id];
}

/** Where a resource stands, in a word. */
export function statusOf({ status }: Resource): string {
  return wordOf(StatusSchema, status?.status ?? 0);
}
