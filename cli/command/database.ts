import type { Command } from "commander";
import type { RefusingProxy } from "../../gen/es/weir/inference/v1alpha1/database_service_pb.ts";
import { DatabaseService } from "../../gen/es/weir/inference/v1alpha1/database_service_pb.ts";
import { Connection } from "../client/connection.ts";
import { formOf, print, printValues } from "../output/print.ts";

export function addDatabase(program: Command): void {
  const database = program.command("database").description("the server's database, and whether proxies accept it");
  database
    .command("show")
    .description("print the identity of the database, and the proxies that keep the configuration of another one")
    .action(async (_options: unknown, command: Command) => {
      const { id, epoch, revision, refusingProxies } = await new Connection(command)
        .client(DatabaseService)
        .getDatabase({});
      const form = formOf(command);
      if (form !== "table") {
        printValues([{ id, epoch, revision: String(revision), refusingProxies: rowsOf(refusingProxies) }], form, true);
        return;
      }
      print(`database ${id}, epoch ${epoch}, revision ${revision}`);
      if (refusingProxies.length === 0) print("no connected proxy refuses it");
      printProxies(refusingProxies, "keeps the configuration of another database");
    });
  database
    .command("adopt")
    .description(
      "declare that the server's database replaces the one that refusing proxies know: they take its configuration and forget what it does not contain",
    )
    .action(async (_options: unknown, command: Command) => {
      const { id, proxies } = await new Connection(command).client(DatabaseService).adoptDatabase({});
      const form = formOf(command);
      if (form !== "table") {
        printValues([{ id, proxies: rowsOf(proxies) }], form, true);
        return;
      }
      print(`database ${id} is adopted for ${proxies.length} connected proxies that refused it`);
      printProxies(proxies, "takes it now");
    });
}

/** Says in a sentence which proxy refuses the database, and why. */
export function describeRefusal({ proxyId, zone, reason }: RefusingProxy): string {
  return `proxy "${proxyId}" in zone ${zone} keeps the configuration of another database: ${reason}`;
}

function printProxies(proxies: readonly RefusingProxy[], what: string): void {
  for (const { proxyId, zone, reason } of proxies) print(`proxy "${proxyId}" in zone ${zone} ${what}: ${reason}`);
}

function rowsOf(proxies: readonly RefusingProxy[]): Record<string, string>[] {
  return proxies.map(({ proxyId, zone, databaseId, revision, reason }) => ({
    proxyId,
    zone,
    databaseId,
    revision: String(revision),
    reason,
  }));
}
