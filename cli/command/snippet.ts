import { type Command, Option } from "commander";
import type { CustomEndpoint } from "../../gen/es/weir/inference/v1alpha1/custom_endpoint_pb.ts";
import type { Deployment } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import type { Gateway } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import { type CallShape, callOfGateway, chatOf } from "../client/call-shape.ts";
import { Connection } from "../client/connection.ts";
import { Failure } from "../client/failure.ts";
import { kindOf } from "../client/kinds.ts";
import { Resources } from "../client/resources.ts";
import { printText } from "../output/print.ts";

const languages = { curl, python, typescript } as const;
type Language = keyof typeof languages;

const keyVariable = "WEIR_API_KEY";
const anyModel = "meta-llama/Llama-3.1-8B-Instruct";

interface SnippetOptions {
  readonly lang?: Language[];
  readonly model?: string;
  readonly endpoint?: string;
  readonly path: string;
}

export function addSnippet(program: Command): void {
  program
    .command("snippet")
    .description("print code that calls a gateway, or a custom endpoint")
    .argument("<name>", "a gateway's or a custom endpoint's name or id")
    .addOption(new Option("--lang <language...>", "in these languages").choices(Object.keys(languages)))
    .option("--model <name>", "the model that is asked [one that the gateway serves]")
    .option("--endpoint <name>", "the endpoint of the custom endpoint, or its slug [the first]")
    .option("--path <path>", "the path after a custom endpoint", "chat/completions")
    .action(async (name: string, options: SnippetOptions, command: Command) => {
      const call = await callOf(name, options, new Connection(command));
      const wanted = options.lang ?? (Object.keys(languages) as Language[]);
      for (const [index, language] of wanted.entries()) {
        if (wanted.length > 1) printText(`${index === 0 ? "" : "\n"}# ${language}\n`);
        printText(languages[language](call));
      }
    });
}

async function callOf(name: string, options: SnippetOptions, connection: Connection): Promise<CallShape> {
  const [gateways, accounts, deployments] = (await Promise.all(
    ["gateway", "custom-endpoint", "deployment"].map((word) => new Resources(kindOf(word), connection).list()),
  )) as [Gateway[], CustomEndpoint[], Deployment[]];
  const isNamed = ({ spec }: Gateway | CustomEndpoint): boolean => spec!.id === name || spec!.name === name;
  const gateway = gateways.find(isNamed);
  if (gateway !== undefined) {
    const served = deployments.find(({ spec }) => !spec!.disabled && spec!.gatewayIds.includes(gateway.spec!.id));
    return callOfGateway(gateway, options.model ?? served?.spec?.model?.name ?? anyModel);
  }
  const account = accounts.find(isNamed);
  if (account === undefined) throw new Failure(`no gateway and no custom endpoint "${name}"`);
  const { spec } = account;
  const its = gateways.find(({ spec: each }) => each!.id === spec!.gatewayIds[0]);
  const base = its?.status?.endpoints[0];
  if (base === undefined) throw new Failure(`the gateway of "${name}" has no endpoint yet: weir doctor`);
  const segment = options.endpoint ?? spec!.endpoints[0]!.name;
  const known = [...spec!.endpoints.map((each) => each.name), spec!.routing?.slug];
  if (!known.includes(segment)) {
    throw new Failure(`"${name}" has no endpoint "${segment}": there is ${known.filter(Boolean).join(", ")}`);
  }
  const path = options.path.replace(/^\/+/, "");
  return {
    url: `${base}/proxy-api/${spec!.name}/${segment}/${path}`,
    headers: {},
    body: chatOf(options.model ?? anyModel),
  };
}

function curl({ url, headers, body }: CallShape): string {
  const lines = [
    `curl -s ${quote(url)}`,
    `-H "Authorization: Bearer $${keyVariable}"`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    "-H 'Content-Type: application/json'",
    `-d ${quote(JSON.stringify(body))}`,
  ];
  return lines.join(" \\\n  ");
}

/** A text as one word of a shell, whatever is in it. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function python({ url, headers, body }: CallShape): string {
  const more = Object.entries(headers).map(
    ([name, value]) => `\n        ${JSON.stringify(name)}: ${JSON.stringify(value)},`,
  );
  return `import os

import requests

response = requests.post(
    ${JSON.stringify(url)},
    headers={
        "Authorization": f"Bearer {os.environ['${keyVariable}']}",${more.join("")}
    },
    json=${indent(JSON.stringify(body, null, 4), 4)},
)
response.raise_for_status()
print(response.json()["choices"][0]["message"]["content"])`;
}

function typescript({ url, headers, body }: CallShape): string {
  const more = Object.entries(headers).map(
    ([name, value]) => `\n    ${JSON.stringify(name)}: ${JSON.stringify(value)},`,
  );
  return `const response = await fetch(${JSON.stringify(url)}, {
  method: "POST",
  headers: {
    authorization: \`Bearer \${process.env.${keyVariable}}\`,
    "content-type": "application/json",${more.join("")}
  },
  body: JSON.stringify(${indent(JSON.stringify(body, null, 2), 2)}),
});
if (!response.ok) throw new Error(await response.text());
console.log((await response.json()).choices[0].message.content);`;
}

function indent(text: string, spaces: number): string {
  return text.replaceAll("\n", `\n${" ".repeat(spaces)}`);
}
