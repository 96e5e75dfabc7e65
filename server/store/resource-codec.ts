import { clone, type DescMessage, fromBinary, type Message, toBinary } from "@bufbuild/protobuf";
import { type ResourceOf, resourceSchemas } from "../resource/kinds.ts";
import { secretFieldsOf } from "../resource/secret-fields.ts";
import type { SecretBox } from "./secret-box.ts";
import type { Kind, Row } from "./store.ts";

/** Turns resources into the bytes that are stored, with their secrets sealed, and back. */
export class ResourceCodec {
  readonly #secrets: SecretBox;

  constructor(secrets: SecretBox) {
    this.#secrets = secrets;
  }

  encode<K extends Kind>(kind: K, resource: ResourceOf[K]): Uint8Array {
    const schema: DescMessage = resourceSchemas[kind];
    if (secretFieldsOf(schema, resource).length === 0) return toBinary(schema, resource);
    const sealed = clone(schema, resource);
    for (const field of secretFieldsOf(schema, sealed)) field.set(this.#secrets.seal(field.get()));
    return toBinary(schema, sealed);
  }

  /** A message sealed with the present key; undefined: it is already. */
  reseal(kind: Kind, body: Uint8Array): Uint8Array | undefined {
    const schema: DescMessage = resourceSchemas[kind];
    const resource = fromBinary(schema, body);
    const old = secretFieldsOf(schema, resource).filter((field) => !this.#secrets.isPresent(field.get()));
    if (old.length === 0) return undefined;
    for (const field of old) field.set(this.#secrets.seal(this.#secrets.open(field.get())));
    return toBinary(schema, resource);
  }

  /** A fresh message that the caller owns, with its secrets opened. */
  decode<K extends Kind>(kind: K, row: Pick<Row, "body">): ResourceOf[K] {
    const schema: DescMessage = resourceSchemas[kind];
    const resource = fromBinary(schema, row.body) as Message as ResourceOf[K];
    for (const field of secretFieldsOf(schema, resource)) field.set(this.#secrets.open(field.get()));
    return resource;
  }
}
