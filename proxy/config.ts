import { availableParallelism, hostname } from "node:os";
import { type AddressSettings, readAddressSettings } from "../kit/address-policy.ts";
import { type IamSettings, readIamSettings } from "../kit/iam-settings.ts";
import { isLoopback, type ListenAddress, parseListenAddress } from "../kit/listen-address.ts";
import { type LogLevel, logLevels } from "../kit/log.ts";
import { type OidcSettings, readOidcSettings } from "../kit/oidc-settings.ts";
import { systemRandom } from "../kit/random.ts";
import {
  parseAddressRanges,
  parseHttpUrl,
  parseList,
  parseSecret,
  parseShare,
  parseText,
  parseWholeNumber,
  parseWord,
  type SettingParser,
  SettingsReader,
} from "../kit/settings.ts";
import { readTraceSettings, type TraceSettings } from "./trace/trace-settings.ts";

/** The proxy's settings, as the environment gave them. */
export interface ProxyConfig {
  readonly listen: ListenAddress;
  readonly adminListen: ListenAddress;
  /**
   * The bearer token that callers of the admin port must send; undefined when none is asked for, which needs a loopback
   * address.
   */
  readonly adminToken: string | undefined;
  /** Paths of certificate and key in PEM. Undefined: cleartext. */
  readonly tls: { readonly certificatePath: string; readonly keyPath: string } | undefined;
  readonly controlUrl: URL;
  /** Undefined: read from `proxy-token` in the server's data directory. */
  readonly proxyToken: string | undefined;
  /** The server's data directory, of which only the proxy token is read. */
  readonly serverDataDirectory: string;
  readonly zone: string;
  readonly workers: number;
  /** The directory of the last good snapshot. */
  readonly dataDirectory: string;
  /** Addresses (CIDR) whose `x-forwarded-*` headers are believed. */
  readonly trustedProxies: readonly string[];
  /** How many connections one source may hold open. 0: any number. */
  readonly connectionsPerSource: number;
  /** How many bad credentials one source may send in a minute. 0: any number. */
  readonly badCredentialsPerMinute: number;
  readonly iam: IamSettings | undefined;
  /** Which addresses may be connected to on behalf of tenants. */
  readonly targets: AddressSettings;
  /** Whose tokens gateways take beside those of the organization. */
  readonly oidc: OidcSettings | undefined;
  /** Redis or Valkey, where limits are shared over proxies. Undefined: each proxy counts for itself. */
  readonly redisUrl: string | undefined;
  /** `address:port` of the DNS servers that know the names of upstreams; empty: the system's. */
  readonly dnsServers: readonly string[];
  /** Of the requests that went well, how many are written to the access log: from 0 to 1. */
  readonly accessLogShare: number;
  /** Which requests are traced; undefined: none. */
  readonly trace: TraceSettings | undefined;
  readonly logLevel: LogLevel;
  /** After SIGTERM: how long new connections are still taken, so that load balancers can notice `/readyz`. */
  readonly drainGraceMs: number;
  /** After SIGTERM: how long open requests may take to end. */
  readonly drainLimitMs: number;
  /** Unique over the proxies that run; begins with the name of the machine, for people. */
  readonly proxyId: string;
}

/** Reads the proxy's settings. Throws a SettingsError with every mistake. */
export function readProxyConfig(environment: Readonly<Record<string, string | undefined>>): ProxyConfig {
  const read = new SettingsReader(environment);
  const certificatePath = read.optional("WEIR_PROXY_TLS_CERT", parseText);
  const keyPath = read.optional("WEIR_PROXY_TLS_KEY", parseText);
  if ((certificatePath === undefined) !== (keyPath === undefined)) {
    read.reject("WEIR_PROXY_TLS_CERT and WEIR_PROXY_TLS_KEY: give both, or neither for cleartext");
  }
  const adminListen = read.withDefault("WEIR_PROXY_ADMIN_LISTEN", parseListenAddress, "127.0.0.1:7081");
  const adminToken = read.secret("WEIR_PROXY_ADMIN_TOKEN", parseSecret);
  if (adminToken === undefined && !isLoopback(adminListen)) {
    read.reject(
      `WEIR_PROXY_ADMIN_TOKEN: must be set when WEIR_PROXY_ADMIN_LISTEN is not a loopback address (given: "${adminListen.host}")`,
    );
  }
  const config: ProxyConfig = Object.freeze({
    listen: read.withDefault("WEIR_PROXY_LISTEN", parseListenAddress, "127.0.0.1:7080"),
    adminListen,
    adminToken,
    tls: certificatePath !== undefined && keyPath !== undefined ? { certificatePath, keyPath } : undefined,
    controlUrl: read.withDefault("WEIR_CONTROL_URL", parseHttpUrl, "http://127.0.0.1:7070"),
    proxyToken: read.secret("WEIR_PROXY_TOKEN", parseText),
    serverDataDirectory: read.withDefault("WEIR_DATA", parseText, "./data"),
    zone: read.withDefault("WEIR_ZONE", parseText, "local"),
    workers: read.withDefault(
      "WEIR_PROXY_WORKERS",
      parseWholeNumber({ min: 1, max: 256 }),
      String(availableParallelism()),
    ),
    dataDirectory: read.withDefault("WEIR_PROXY_DATA", parseText, "./data/proxy"),
    connectionsPerSource: read.withDefault(
      "WEIR_PROXY_CONNECTIONS_PER_SOURCE",
      parseWholeNumber({ min: 0, max: 10_000_000 }),
      "10000",
    ),
    badCredentialsPerMinute: read.withDefault(
      "WEIR_BAD_CREDENTIALS_PER_MINUTE",
      parseWholeNumber({ min: 0, max: 1_000_000 }),
      "600",
    ),
    iam: readIamSettings(read),
    trustedProxies: read.optional("WEIR_TRUSTED_PROXIES", parseAddressRanges) ?? [],
    targets: readAddressSettings(read),
    oidc: readOidcSettings(read),
    redisUrl: read.secret("WEIR_REDIS_URL", parseRedisUrl),
    dnsServers: read.optional("WEIR_DNS_SERVERS", parseServers) ?? [],
    accessLogShare: read.withDefault("WEIR_ACCESS_LOG_SHARE", parseShare, "1"),
    trace: readTraceSettings(read),
    logLevel: read.withDefault("WEIR_LOG_LEVEL", parseWord(logLevels), "info"),
    drainGraceMs: read.withDefault("WEIR_PROXY_DRAIN_GRACE_MS", parseWholeNumber({ min: 0, max: 600_000 }), "1000"),
    drainLimitMs: read.withDefault("WEIR_PROXY_DRAIN_LIMIT_MS", parseWholeNumber({ min: 0, max: 86_400_000 }), "60000"),
    proxyId: `${hostname()}-${systemRandom.uuid()}`,
  });
  read.assertNoMistakes();
  return config;
}

const parseRedisUrl: SettingParser<string> = (text) => {
  if (!URL.canParse(text) || !/^rediss?:$/.test(new URL(text).protocol)) {
    throw new RangeError("must be a URL like redis://user:password@10.0.0.3:6379/0, or rediss:// for TLS");
  }
  return text;
};

const parseServers: SettingParser<readonly string[]> = (text) => {
  const servers = parseList(text);
  const wrong = servers.find((server) => !/^(\d+\.\d+\.\d+\.\d+|\[[0-9a-fA-F:]+\])(:\d+)?$/.test(server));
  if (wrong !== undefined) {
    throw new RangeError(`must be a comma separated list like 10.0.0.2:53,[fd00::2]:53, and "${wrong}" is no address`);
  }
  return servers;
};
