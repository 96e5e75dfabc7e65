import type { EventType } from "../../gen/es/weir/inference/v1alpha1/event_pb.ts";
import type { Connection } from "./connection.ts";
import { findNamed } from "./find-named.ts";
import type { Kind, Resource } from "./kinds.ts";

export interface ResourceEvent {
  readonly type: EventType;
  /** Undefined in RESET and BOOKMARK. */
  readonly resource: Resource | undefined;
}

/** The methods that each kind's service has, under names that are made from the kind's. */
type Methods = Record<string, (request: object, options?: { signal: AbortSignal }) => unknown>;

/** The resources of one kind on a server. */
export class Resources {
  readonly kind: Kind;
  readonly #methods: Methods;

  constructor(kind: Kind, connection: Connection) {
    this.kind = kind;
    this.#methods = connection.client(kind.service) as unknown as Methods;
  }

  async list(): Promise<Resource[]> {
    return ((await this.#call("list", "s", {})) as { items: Resource[] }).items;
  }

  /** The one with an id or a name. Throws a Failure when there is none, or more. */
  async find(idOrName: string): Promise<Resource> {
    return findNamed(await this.list(), idOrName, this.kind.words[1]!);
  }

  async delete(id: string): Promise<void> {
    await this.#call("delete", "", { id });
  }

  /** @param id empty: all of the kind */
  async *watch(id: string, signal: AbortSignal): AsyncGenerator<ResourceEvent> {
    const field = this.kind.name[0]!.toLowerCase() + this.kind.name.slice(1);
    const events = this.#call("watch", "s", { id }, signal) as AsyncIterable<Record<string, unknown>>;
    for await (const event of events) {
      yield { type: event.type as EventType, resource: event[field] as Resource | undefined };
    }
  }

  #call(verb: string, plural: "" | "s", request: object, signal?: AbortSignal): unknown {
    const method = this.#methods[`${verb}${this.kind.name}${plural}`]!;
    return signal === undefined ? method(request) : method(request, { signal });
  }
}
