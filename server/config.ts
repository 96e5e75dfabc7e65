import { type AddressSettings, readAddressSettings } from "../kit/address-policy.ts";
import { type IamSettings, readIamSettings } from "../kit/iam-settings.ts";
import { type ListenAddress, parseListenAddress } from "../kit/listen-address.ts";
import { type LogLevel, logLevels } from "../kit/log.ts";
import { type OidcSettings, readOidcSettings } from "../kit/oidc-settings.ts";
import {
  parseList,
  parseSecret,
  parseShare,
  parseText,
  parseWholeNumber,
  parseWord,
  type SettingParser,
  SettingsReader,
} from "../kit/settings.ts";
import { type EndpointTemplate, parseEndpointTemplate } from "./resource/endpoint-template.ts";
import { type MasterKey, masterKeyOf } from "./store/secret-box.ts";

/** The server's settings, as the environment gave them. */
export interface ServerConfig {
  readonly listen: ListenAddress;
  /** Paths of certificate and key in PEM. Undefined: cleartext. */
  readonly tls: { readonly certificatePath: string; readonly keyPath: string } | undefined;
  /** The directory of the database, the keys and the tokens. */
  readonly dataDirectory: string;
  /** The zones of gateways, in canonical spelling. */
  readonly zones: readonly string[];
  readonly endpointTemplate: EndpointTemplate;
  /** Undefined: made at first start and kept in the data directory. */
  readonly adminToken: string | undefined;
  /** Undefined: made at first start and kept in the data directory. */
  readonly proxyToken: string | undefined;
  /** The first seals, the others still open. Undefined: made at first start and kept in the data directory. */
  readonly masterKeys: readonly [MasterKey, ...MasterKey[]] | undefined;
  readonly oidc: OidcSettings | undefined;
  readonly iam: IamSettings | undefined;
  /** How many connections one source may hold open. 0: any number. */
  readonly connectionsPerSource: number;
  /** How many bad credentials one source may send in a minute. 0: any number. */
  readonly badCredentialsPerMinute: number;
  /** Which addresses a resource may name, where it names an address and not a host. */
  readonly targets: AddressSettings;
  /** How long usage is kept. */
  readonly usageRetentionDays: number;
  /** How many rows of usage are kept at most: the oldest go first. */
  readonly usageMaxRows: number;
  /** How long the audit log is kept. */
  readonly auditRetentionDays: number;
  /** How many entries it has at most: the oldest go first. */
  readonly auditMaxRows: number;
  /** A folder of manifests that is followed. Undefined: none. */
  readonly manifests: string | undefined;
  /** The largest share of its resources that the folder deletes at once, from 0 to 1. */
  readonly manifestsMaxDeleteShare: number;
  /** Whether changes that others make to resources of the folder are undone, or only reported. */
  readonly manifestsDrift: "heal" | "show";
  readonly manifestsDriftIntervalMs: number;
  /** What stands for `${NAME}` in its files: the environment, without the settings of Weir itself. */
  readonly manifestVariables: ReadonlyMap<string, string>;
  readonly logLevel: LogLevel;
  /** How long open calls may take to end when the server stops. */
  readonly shutdownGraceMs: number;
}

