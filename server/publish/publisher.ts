import { create } from "@bufbuild/protobuf";
import { RemovalReason } from "../../gen/es/weir/config/v1alpha1/config_service_pb.ts";
import { type TokenDigest, TokenDigestSchema } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import { type AccessToken, Role } from "../../gen/es/weir/inference/v1alpha1/access_token_pb.ts";
import type { Gateway } from "../../gen/es/weir/inference/v1alpha1/gateway_pb.ts";
import { Status } from "../../gen/es/weir/inference/v1alpha1/status_pb.ts";
import type { Log } from "../../kit/log.ts";
import { Sequence } from "../../kit/sequence.ts";
import {
  buildGatewayPartition,
  buildTokenSetPartition,
  gatewayPartitionId,
  tokenSetPartitionId,
} from "../compile/build-partition.ts";
import { checkGatewayPartition } from "../compile/check-snapshot.ts";
import { compileGateway, compileTokenSet } from "../compile/compile.ts";
import type { Finding } from "../compile/finding.ts";
import type { EndpointTemplate } from "../resource/endpoint-template.ts";
import { tokenSpace } from "../store/claim-spaces.ts";
import type { ResourceCodec } from "../store/resource-codec.ts";
import type { Change, Store } from "../store/store.ts";
import { UnreadableRowError } from "../store/unreadable-row-error.ts";
import { declarationsOf, gatewaysThatUse } from "./declarations-of.ts";
import { DirtyLoop } from "./dirty-loop.ts";
import type { Feed, FeedChanges } from "./feed.ts";
import { KeySets, type KeyShard, keyShardOf } from "./key-sets.ts";
import { OrganizationZones } from "./organization-zones.ts";
import { parseResourceKey, resourceKey } from "./resource-key.ts";

export interface PublisherOptions {
  readonly store: Store;
  readonly codec: ResourceCodec;
  readonly feed: Feed;
  readonly template: EndpointTemplate;
  readonly log: Log;
  /** Called after partitions were compiled, whether or not their content changed. */
  readonly onCompiled: (gatewayIds: readonly string[]) => void;
}

