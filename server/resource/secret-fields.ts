import { clone, type DescField, type DescMessage, type Message, type MessageShape } from "@bufbuild/protobuf";
import { type ReflectList, type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";

/** A string field marked `debug_redact` in the proto: written, never read back. */
export interface SecretField {
  /** Where it stands, in proto names. */
  readonly path: string;
  get(): string;
  set(value: string): void;
}

/** The secrets that are set in a message, at any depth, in lists too (maps hold none). */
export function secretFieldsOf(desc: DescMessage, message: Message): SecretField[] {
  if (!holdsSecrets(desc)) return [];
  const found: SecretField[] = [];
  collect(reflect(desc, message), "", found);
  return found;
}

/** Empties a message's secrets: nothing that is answered holds one. */
export function clearSecrets(desc: DescMessage, message: Message): void {
  for (const field of secretFieldsOf(desc, message)) field.set("");
}

/** What stands in the place of a secret where it is told that there is one. */
export const maskedSecret = "[secret]";

/** A message with its secrets masked: itself where it has none. */
export function maskSecrets<Desc extends DescMessage>(desc: Desc, message: MessageShape<Desc>): MessageShape<Desc> {
  if (secretFieldsOf(desc, message).length === 0) return message;
  const masked = clone(desc, message);
  for (const field of secretFieldsOf(desc, masked)) field.set(maskedSecret);
  return masked;
}

function collect(message: ReflectMessage, prefix: string, found: SecretField[]): void {
  for (const field of message.desc.fields) {
    if (!message.isSet(field)) continue;
    const path = prefix + field.name;
    if (isSecret(field)) {
      found.push({ path, get: () => message.get(field) as string, set: (value) => message.set(field, value) });
    } else if (field.fieldKind === "message" && holdsSecrets(field.message)) {
      collect(message.get(field), `${path}.`, found);
    } else if (isListOfSecrets(field)) {
      for (const [index, item] of (message.get(field) as ReflectList<ReflectMessage>).entries()) {
        collect(item, `${path}[${index}].`, found);
      }
    }
  }
}

function isSecret(field: DescField): boolean {
  return field.fieldKind === "scalar" && field.proto.options?.debugRedact === true;
}

/** Whether a message can hold a secret. No message of ours contains itself, so this ends. */
export function holdsSecrets(desc: DescMessage): boolean {
  return desc.fields.some(
    (field) =>
      isSecret(field) ||
      isListOfSecrets(field) ||
      (field.fieldKind === "message" && field.message.typeName.startsWith("weir.") && holdsSecrets(field.message)),
  );
}

function isListOfSecrets(field: DescField): boolean {
  return (
    field.fieldKind === "list" &&
    field.listKind === "message" &&
    field.message.typeName.startsWith("weir.") &&
    holdsSecrets(field.message)
  );
}
