// A protoc plugin: writes the OpenAPI document of the public API's REST form.

import { runPlugin } from "../run-plugin.ts";
import { buildDocument } from "./document.ts";

runPlugin("protoc-gen-weir-openapi", (services) => {
  const document = buildDocument(services, "v1alpha1");
  return new Map([["openapi.json", `${JSON.stringify(document, undefined, 2)}\n`]]);
});
