import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Code, ConnectError } from "@connectrpc/connect";
import type { Command } from "commander";
import { request } from "undici";
import { DatabaseService } from "../../gen/es/weir/inference/v1alpha1/database_service_pb.ts";
import type { Gateway } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import { type Declared, ofGateway, readDeclared, resourcesOf } from "../client/attached.ts";
import { callOfGateway } from "../client/call-shape.ts";
import { Connection } from "../client/connection.ts";
import { Failure } from "../client/failure.ts";
import { findNamed } from "../client/find-named.ts";
import { conditionsOf, targetsOf, wrongOf } from "../client/observed.ts";
import { print, printText } from "../output/print.ts";
import { statusOf } from "../output/print-resources.ts";
import { ageOf } from "../output/times.ts";
import { describeRefusal } from "./database.ts";

interface DoctorOptions {
  readonly gateway?: string;
  readonly model?: string;
  readonly key?: string;
  readonly proxy?: string;
  readonly refusal?: string;
}

export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .description("say what is wrong, and what to do: with what is declared, or with a request that was refused")
    .option("--gateway <name>", "only this gateway and what is attached to it")
    .option("--refusal <code>", "what a refusal means, by the code in the answer: model_not_found, no_healthy_target")
    .option("--model <name>", "ask this model through the gateway, and explain what comes back")
    .option("--key <key>", "the credential to ask with [WEIR_API_KEY, or the token of the command line]")
    .option("--proxy <url>", "the proxy to ask [where the gateway's endpoint leads]")
    .action(async (options: DoctorOptions, command: Command) => {
      if (options.refusal !== undefined && options.gateway === undefined) {
        print(meaningOfRefusal(options.refusal));
        return;
      }
      const connection = new Connection(command);
      const all = await readDeclared(connection);
      const gateway = options.gateway === undefined ? undefined : findNamed(all.gateway, options.gateway, "gateway");
      const declared = gateway === undefined ? all : ofGateway(all, gateway);
      if (options.refusal !== undefined) printText(`${meaningOfRefusal(options.refusal)}\n`);
      const resources = resourcesOf(declared);
      const problems = [...(await problemsOfDatabase(connection)), ...resources.flatMap(problemsOf)];
      if (options.model !== undefined) {
        if (gateway === undefined) throw new Failure("name the gateway: --gateway");
        problems.push(...(await tryCall(gateway, options.model, options, connection)));
      }
      print(`the server at ${connection.url} answers, and takes the token`);
      if (gateway !== undefined) printServed(gateway, declared);
      for (const problem of problems) print(`✗ ${problem}`);
      if (problems.length > 0) throw new Failure(`${problems.length} found`);
      print(`✓ nothing wrong with ${resources.length} resources`);
    });
}

/** Empty for all tokens but the bootstrap token, which alone may see the database of all organizations. */
async function problemsOfDatabase(connection: Connection): Promise<string[]> {
  try {
    const { refusingProxies, unreadableResources } = await connection.client(DatabaseService).getDatabase({});
    const advice = "if the server has the right database, run: weir database adopt";
    return [
      ...refusingProxies.map((proxy) => `${describeRefusal(proxy)}; ${advice}`),
      ...unreadableResources.map(
        ({ kind, id, organizationId, reason }) =>
          `${kind} "${id}" of organization "${organizationId}" cannot be read: ${reason}: restore it from a backup, or delete it`,
      ),
    ];
  } catch (error) {
    const { code } = ConnectError.from(error);
    // An older server does not know the method.
    if (code === Code.PermissionDenied || code === Code.Unimplemented || code === Code.NotFound) return [];
    throw error;
  }
}

function problemsOf({ word, resource }: ReturnType<typeof resourcesOf>[number]): string[] {
  const { spec, status } = resource;
  const what = `${word} "${spec!.name}"`;
  const problems = conditionsOf(resource).flatMap((condition) => {
    const reason = wrongOf(condition);
    if (reason === undefined) return [];
    const zone = condition.zone === "" ? "" : ` in zone ${condition.zone}`;
    const text = condition.message === "" ? meaningOfReason(condition.type, reason) : condition.message;
    return [`${what}: ${reason}${zone}: ${text}`];
  });
  const urls = new Map(targetsOf(resource).map((target) => [target.url, target]));
  for (const { url, reason, since } of urls.values()) {
    problems.push(`${what}: target ${url} is left out for ${ageOf(since)}: ${reason}`);
  }
  if ("disabled" in spec! && spec.disabled) problems.push(`${what} is disabled`);
  const isSettled = status?.status === Status.READY;
  if (problems.length === 0 && !isSettled)
    problems.push(`${what} is ${statusOf(resource)}: a proxy has yet to take it`);
  return problems;
}

function printServed({ spec, status }: Gateway, { deployment }: Declared): void {
  print(`gateway "${spec!.name}" answers at ${status?.endpoints.join(", ") || "no endpoint yet"}`);
  const models = new Set(deployment.filter((each) => !each.spec!.disabled).map((each) => each.spec!.model!.name));
  print(`its models: ${models.size === 0 ? "none" : [...models].join(", ")}`);
}

/** Asks a model through a gateway. Gives what is wrong with the answer. */
async function tryCall(
  gateway: Gateway,
  model: string,
  { key, proxy }: DoctorOptions,
  connection: Connection,
): Promise<string[]> {
  const { url, headers, body } = callOfGateway(gateway, model);
  const target = new URL(url);
  const { host, hostname } = target;
  // Names below localhost are this machine, whatever the resolver knows of them.
  const local = hostname.endsWith(".localhost") ? `http://127.0.0.1:${target.port || 80}` : target.origin;
  const credential = key ?? process.env.WEIR_API_KEY ?? connection.token;
  try {
    const answer = await request(new URL(target.pathname, proxy ?? local), {
      method: "POST",
      headers: { ...headers, host, authorization: `Bearer ${credential}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await answer.body.text();
    if (answer.statusCode < 400) {
      print(`✓ "${model}" answered ${answer.statusCode} by ${answer.headers["x-weir-deployment"] ?? "its service"}`);
      return [];
    }
    const by = answer.headers["x-weir-deployment"] ?? answer.headers["x-weir-service"];
    if (by !== undefined)
      return [`"${model}": its deployment ${by} answered ${answer.statusCode}: ${text.slice(0, 500)}`];
    const { code, message } = errorOf(text);
    return [`"${model}": the proxy refused with ${answer.statusCode} ${code}: ${message} - ${meaningOfRefusal(code)}`];
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    return [`no proxy at ${proxy ?? local}: ${reason}: is one running, and does ${hostname} lead to it?`];
  }
}

function errorOf(text: string): { code: string; message: string } {
  try {
    return JSON.parse(text).error;
  } catch {
    return { code: "no code", message: text.slice(0, 500) };
  }
}

/** A row of docs/errors.md, whose last cell says what it means. */
function rowOf(isWanted: (cells: readonly string[]) => boolean): string | undefined {
  const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "errors.md"), "utf8");
  const rows = page
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll("`", "")),
    );
  return rows.find(isWanted)?.at(-1);
}

function meaningOfRefusal(code: string): string {
  const meaning = rowOf(([first]) => first === code);
  if (meaning === undefined) throw new Failure(`"${code}" is no code of Weir: see docs/errors.md`);
  return `${code}: ${meaning}`;
}

function meaningOfReason(type: string, reason: string): string {
  return rowOf(([first, second]) => first === type && second === reason) ?? "";
}
