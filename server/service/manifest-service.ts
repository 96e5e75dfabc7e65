import type { ServiceImpl } from "@connectrpc/connect";
import { ManifestAction, type ManifestService } from "../../gen/es/weir/inference/v1alpha1/manifest_service_pb.ts";
import type { ManifestApplier } from "../manifest/manifest-applier.ts";
import { resourceSchemas } from "../resource/kinds.ts";
import type { CallerOf } from "./caller.ts";

const actions = {
  created: ManifestAction.CREATED,
  updated: ManifestAction.UPDATED,
  unchanged: ManifestAction.UNCHANGED,
} as const;

export function createManifestService(options: {
  readonly applier: ManifestApplier;
  readonly callerOf: CallerOf;
}): ServiceImpl<typeof ManifestService> {
  const { applier, callerOf } = options;
  return {
    async applyManifests({ files, dryRun, variables }, context) {
      const request = { files, dryRun, variables: new Map(Object.entries(variables)) };
      const applied = await applier.apply(request, callerOf(context));
      return {
        results: applied.map(({ kind, id, name, action, changes, document }) => ({
          kind: resourceSchemas[kind].name,
          // What a dry run made up is nobody's.
          id: dryRun && action === "created" ? String(document.spec.id ?? "") : id,
          name,
          action: actions[action],
          changes: [...changes],
          file: document.file,
          line: document.line,
        })),
      };
    },
  };
}
