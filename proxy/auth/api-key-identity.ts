import { type Timestamp, timestampDate, timestampMs } from "@bufbuild/protobuf/wkt";
import type { KeyEntry } from "../../gen/es/weir/config/v1alpha1/snapshot_pb.ts";
import type { Identity } from "./identity.ts";

/** What of a rule its use depends on. */
interface ScopedRule {
  readonly id: string;
  readonly split: { readonly candidates: readonly { readonly id: string }[] };
}

/** Who presents one secret of an API key, and what that may be used for. */
export class ApiKeyIdentity implements Identity {
  readonly kind = "identity";
  readonly subject: string;
  /** A key is of none. */
  readonly teams = [];
  readonly isAdmin = false;
  readonly keyId: string;
  readonly name: string;
  /** Who uses the key; empty: nobody in particular. */
  readonly user: string;
  readonly notBeforeMs: number;
  readonly expiresAtMs: number;
  /** Until when a budget of the key is used up. */
  readonly exhaustedUntilMs: number;
  readonly #warnAtMs: number;
  readonly #expiryText: string;
  /** Undefined: everything is allowed. */
  readonly #scopes:
    | {
        readonly models: ReadonlySet<string>;
        readonly modelPrefixes: readonly string[];
        readonly services: ReadonlySet<string>;
        readonly rules: ReadonlySet<string>;
        readonly customEndpoints: ReadonlySet<string>;
      }
    | undefined;

  constructor({ keyId, name, user, scopes, notBefore, expiresAt, warnAt, exhaustedUntil }: KeyEntry) {
    this.keyId = keyId;
    this.name = name;
    this.user = user;
    this.subject = user === "" ? keyId : user;
    this.notBeforeMs = msOr(notBefore, Number.NEGATIVE_INFINITY);
    this.expiresAtMs = msOr(expiresAt, Number.POSITIVE_INFINITY);
    this.exhaustedUntilMs = msOr(exhaustedUntil, Number.NEGATIVE_INFINITY);
    this.#warnAtMs = msOr(warnAt, Number.POSITIVE_INFINITY);
    this.#expiryText = expiresAt === undefined ? "" : timestampDate(expiresAt).toISOString();
    this.#scopes = scopes && {
      models: new Set(scopes.models.filter((model) => !model.endsWith("*"))),
      modelPrefixes: scopes.models.filter((model) => model.endsWith("*")).map((model) => model.slice(0, -1)),
      services: new Set(scopes.serviceIds),
      rules: new Set(scopes.ruleIds),
      customEndpoints: new Set(scopes.customEndpointIds),
    };
  }

  allowsModel(model: string): boolean {
    const scopes = this.#scopes;
    return (
      scopes === undefined ||
      scopes.models.has(model) ||
      scopes.modelPrefixes.some((prefix) => model.startsWith(prefix))
    );
  }

  /** A rule that is named, or that leads to nothing but services that are. */
  allowsRule({ id, split }: ScopedRule): boolean {
    const scopes = this.#scopes;
    return (
      scopes === undefined ||
      scopes.rules.has(id) ||
      split.candidates.every((candidate) => scopes.services.has(candidate.id))
    );
  }

  allowsCustomEndpoint(id: string): boolean {
    return this.#scopes === undefined || this.#scopes.customEndpoints.has(id);
  }

  /** When the secret stops working, once its owner is to be warned of that. */
  expiryNotice(nowMs: number): string | undefined {
    return nowMs >= this.#warnAtMs ? this.#expiryText : undefined;
  }
}

function msOr(time: Timestamp | undefined, fallback: number): number {
  return time === undefined ? fallback : timestampMs(time);
}
