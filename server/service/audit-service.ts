import { create, fromBinary, type JsonObject, type MessageInitShape, toJson } from "@bufbuild/protobuf";
import { timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import type { ServiceImpl } from "@connectrpc/connect";
import { type AuditEntry, AuditEntrySchema } from "../../gen/es/weir/inference/v1alpha1/audit_entry_pb.ts";
import type { AuditService } from "../../gen/es/weir/inference/v1alpha1/audit_service_pb.ts";
import { CustomEndpointSpecSchema } from "../../gen/es/weir/inference/v1alpha1/custom_endpoint_pb.ts";
import { mayRead } from "../resource/custom-endpoint-access.ts";
import { resourceSchemas } from "../resource/kinds.ts";
import type { Caller } from "../resource/principal.ts";
import type { AuditedKind, AuditRecord, Store } from "../store/store.ts";
import type { CallerOf } from "./caller.ts";

const defaultPageSize = 100;

export function createAuditService(options: {
  readonly store: Store;
  readonly callerOf: CallerOf;
}): ServiceImpl<typeof AuditService> {
  const { store, callerOf } = options;
  return {
    async listAuditEntries(request, context) {
      const { kind, resourceId, subject, pageToken } = request;
      const caller = callerOf(context);
      const pageSize = request.pageSize === 0 ? defaultPageSize : request.pageSize;
      const records = await store.listAudit({
        organizationId: caller.organizationId,
        startMs: request.startTime && timestampMs(request.startTime),
        endMs: request.endTime && timestampMs(request.endTime),
        kind,
        resourceId: resourceId.toLowerCase(),
        subject,
        beforeId: pageToken === "" ? undefined : Number(pageToken),
        // One more than asked for says whether there is a next page.
        limit: pageSize + 1,
      });
      const page = records.slice(0, pageSize).filter((record) => mayReadOf(record, caller));
      const nextPageToken = records.length > pageSize ? String(records[pageSize - 1]!.id) : "";
      return { items: page.map(entryOf), nextPageToken };
    },
  };
}

/** A custom endpoint says who may read it; so does what was changed of it. */
function mayReadOf({ kind, before, after }: AuditRecord, caller: Caller): boolean {
  const bytes = after ?? before;
  if (kind !== "custom_endpoint" || bytes === undefined) return true;
  return mayRead(fromBinary(CustomEndpointSpecSchema, bytes), caller);
}

function entryOf(record: AuditRecord & { readonly id: number }): AuditEntry {
  const { id, atMs, subject, action, kind, resourceId, requestId, before, after } = record;
  return create(AuditEntrySchema, {
    id: BigInt(id),
    time: timestampFromMs(atMs),
    subject,
    action,
    kind,
    resourceId,
    requestId,
    before: specJson(kind, before),
    after: specJson(kind, after),
  } as MessageInitShape<typeof AuditEntrySchema>);
}

function specJson(kind: AuditedKind, bytes: Uint8Array | undefined): JsonObject | undefined {
  if (kind === "master_key" || kind === "database") return undefined;
  const schema = resourceSchemas[kind].field.spec!.message!;
  return bytes && (toJson(schema, fromBinary(schema, bytes)) as JsonObject);
}
