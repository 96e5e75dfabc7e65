import { clone, create, type DescField, type DescMessage, type MessageShape } from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { type FieldViolation, invalidArgument } from "./api-error.ts";

/** Builds a spec from a request that carries its fields flat, under the same names. */
export function specFromRequest<Spec extends DescMessage, Request extends DescMessage>(
  specSchema: Spec,
  requestSchema: Request,
  request: MessageShape<Request>,
): MessageShape<Spec> {
  const spec = create(specSchema);
  const to = reflect(specSchema, spec);
  const from = reflect(requestSchema, request);
  for (const field of from.fields) copyField(from, to, field.name);
  return spec;
}

/**
 * Copies the fields that an update mask names from a flat request onto a stored spec, which stays as it is. A path names
 * a field of the spec, or one inside it (`endpoint_configuration.additional_dns`); what the request leaves out is
 * cleared. Throws an ApiError naming every path that can't be changed.
 */
export function mergeSpec<Spec extends DescMessage, Request extends DescMessage>(
  specSchema: Spec,
  stored: MessageShape<Spec>,
  requestSchema: Request,
  request: MessageShape<Request>,
  paths: readonly string[],
): MessageShape<Spec> {
  const spec = clone(specSchema, stored);
  const violations: FieldViolation[] = [];
  for (const path of paths) {
    const allowed = mergePath(reflect(requestSchema, request), reflect(specSchema, spec), path.split("."));
    if (allowed) continue;
    const names = requestSchema.fields
      .map(({ name }) => name)
      .filter((name) => specSchema.fields.some((field) => field.name === name && name !== "id"));
    violations.push({
      field: "update_mask",
      description: `"${path}" can't be updated: the fields are ${names.join(", ")}`,
    });
  }
  if (violations.length > 0) throw invalidArgument(violations);
  return spec;
}

/** A path of an update mask in proto names; what it does not know stays as it is. */
export function canonicalPath(specSchema: DescMessage, path: string): string {
  let message: DescMessage | undefined = specSchema;
  const names = path.split(".").map((name) => {
    const field: DescField | undefined = message?.fields.find((each) => each.name === name || each.jsonName === name);
    message = field?.message;
    return field?.name ?? name;
  });
  return names.join(".");
}

function mergePath(from: ReflectMessage, to: ReflectMessage, [name, ...rest]: readonly string[]): boolean {
  const field = from.desc.fields.find((candidate) => candidate.name === name || candidate.jsonName === name);
  if (field === undefined || field.name === "id" || !to.desc.fields.some((each) => each.name === field.name)) {
    return false;
  }
  if (rest.length === 0) {
    copyField(from, to, field.name);
    return true;
  }
  if (field.fieldKind !== "message") return false;
  const target = to.desc.field[localNameOf(to, field.name)];
  if (target?.fieldKind !== "message") return false;
  const inner = to.get(target) as ReflectMessage;
  if (!mergePath(from.get(field) as ReflectMessage, inner, rest)) return false;
  // To clear a field of a message that is absent changes nothing: it must not make the message, and with it choose an arm
  // of a oneof.
  if (from.isSet(field) || to.isSet(target)) to.set(target, inner);
  return true;
}

function copyField(from: ReflectMessage, to: ReflectMessage, name: string): void {
  const source = from.desc.fields.find((field) => field.name === name);
  const target = to.desc.fields.find((field) => field.name === name);
  if (source === undefined || target === undefined) return;
  if (from.isSet(source)) to.set(target, from.get(source));
  else to.clear(target);
}

function localNameOf(message: ReflectMessage, name: string): string {
  return message.desc.fields.find((field) => field.name === name)?.localName ?? name;
}
