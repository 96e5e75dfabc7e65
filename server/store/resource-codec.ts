import { clone, type DescMessage, fromBinary, type Message, toBinary } from "@bufbuild/protobuf";
import { type ResourceOf, resourceSchemas } from "../resource/kinds.ts";
import { secretFieldsOf } from "../resource/secret-fields.ts";
import type { SecretBox } from "./secret-box.ts";
import type { Kind, Row } from "./store.ts";
import { UnreadableRowError } from "./unreadable-row-error.ts";

/** The columns of a row from which its resource is read. */
export type StoredResource = Pick<Row, "id" | "organizationId" | "body">;

/** Turns resources into the bytes that are stored, with their secrets sealed, and back. */
export class ResourceCodec {
  readonly #secrets: SecretBox;

  readonly #onUnreadable: (error: UnreadableRowError, organizationId: string) => void;

  /** @param onUnreadable called each time that a row cannot be read */
  constructor(
    secrets: SecretBox,
    onUnreadable: (error: UnreadableRowError, organizationId: string) => void = () => {},
  ) {
    this.#secrets = secrets;
    this.#onUnreadable = onUnreadable;
  }

  encode<K extends Kind>(kind: K, resource: ResourceOf[K]): Uint8Array {
    const schema: DescMessage = resourceSchemas[kind];
    if (secretFieldsOf(schema, resource).length === 0) return toBinary(schema, resource);
    const sealed = clone(schema, resource);
    for (const field of secretFieldsOf(schema, sealed)) field.set(this.#secrets.seal(field.get()));
    return toBinary(schema, sealed);
  }

  /**
   * A message sealed with the present key. `undefined` when it is sealed with it already. Throws when the message
   * cannot be read.
   */
  reseal(kind: Kind, body: Uint8Array): Uint8Array | undefined {
    const schema: DescMessage = resourceSchemas[kind];
    const resource = fromBinary(schema, body);
    const old = secretFieldsOf(schema, resource).filter((field) => !this.#secrets.isPresent(field.get()));
    if (old.length === 0) return undefined;
    for (const field of old) field.set(this.#secrets.seal(this.#secrets.open(field.get())));
    return toBinary(schema, resource);
  }

  /** A fresh message that the caller owns, with its secrets opened. Throws an UnreadableRowError. */
  decode<K extends Kind>(kind: K, row: StoredResource): ResourceOf[K] {
    try {
      return this.#decode(kind, row);
    } catch (cause) {
      const error = new UnreadableRowError(kind, row.id, cause);
      this.#onUnreadable(error, row.organizationId);
      throw error;
    }
  }

  /** As `decode`, but `undefined` when the message cannot be read: for work that goes on with the other resources. */
  tryDecode<K extends Kind>(kind: K, row: StoredResource): ResourceOf[K] | undefined {
    try {
      return this.decode(kind, row);
    } catch (error) {
      if (error instanceof UnreadableRowError) return undefined;
      throw error;
    }
  }

  #decode<K extends Kind>(kind: K, { id, body }: StoredResource): ResourceOf[K] {
    const schema: DescMessage = resourceSchemas[kind];
    const resource = fromBinary(schema, body) as Message as ResourceOf[K];
    // Bytes of no length are a valid message that says nothing, and so are many others that are no resource.
    if (resource.spec === undefined || resource.status === undefined) throw new Error("its spec or status is missing");
    if (resource.spec.id !== id) throw new Error(`it contains the id "${resource.spec.id}"`);
    for (const field of secretFieldsOf(schema, resource)) field.set(this.#secrets.open(field.get()));
    return resource;
  }
}