/** Reads the server's settings. Throws a SettingsError with every mistake. */
export function readServerConfig(environment: Readonly<Record<string, string | undefined>>): ServerConfig {
  const read = new SettingsReader(environment);
  const certificatePath = read.optional("WEIR_TLS_CERT", parseText);
  const keyPath = read.optional("WEIR_TLS_KEY", parseText);
  if ((certificatePath === undefined) !== (keyPath === undefined)) {
    read.reject("WEIR_TLS_CERT and WEIR_TLS_KEY: give both, or neither for cleartext");
  }
  const store = read.withDefault("WEIR_STORE", parseWord(["sqlite:"]), "sqlite:");
  store satisfies "sqlite:";
  const config: ServerConfig = Object.freeze({
    listen: read.withDefault("WEIR_LISTEN", parseListenAddress, "127.0.0.1:7070"),
    tls: certificatePath !== undefined && keyPath !== undefined ? { certificatePath, keyPath } : undefined,
    dataDirectory: read.withDefault("WEIR_DATA", parseText, "./data"),
    zones: read.withDefault("WEIR_ZONES", parseZones, "local"),
    endpointTemplate: read.withDefault(
      "WEIR_ENDPOINT_TEMPLATE",
      parseEndpointTemplate,
      "http://{subdomain}.localhost:7080",
    ),
    adminToken: read.secret("WEIR_ADMIN_TOKEN", parseSecret),
    proxyToken: read.secret("WEIR_PROXY_TOKEN", parseSecret),
    masterKeys: read.secret("WEIR_MASTER_KEY", parseMasterKeys),
    oidc: readOidcSettings(read),
    iam: readIamSettings(read),
    connectionsPerSource: read.withDefault(
      "WEIR_CONNECTIONS_PER_SOURCE",
      parseWholeNumber({ min: 0, max: 10_000_000 }),
      "10000",
    ),
    badCredentialsPerMinute: read.withDefault(
      "WEIR_BAD_CREDENTIALS_PER_MINUTE",
      parseWholeNumber({ min: 0, max: 1_000_000 }),
      "600",
    ),
    targets: readAddressSettings(read),
    usageRetentionDays: read.withDefault("WEIR_USAGE_RETENTION_DAYS", parseWholeNumber({ min: 1, max: 3_650 }), "90"),
    usageMaxRows: read.withDefault(
      "WEIR_USAGE_MAX_ROWS",
      parseWholeNumber({ min: 1_000, max: 1_000_000_000 }),
      "10000000",
    ),
    auditRetentionDays: read.withDefault("WEIR_AUDIT_RETENTION_DAYS", parseWholeNumber({ min: 1, max: 3_650 }), "365"),
    auditMaxRows: read.withDefault(
      "WEIR_AUDIT_MAX_ROWS",
      parseWholeNumber({ min: 1_000, max: 1_000_000_000 }),
      "1000000",
    ),
    manifests: read.optional("WEIR_MANIFESTS", parseText),
    manifestsMaxDeleteShare: read.withDefault("WEIR_MANIFESTS_MAX_DELETE_SHARE", parseShare, "0.2"),
    manifestsDrift: read.withDefault("WEIR_MANIFESTS_DRIFT", parseWord(["heal", "show"]), "heal"),
    manifestsDriftIntervalMs: read.withDefault(
      "WEIR_MANIFESTS_DRIFT_INTERVAL_MS",
      parseWholeNumber({ min: 1_000, max: 86_400_000 }),
      "30000",
    ),
    manifestVariables: variablesOf(environment),
    logLevel: read.withDefault("WEIR_LOG_LEVEL", parseWord(logLevels), "info"),
    shutdownGraceMs: read.withDefault("WEIR_SHUTDOWN_GRACE_MS", parseWholeNumber({ min: 0, max: 600_000 }), "10000"),
  });
  read.assertNoMistakes();
  return config;
}

/** Weir's own secrets are nothing that a manifest could send somewhere. */
function variablesOf(environment: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  const entries = Object.entries(environment).filter(([name]) => !name.startsWith("WEIR_"));
  return new Map(entries.map(([name, value]) => [name, value ?? ""]));
}

const parseZones: SettingParser<readonly string[]> = (text) => {
  const zones = parseList(text);
  if (new Set(zones.map((zone) => zone.toLowerCase())).size < zones.length) {
    throw new RangeError("must name each zone once, whatever its case");
  }
  return zones;
};

const parseMasterKeys: SettingParser<readonly [MasterKey, ...MasterKey[]]> = (text) => {
  const keys = parseList(text).map((each) => Buffer.from(each, "base64"));
  if (keys.some(({ length }) => length !== 32)) {
    throw new RangeError(
      "must be 32 bytes in base64; with earlier keys after it, comma separated, while it replaces them",
    );
  }
  const [present, ...earlier] = keys.map(masterKeyOf);
  return [present!, ...earlier];
};
