import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { DescMethod, DescService } from "@bufbuild/protobuf";

const folder = join(import.meta.dirname, "../../gen/es/weir/inference/v1alpha1");

/** Every method of every service of the public API, whatever services there are. */
export const methodsOfApi: readonly DescMethod[] = (
  await Promise.all(
    readdirSync(folder)
      .filter((name) => name.endsWith("_service_pb.ts"))
      .map((name) => import(join(folder, name))),
  )
)
  .flatMap((module): unknown[] => Object.values(module))
  .filter((each): each is DescService => (each as DescService | undefined)?.kind === "service")
  .flatMap(({ methods }) => methods);
