import type { ModelPrice } from "../../gen/es/weir/inference/v1alpha1/deployment_pb.ts";
import type { ResourceCodec, StoredResource } from "../store/resource-codec.ts";
import type { Store } from "../store/store.ts";

/** What the models of deployments cost now; of deployments that are gone, what they cost last. */
export class PriceList {
  readonly #prices = new Map<string, ModelPrice>();

  /** Reads what is stored, and follows changes from then on. */
  static async open(store: Store, codec: ResourceCodec): Promise<PriceList> {
    const list = new PriceList();
    store.onCommit((changes) => {
      for (const change of changes) {
        const { kind, event, statusOnly } = change;
        if (kind === "deployment" && event !== "deleted" && !statusOnly) list.#note(change, codec);
      }
    });
    for (const row of await store.list("deployment", {})) list.#note(row, codec);
    return list;
  }

  /** Undefined: it costs nothing. */
  priceOf(deploymentId: string): ModelPrice | undefined {
    return this.#prices.get(deploymentId);
  }

  #note(row: StoredResource, codec: ResourceCodec): void {
    const deployment = codec.tryDecode("deployment", row);
    // The price of a deployment that cannot be read stays what it was.
    if (deployment === undefined) return;
    const price = deployment.spec?.model?.price;
    if (price === undefined) this.#prices.delete(row.id);
    else this.#prices.set(row.id, price);
  }
}
