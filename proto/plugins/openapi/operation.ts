import type { DescMessage, DescMethod, JsonObject } from "@bufbuild/protobuf";
import type { RestRoute } from "../../../server/rpc/rest/rest-routes.ts";
import { commentOf } from "../comment-of.ts";
import { rulesOf } from "../field-rules.ts";
import { exampleOf } from "./examples.ts";
import { refusalsOf } from "./responses.ts";
import type { Schemas } from "./schemas.ts";

/** One route as an OpenAPI operation. */
export function operationOf(route: RestRoute, schemas: Schemas, links: JsonObject): JsonObject {
  const { method, body } = route;
  const variables = variablesOf(route);
  const inQuery = body === "*" ? [] : method.input.fields.filter(({ name }) => !variables.has(name) && name !== body);
  const parameters = [
    ...method.input.fields.filter(({ name }) => variables.has(name)).map((field) => ({ field, where: "path" })),
    ...inQuery.map((field) => ({ field, where: "query" })),
  ].map(({ field, where }) => {
    const { description, ...schema } = schemas.ofField(field);
    return {
      // In a path it has the name that the annotation gives it.
      name: where === "path" ? field.name : field.jsonName,
      in: where,
      required: where === "path" || rulesOf(field).required,
      ...(description !== undefined && { description }),
      schema,
    };
  });
  return {
    operationId: operationIdOf(route),
    tags: [method.parent.name],
    summary: commentOf(method).split(/(?<=\.)\s/)[0] ?? "",
    description: commentOf(method),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== "" && { requestBody: requestBodyOf(route, variables, schemas) }),
    responses: {
      "200": { ...answerOf(method, schemas), ...(Object.keys(links).length > 0 && { links }) },
      ...refusalsOf(route),
    },
  };
}

/** The method's name; of a further binding, with the variables that tell it apart. */
export function operationIdOf({ method, template, isAdditional }: RestRoute): string {
  if (!isAdditional) return method.name;
  const names = template.segments.flatMap((segment) => ("variable" in segment ? [segment.variable] : []));
  const inCamelCase = names.map((name) =>
    name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  );
  return `${method.name}By${inCamelCase.join("And")}`;
}

function variablesOf({ template }: RestRoute): Set<string> {
  return new Set(template.segments.flatMap((segment) => ("variable" in segment ? [segment.variable] : [])));
}

function requestBodyOf({ method, body }: RestRoute, variables: ReadonlySet<string>, schemas: Schemas): JsonObject {
  if (body !== "*") throw new Error(`${method.toString()}: a body that is one field has no OpenAPI form yet`);
  const example = exampleOf(method.input);
  for (const { name, jsonName } of method.input.fields) if (variables.has(name)) delete example[jsonName];
  return {
    required: true,
    content: { "application/json": { schema: schemas.referBody(method.input, variables), example } },
  };
}

function answerOf(method: DescMethod, schemas: Schemas): JsonObject {
  const schema = schemas.refer(method.output);
  const example = exampleOf(method.output);
  if (method.methodKind !== "server_streaming") {
    return { description: summaryOf(method.output), content: { "application/json": { schema, example } } };
  }
  const line = JSON.stringify(example);
  return {
    description: `A stream. ${summaryOf(method.output)}`,
    content: {
      "application/x-ndjson": { schema, example: `${line}\n` },
      // Asked for by `Accept: text/event-stream`; the data of each event is one message.
      "text/event-stream": { schema: { type: "string" }, example: `data: ${line}\n\n` },
    },
  };
}

function summaryOf(desc: DescMessage): string {
  return commentOf(desc);
}
