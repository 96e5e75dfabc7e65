import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { toJson } from "@bufbuild/protobuf";
import type { Command } from "commander";
import {
  type AppliedManifest,
  AppliedManifestSchema,
  ManifestAction,
  ManifestService,
} from "../../gen/es/weir/inference/v1alpha1/manifest_service_pb.ts";
import { Connection } from "../client/connection.ts";
import { Failure } from "../client/failure.ts";
import { type Form, formOf, print, printValues } from "../output/print.ts";

interface File {
  readonly name: string;
  readonly content: string;
}

const marks = { [ManifestAction.CREATED]: "+", [ManifestAction.UPDATED]: "~", [ManifestAction.UNCHANGED]: "=" };
const words = {
  [ManifestAction.CREATED]: "created",
  [ManifestAction.UPDATED]: "updated",
  [ManifestAction.UNCHANGED]: "unchanged",
};
type Action = keyof typeof marks;

export function addApply(program: Command): void {
  program
    .command("apply")
    .description("make what manifests declare so: all of it, or nothing where one has a mistake")
    .requiredOption("-f, --file <path...>", "files and folders with YAML or JSON; - for standard input")
    .option("--dry-run", "only show what would change")
    .option("-q, --quiet", "show only how many were changed")
    .addHelpText("after", `\n\${NAME} in a value stands for that environment variable, $\${NAME} for the text itself.`)
    .action(async (options: { file: string[]; dryRun?: boolean; quiet?: boolean }, command: Command) => {
      const form = formOf(command);
      const files = (await Promise.all(options.file.map(readFiles))).flat();
      if (files.length === 0) throw new Failure(`no .yaml, .yml or .json in ${options.file.join(", ")}`);
      const client = new Connection(command).client(ManifestService);
      const request = { files, variables: variablesOf(files) };
      const { results: planned } = await client.applyManifests({ ...request, dryRun: true });
      if (form === "table" && options.quiet !== true) for (const each of planned) printPlanned(each);
      const isNothing = planned.every(({ action }) => action === ManifestAction.UNCHANGED);
      const { results } =
        options.dryRun === true || isNothing ? { results: planned } : await client.applyManifests(request);
      printResults(results, form, options.dryRun === true);
    });
}

async function readFiles(path: string): Promise<File[]> {
  if (path === "-") return [{ name: "stdin", content: await text(process.stdin) }];
  try {
    return filesIn(path, true);
  } catch (error) {
    throw new Failure(`${path} can't be read: ${(error as Error).message}`);
  }
}

/** @param isNamed whether the user has named it, whatever it is called */
function filesIn(path: string, isNamed: boolean): File[] {
  if (statSync(path).isDirectory()) {
    return readdirSync(path)
      .filter((name) => !name.startsWith("."))
      .sort()
      .flatMap((name) => filesIn(join(path, name), false));
  }
  if (!isNamed && !/\.(ya?ml|json)$/.test(path)) return [];
  return [{ name: path, content: readFileSync(path, "utf8") }];
}

/** The environment variables that the files name, and no others: the server need not know them. */
function variablesOf(files: readonly File[]): Record<string, string> {
  const names = files.flatMap(({ content }) => [...content.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g)]);
  return Object.fromEntries(
    names.flatMap(([, name]) => {
      const value = process.env[name!];
      return value === undefined ? [] : [[name!, value] as const];
    }),
  );
}

function printPlanned({ kind, name, action, file, line, changes }: AppliedManifest): void {
  if (action === ManifestAction.UNCHANGED) return;
  print(`${marks[action as Action]} ${kind} ${name}  (${file}:${line})`);
  for (const { path, before, after } of changes) {
    if (before === "") print(`    + ${path}: ${after}`);
    else if (after === "") print(`    - ${path}: ${before}`);
    else print(`    ~ ${path}: ${before} -> ${after}`);
  }
}

function printResults(results: readonly AppliedManifest[], form: Form, isDryRun: boolean): void {
  if (form !== "table") {
    printValues(
      results.map((each) => toJson(AppliedManifestSchema, each)),
      form,
    );
    return;
  }
  const counts = Object.entries(words).map(([action, word]) => {
    const count = results.filter((each) => each.action === Number(action)).length;
    return `${count} ${isDryRun && word !== "unchanged" ? `to be ${word}` : word}`;
  });
  print(counts.join(", "));
}
