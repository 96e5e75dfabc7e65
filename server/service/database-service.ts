import type { ServiceImpl } from "@connectrpc/connect";
import type { DatabaseService } from "../../gen/es/weir/inference/v1alpha1/database_service_pb.ts";
import { compareText } from "../../kit/compare-text.ts";
import type { DatabaseAdoption } from "../publish/database-adoption.ts";
import type { ProxySession } from "../publish/proxy-session.ts";
import { permissionDenied } from "../resource/api-error.ts";
import type { Caller } from "../resource/principal.ts";
import type { StoreReader } from "../store/store.ts";
import type { UnreadableRows } from "../store/unreadable-rows.ts";
import type { CallerOf } from "./caller.ts";

export function createDatabaseService(options: {
  readonly store: StoreReader;
  readonly adoption: DatabaseAdoption;
  readonly unreadable: UnreadableRows;
  readonly callerOf: CallerOf;
}): ServiceImpl<typeof DatabaseService> {
  const { store, adoption, unreadable, callerOf } = options;
  return {
    async getDatabase(_request, context) {
      assertBootstrap(callerOf(context));
      const { databaseId: id, epoch, revision } = await store.origin();
      return {
        id,
        epoch,
        revision: BigInt(revision),
        refusingProxies: adoption
          .refusing()
          .map(describe)
          .sort((a, b) => compareText(a.proxyId, b.proxyId)),
        unreadableResources: unreadable.all(),
      };
    },
    async adoptDatabase(_request, context) {
      const caller = callerOf(context);
      assertBootstrap(caller);
      const proxies = await adoption.adopt(caller);
      const { databaseId: id } = await store.origin();
      return { id, proxies: proxies.map(describe) };
    },
  };
}

function assertBootstrap({ bootstrap }: Caller): void {
  if (bootstrap) return;
  throw permissionDenied("only the bootstrap admin token may see or adopt the database: all organizations share it");
}

function describe({ proxyId, zone, refusal, hello }: ProxySession) {
  const { databaseId = "", revision = 0n } = hello.origin ?? {};
  return { proxyId, zone, databaseId, revision, reason: refusal ?? "" };
}
