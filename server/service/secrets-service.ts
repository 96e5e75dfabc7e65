import type { ServiceImpl } from "@connectrpc/connect";
import type { SecretsService } from "../../gen/es/weir/inference/v1alpha1/secrets_service_pb.ts";
import { permissionDenied } from "../resource/api-error.ts";
import type { MasterKeyRotation } from "../secrets/master-key-rotation.ts";
import type { CallerOf } from "./caller.ts";

export function createSecretsService(options: {
  readonly rotation: MasterKeyRotation;
  readonly callerOf: CallerOf;
}): ServiceImpl<typeof SecretsService> {
  const { rotation, callerOf } = options;
  return {
    async rotateMasterKey(_request, context) {
      const caller = callerOf(context);
      if (!caller.bootstrap) {
        throw permissionDenied("only the bootstrap admin token may rotate the master key: all organizations share it");
      }
      const { keyId, resealed } = await rotation.rotate(caller);
      return { keyId, resealed: BigInt(resealed) };
    },
  };
}
