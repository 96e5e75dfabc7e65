import type { ModelPrice } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { Store } from "../store/store.ts";

/** What the models of deployments cost now; of deployments that are gone, what they cost last. */
export class PriceList {
  readonly #prices = new Map<string, ModelPrice>();

  /** Reads what is stored, and follows changes from then on. */
  static async open(store: Store, codec: ResourceCodec): Promise<PriceList> {
    const list = new PriceList();
    store.onCommit((changes) => {
      for (const { kind, id, event, statusOnly, body } of changes) {
        if (kind === "deployment" && event !== "deleted" && !statusOnly) list.#note(id, codec, body);
      }
    });
    for (const { id, body } of await store.list("deployment", {})) list.#note(id, codec, body);
    return list;
  }

  /** Undefined: it costs nothing. */
  priceOf(deploymentId: string): ModelPrice | undefined {
    return this.#prices.get(deploymentId);
  }

  #note(id: string, codec: ResourceCodec, body: Uint8Array): void {
    const price = codec.decode("deployment", { body }).spec?.model?.price;
    if (price === undefined) this.#prices.delete(id);
    else this.#prices.set(id, price);
  }
}
