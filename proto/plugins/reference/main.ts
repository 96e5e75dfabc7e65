// A protoc plugin: writes the reference pages of the public API, one for each service.

import { commentOf } from "../comment-of.ts";
import { runPlugin } from "../run-plugin.ts";
import { servicePage } from "./service-page.ts";

const about = `\
# API reference

Made from the comments in \`proto/weir/inference/v1alpha1\`: change them there. A running server shows these pages at \`/docs\`, and its OpenAPI document at \`/openapi.json\`.

Every method is served on one port over gRPC, gRPC-Web, Connect (\`POST /<service>/<method>\`) and REST. Field names are those of the contract; JSON has them in lower camel case (\`gateway_ids\` is \`gatewayIds\`), and takes both. Each call carries \`Authorization: Bearer <token>\`. What can go wrong is the same everywhere: [errors](../errors.md). What may change: [compatibility](../compatibility.md).
`;

runPlugin("protoc-gen-weir-reference", (services) => {
  const fileOf = (name: string): string =>
    `${name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}.md`;
  const rows = services.map((service) => `| [${service.name}](${fileOf(service.name)}) | ${commentOf(service)} |`);
  const index = `${about}\n${["| service | |", "| --- | --- |", ...rows].join("\n")}\n`;
  return new Map([
    ["README.md", index],
    ...services.map((service) => [fileOf(service.name), servicePage(service)] as const),
  ]);
});
