import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createValidator } from "@bufbuild/protovalidate";
import { Status } from "../../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import { createLog } from "../../../kit/log.ts";
import { systemRandom } from "../../../kit/random.ts";
import { ManifestApplier } from "../../../server/manifest/manifest-applier.ts";
import { ManifestFolder, type ManifestFolderOptions } from "../../../server/manifest/manifest-folder.ts";
import type { ManifestCruds, ManifestKind } from "../../../server/manifest/manifest-kinds.ts";
import { createCustomEndpointRules } from "../../../server/resource/custom-endpoint-rules.ts";
import { createDeploymentRules } from "../../../server/resource/deployment-rules.ts";
import { parseEndpointTemplate } from "../../../server/resource/endpoint-template.ts";
import { createGatewayRules } from "../../../server/resource/gateway-rules.ts";
import type { Caller } from "../../../server/resource/principal.ts";
import { createRuleRules } from "../../../server/resource/rule-rules.ts";
import { createServiceRules } from "../../../server/resource/service-rules.ts";
import { createUpstreamRules } from "../../../server/resource/upstream-rules.ts";
import { ResourceCrud } from "../../../server/service/resource-crud.ts";
import { ResourceCodec } from "../../../server/store/resource-codec.ts";
import { masterKeyOf, SecretBox } from "../../../server/store/secret-box.ts";
import { SqliteStore } from "../../../server/store/sqlite-store.ts";
import { createTurnedClock } from "../../support/turned-clock.ts";

/** Somebody else than the folder. */
export const operator: Caller = {
  subject: "operator",
  organizationId: "default",
  teams: [],
  role: "admin",
  bootstrap: false,
  requestId: "r",
};

/** A real folder that a real store follows, with a clock that tests turn. */
export class FollowedFolder {
  readonly directory = mkdtempSync(join(tmpdir(), "weir-folder-"));
  readonly path = join(this.directory, "manifests");
  readonly clock = createTurnedClock();
  /** The lines of the log that are warnings or errors. */
  readonly warnings: string[] = [];
  readonly store: SqliteStore;
  readonly cruds: ManifestCruds;
  readonly #settings: Partial<ManifestFolderOptions>;
  #folder: ManifestFolder;

  constructor(settings: Partial<ManifestFolderOptions> = {}) {
    mkdirSync(this.path);
    const { clock } = this;
    this.#settings = settings;
    this.store = SqliteStore.open(join(this.directory, "weir.db"), { retentionMs: 1e9, maxRows: 100_000, clock });
    const codec = new ResourceCodec(new SecretBox([masterKeyOf(new Uint8Array(32))]));
    const crud = { store: this.store, codec, clock, random: systemRandom, validator: createValidator() };
    const template = parseEndpointTemplate("http://{subdomain}.localhost");
    this.cruds = {
      gateway: new ResourceCrud({ ...crud, rules: createGatewayRules({ zones: ["local"], template, codec }) }),
      upstream: new ResourceCrud({ ...crud, rules: createUpstreamRules({ codec }) }),
      service: new ResourceCrud({ ...crud, rules: createServiceRules({ codec }) }),
      deployment: new ResourceCrud({ ...crud, rules: createDeploymentRules({ codec }) }),
      rule: new ResourceCrud({ ...crud, rules: createRuleRules({ codec }) }),
      custom_endpoint: new ResourceCrud({ ...crud, rules: createCustomEndpointRules({ codec }) }),
    };
    this.#folder = this.#follow();
  }

  get facts() {
    return this.#folder.facts;
  }

  write(name: string, ...documents: readonly string[]): void {
    mkdirSync(dirname(join(this.path, name)), { recursive: true });
    writeFileSync(join(this.path, name), documents.join("---\n"));
  }

  /** Lets time pass, with a look at the folder each second, as the server does. */
  async pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      this.clock.advance(1);
      await this.#folder.look();
    }
  }

  /** Follows the folder anew, as after a restart of the server. */
  async restart(): Promise<void> {
    await this.#folder.stop();
    this.#folder = this.#follow();
  }

  /** The ids of the resources of a kind by name, without those that are being deleted. */
  async ids(kind: ManifestKind = "gateway"): Promise<Record<string, string>> {
    const rows = await this.store.list(kind, {});
    const present = rows.map((row) => this.cruds[kind].present(row));
    const kept = present.filter(({ status }) => status?.status !== Status.DELETING);
    return Object.fromEntries(kept.map(({ spec }) => [spec!.name, spec!.id]).sort());
  }

  async close(): Promise<void> {
    await this.#folder.stop();
    await this.store.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  #follow(): ManifestFolder {
    const destination = { write: (line: string) => void this.warnings.push(JSON.parse(line).msg) };
    return new ManifestFolder({
      path: this.path,
      statePath: join(this.directory, "manifests.json"),
      applier: new ManifestApplier(this.store, this.cruds),
      cruds: this.cruds,
      store: this.store,
      variables: new Map(),
      maxDeleteShare: 0.2,
      drift: "heal",
      driftIntervalMs: 30_000,
      clock: this.clock,
      random: systemRandom,
      log: createLog({ name: "test", level: "warn", destination }),
      ...this.#settings,
    });
  }
}

export const gateway = (name: string): string => `kind: Gateway
spec:
  name: ${name}
  zones: [local]
  apiKeyAuth: {}
  bodyBasedRouting: {apiType: API_TYPE_OPENAI}
`;

export const deployment = (name: string, of: string): string => `kind: Deployment
spec:
  name: ${name}
  gatewayIds: [${of}]
  model: {name: m}
  targets: {targets: [{url: "http://127.0.0.1:9"}]}
`;