/**
 * Change -> compile -> check -> feed. Each committed change marks the partitions that it touches; marked partitions are
 * compiled in batches. What does not pass the check keeps its last good content in the feed.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #gateways: DirtyLoop<string>;
  readonly #organizations: DirtyLoop<string>;
  /** Upstreams and services whose gateways are still to be marked. */
  readonly #shared: DirtyLoop<string>;
  readonly #hostOwners = new Map<string, string>();
  readonly #compiled = new Map<string, CompiledFacts>();
  readonly #zones = new OrganizationZones();
  /** Gateways whose own row cannot be read, with their organizations: their zones are not known. */
  readonly #unreadable = new Map<string, string>();
  readonly #keySets: KeySets;
  readonly #keyShards: DirtyLoop<KeyShard>;
  /** What was read before a change must not be published after it. */
  readonly #oneByOne = new Sequence();
  #stopListening: (() => void) | undefined;

  constructor(options: PublisherOptions) {
    this.#options = options;
    const { log } = options;
    this.#gateways = new DirtyLoop(
      (ids) => this.#oneByOne.run(() => this.#compileGateways(ids)),
      (error, ids) => log.error({ err: error, gateways: [...ids] }, "compiling failed: the last good snapshot stays"),
    );
    this.#shared = new DirtyLoop(
      (keys) => this.#markGatewaysOf(keys),
      (error, keys) => log.error({ err: error, resources: [...keys] }, "finding the gateways that use them failed"),
    );
    this.#organizations = new DirtyLoop(
      (ids) => this.#publishEach(ids, (id, changes) => this.#compileTokenSet(id, changes)),
      (error, ids) => log.error({ err: error, organizations: [...ids] }, "compiling tokens failed"),
    );
    this.#keySets = new KeySets(options.store, options.codec);
    this.#keyShards = new DirtyLoop(
      (shards) => this.#publishEach(shards, (shard, changes) => this.#keySets.compile(shard, changes)),
      (error, shards) => log.error({ err: error, shards: [...shards] }, "compiling API keys failed"),
    );
  }

  /** Compiles everything that is stored, and from then on what changes. */
  async start(): Promise<void> {
    const { store } = this.#options;
    this.#stopListening = store.onCommit((changes) => {
      for (const change of changes) this.#mark(change);
    });
    for (const { id } of await store.list("gateway", {})) this.#gateways.mark(id);
    await this.settled();
  }

  /** Resolves when every committed change has reached the feed. */
  async settled(): Promise<void> {
    await this.#shared.settled();
    await this.#gateways.settled();
    await this.#organizations.settled();
    await this.#keyShards.settled();
  }

  async stop(): Promise<void> {
    this.#stopListening?.();
    await this.#shared.stop();
    await this.#gateways.stop();
    await this.#organizations.stop();
    await this.#keyShards.stop();
  }

  /** Whether the feed lags behind what is stored of a gateway. */
  isBehind(gatewayId: string): boolean {
    return this.#gateways.has(gatewayId);
  }

  /** What compiling found of a gateway and of the deployments on it. */
  findingsOf(gatewayId: string): readonly Finding[] {
    return this.#compiled.get(gatewayId)?.findings ?? [];
  }

  /** Why the gateway's present state was not published; empty when it was. */
  checkFailuresOf(gatewayId: string): readonly string[] {
    return this.#compiled.get(gatewayId)?.failures ?? [];
  }

  /**
   * Why the proxies of a zone should forget a partition that is not published there, by what is stored. `undefined` when
   * they should keep it: it is published, or it was not published only because its resource cannot be read or compiled.
   */
  async whyAbsent(zone: string, partitionId: string): Promise<RemovalReason | undefined> {
    const [kind, owner = "", shard] = partitionId.split("/");
    switch (kind) {
      case "gateways":
        return this.#whyGatewayIsAbsent(zone, owner);
      case "key_sets": {
        const reason = await this.#whyGatewayIsAbsent(zone, owner);
        const isEmpty = reason === undefined && !(await this.#keySets.hasKeys(`${owner}/${shard}`));
        return isEmpty && !this.#unreadable.has(owner) ? RemovalReason.DELETED : reason;
      }
      case "token_sets":
        return this.#whyTokenSetIsAbsent(zone, partitionId.slice("token_sets/".length));
      default:
        return undefined;
    }
  }

  async #whyGatewayIsAbsent(zone: string, id: string): Promise<RemovalReason | undefined> {
    const { store, codec } = this.#options;
    const row = await store.get("gateway", id);
    if (row === undefined) return RemovalReason.DELETED;
    const gateway = codec.tryDecode("gateway", row);
    if (gateway === undefined) return undefined;
    if (gateway.status!.status === Status.DELETING) return RemovalReason.DELETED;
    return gateway.spec!.zones.includes(zone) ? undefined : RemovalReason.MOVED;
  }

  async #whyTokenSetIsAbsent(zone: string, organizationId: string): Promise<RemovalReason | undefined> {
    const { store } = this.#options;
    let absence: RemovalReason = RemovalReason.DELETED;
    for (const { id } of await store.list("gateway", { organizationId })) {
      const reason = await this.#whyGatewayIsAbsent(zone, id);
      if (reason === undefined) return undefined;
      if (reason === RemovalReason.MOVED) absence = reason;
    }
    return absence;
  }

  #mark(change: Change): void {
    if (change.statusOnly) return;
    switch (change.kind) {
      case "gateway":
        this.#gateways.mark(change.id);
        return;
      case "deployment":
      case "rule":
      case "custom_endpoint":
        for (const link of change.links) if (link.kind === "gateway") this.#gateways.mark(link.id);
        return;
      case "upstream":
      case "service":
        this.#shared.mark(resourceKey(change));
        return;
      case "api_key":
        for (const claim of change.claims) this.#keyShards.mark(keyShardOf(claim)!);
        return;
      case "access_token":
        this.#organizations.mark(change.organizationId);
        return;
      default:
        change.kind satisfies never;
    }
  }

  #publishEach(
    keys: ReadonlySet<string>,
    compile: (key: string, changes: FeedChanges) => Promise<void>,
  ): Promise<void> {
    return this.#oneByOne.run(async () => {
      const changes: FeedChanges = new Map();
      for (const key of keys) await compile(key, changes);
      this.#options.feed.publish(changes);
    });
  }

  async #markGatewaysOf(keys: ReadonlySet<string>): Promise<void> {
    const { store, codec } = this.#options;
    for (const key of keys) {
      for (const id of await gatewaysThatUse(parseResourceKey(key), store, codec)) this.#gateways.mark(id);
    }
  }

  async #compileGateways(ids: ReadonlySet<string>): Promise<void> {
    const changes: FeedChanges = new Map();
    const organizations = new Set<string>();
    const held: string[] = [];
    for (const id of ids) if (!(await this.#tryCompileGateway(id, changes, organizations))) held.push(id);
    // A host that one gateway has given up may be another's of the same batch, which was compiled before it.
    for (const id of held) await this.#tryCompileGateway(id, changes, organizations);
    // In the same publication: a gateway that is ready knows its callers.
    for (const organizationId of organizations) await this.#compileTokenSet(organizationId, changes);
    this.#options.feed.publish(changes);
    this.#options.onCompiled([...ids]);
  }

  /** A gateway that cannot be read or compiled keeps its last good partition, and others are compiled all the same. */
  async #tryCompileGateway(id: string, changes: FeedChanges, organizations: Set<string>): Promise<boolean> {
    try {
      return await this.#compileGateway(id, changes, organizations);
    } catch (error) {
      const { findings = [], hosts = [] } = this.#compiled.get(id) ?? {};
      const failure =
        error instanceof UnreadableRowError ? error.message : "the server failed to compile it, see its log";
      this.#compiled.set(id, { findings, failures: [failure], hosts });
      this.#options.log.error({ err: error, gateway: id }, "compiling failed: the last good partition stays");
      return false;
    }
  }

  /** @returns false when the gateway's present state did not pass the check */
  async #compileGateway(id: string, changes: FeedChanges, organizations: Set<string>): Promise<boolean> {
    const { store, codec, template, log } = this.#options;
    const row = await store.get("gateway", id);
    if (row === undefined) this.#unreadable.delete(id);
    // Until it can be read; the next line throws when it cannot.
    else this.#unreadable.set(id, row.organizationId);
    const gateway: Gateway | undefined = row && codec.decode("gateway", row);
    this.#unreadable.delete(id);
    if (row === undefined || gateway?.spec === undefined || gateway.status?.status === Status.DELETING) {
      this.#ownHosts(id, []);
      this.#compiled.delete(id);
      changes.set(gatewayPartitionId(id), undefined);
      this.#keySets.remove(id, changes);
      const organizationId = this.#zones.remove(id);
      if (organizationId !== undefined) organizations.add(organizationId);
      return true;
    }
    const { partition, findings } = compileGateway(await declarationsOf(gateway, store, codec), template);
    const failures = checkGatewayPartition(partition, (host) => this.#hostOwners.get(host));
    const hosts = failures.length === 0 ? partition.hosts : (this.#compiled.get(id)?.hosts ?? []);
    this.#ownHosts(id, hosts);
    this.#compiled.set(id, { findings, failures, hosts });
    if (failures.length > 0) {
      log.error({ gateway: id, failures }, "the snapshot check failed: the last good partition stays");
      return false;
    }
    const zone = gateway.spec.zones[0]!;
    changes.set(gatewayPartitionId(id), { partition: buildGatewayPartition(partition), zones: new Set([zone]) });
    await this.#keySets.place(id, zone, changes);
    if (this.#zones.place(row.organizationId, id, zone)) organizations.add(row.organizationId);
    return true;
  }

  async #compileTokenSet(organizationId: string, changes: FeedChanges): Promise<void> {
    const zones = this.#zones.zonesOf(organizationId);
    const id = tokenSetPartitionId(organizationId);
    if (zones.size === 0) {
      if (![...this.#unreadable.values()].includes(organizationId)) changes.set(id, undefined);
      return;
    }
    const { tokens, unreadable } = await this.#readTokens(organizationId);
    const tokenSet = compileTokenSet(organizationId, tokens, unreadable);
    changes.set(id, { partition: buildTokenSetPartition(tokenSet), zones });
  }

  async #readTokens(
    organizationId: string,
  ): Promise<{ readonly tokens: readonly TokenDigest[]; readonly unreadable: readonly Uint8Array[] }> {
    const { store, codec } = this.#options;
    const tokens: TokenDigest[] = [];
    const unreadable: Uint8Array[] = [];
    for (const row of await store.list("access_token", { organizationId })) {
      const token: AccessToken | undefined = codec.tryDecode("access_token", row);
      const claim = (await store.claimsOf(row)).find(({ space }) => space === tokenSpace);
      if (claim === undefined) continue;
      const sha256 = Buffer.from(claim.key, "hex");
      if (token?.spec === undefined) {
        // Proxies keep what they have of it; the organization's other tokens go on to be changed and revoked.
        unreadable.push(sha256);
        continue;
      }
      tokens.push(
        create(TokenDigestSchema, {
          tokenId: row.id,
          sha256,
          subject: token.spec.subject === "" ? row.id : token.spec.subject,
          expireTime: token.spec.expireTime,
          teams: token.spec.teams,
          isAdmin: token.spec.role === Role.ADMIN,
        }),
      );
    }
    return { tokens, unreadable };
  }

  #ownHosts(gatewayId: string, hosts: readonly string[]): void {
    for (const host of this.#compiled.get(gatewayId)?.hosts ?? []) this.#hostOwners.delete(host);
    for (const host of hosts) this.#hostOwners.set(host, gatewayId);
  }
}

interface CompiledFacts {
  readonly findings: readonly Finding[];
  readonly failures: readonly string[];
  /** The hosts that the feed's partition holds. */
  readonly hosts: readonly string[];
}
