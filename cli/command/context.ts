import type { Command } from "commander";
import { type Context, contextsPath, readContexts, writeContexts } from "../client/contexts.ts";
import { Failure } from "../client/failure.ts";
import { formOf, print, printRows } from "../output/print.ts";

export function addContext(program: Command): void {
  const context = program.command("context").description("servers to talk to, under names");

  context
    .command("set")
    .description("keep a server under a name; the first one is used from then on")
    .argument("<name>", "the context's name")
    .option("--admin-url <url>", "the admin port of a proxy, for weir tail")
    .option("--admin-token <token>", "the token of the admin port")
    .addHelpText("after", "\nExample: weir context set prod --url https://weir.example.com --token weir_at_...")
    .action(async (name: string, options: { adminUrl?: string; adminToken?: string }, command: Command) => {
      const { url, token } = command.optsWithGlobals<{ url?: string; token?: string }>();
      const all = readContexts();
      const kept = { ...all.contexts[name], ...given({ url, token, ...options }) };
      if (kept.url === undefined) throw new Failure("give the server's address with --url");
      if (!URL.canParse(kept.url)) throw new Failure(`"${kept.url}" is no URL`);
      all.contexts[name] = kept as Context;
      all.current ??= name;
      await writeContexts(all);
      print(`context ${name} is kept in ${contextsPath()}${all.current === name ? ", and in use" : ""}`);
    });

  context
    .command("use")
    .description("use a context from now on")
    .argument("<name>", "the context's name")
    .action(async (name: string) => {
      const all = readContexts();
      if (all.contexts[name] === undefined) throw new Failure(`no context "${name}": weir context list`);
      await writeContexts({ ...all, current: name });
      print(`context ${name} is in use`);
    });

  context
    .command("list")
    .description("list contexts; * is the one in use")
    .action((_options: unknown, command: Command) => {
      const { current, contexts } = readContexts();
      const entries = Object.entries(contexts);
      const rows = entries.map(([name, { url, token, adminUrl }]) => [
        name === current ? "*" : "",
        name,
        url,
        token === undefined ? "" : `${token.slice(0, 12)}...`,
        adminUrl ?? "",
      ]);
      const values = entries.map(([name, { url }]) => ({ name, url, current: name === current }));
      printRows(formOf(command), ["", "NAME", "URL", "TOKEN", "ADMIN URL"], rows, values, "no contexts");
    });

  context
    .command("delete")
    .description("forget a context")
    .argument("<name>", "the context's name")
    .action(async (name: string) => {
      const { current, contexts } = readContexts();
      if (contexts[name] === undefined) throw new Failure(`no context "${name}": weir context list`);
      const { [name]: _gone, ...others } = contexts;
      await writeContexts({ current: current === name ? undefined : current, contexts: others });
      print(`context ${name} is forgotten`);
    });
}

/** What was given, without what was not. */
function given(context: { readonly [K in keyof Context]?: Context[K] | undefined }): Partial<Context> {
  return Object.fromEntries(Object.entries(context).filter(([, value]) => value !== undefined));
}
