import type { RoutingTable } from "./routing-table.ts";

/** Holds the table that new requests take. A swap is one assignment: nobody sees half of one. */
export class CurrentTable {
  #table: RoutingTable = { gateways: new Map(), onlyGateway: undefined, tokenSets: new Map(), keySets: new Map() };

  get(): RoutingTable {
    return this.#table;
  }

  swap(table: RoutingTable): void {
    this.#table = table;
  }
}
