// What finding the rule of a request costs, with 10,000 rules on one gateway: texts, parameters, prefixes, methods and
// header conditions. Beside it, in the same run and on the same paths, find-my-way (Fastify's router) without the header
// conditions, which it does not have, and without priorities.
//
//   npm run bench:match              5 rounds of 200,000 requests each

import findMyWay, { type HTTPMethod } from "find-my-way";
import { parsePathPattern } from "../../kit/path-pattern.ts";
import { type MatchableRequest, RuleMatcher } from "../../proxy/rules/rule-matcher.ts";
import { median, quantile } from "../support/median.ts";

const ruleCount = 10_000;
const requestCount = 200_000;
const rounds = 5;

interface Declared {
  readonly path: string;
  readonly method: HTTPMethod;
  readonly isBeta: boolean;
}

/** A hundred teams with a hundred rules each, the more specific first. */
const declared: Declared[] = Array.from({ length: ruleCount }, (_, index) => {
  const [team, kind] = [Math.floor(index / 100), index % 100];
  const method = index % 4 === 0 ? "POST" : "GET";
  const base = `/v${1 + (team % 3)}/team-${team}`;
  if (kind < 50) return { path: `${base}/resource-${kind}`, method, isBeta: kind % 10 === 0 };
  if (kind < 80) return { path: `${base}/things-${kind}/{id}`, method, isBeta: false };
  if (kind < 95) return { path: `${base}/things-${kind}/{id}/parts/{part}`, method, isBeta: false };
  return { path: `${base}/files-${kind}/*`, method, isBeta: false };
});

const matcher = new RuleMatcher(
  declared.map(({ path, method, isBeta }, index) => {
    const pattern = parsePathPattern(path);
    if (typeof pattern === "string") throw new Error(pattern);
    const headers = isBeta ? [{ name: "x-beta", holds: (value: string | undefined) => value === "yes" }] : [];
    return { match: { pattern, methods: [method], headers, query: [] }, route: String(index) };
  }),
);
const router = findMyWay();
for (const { path, method } of declared) router.on(method, path.replaceAll(/\{(\w+)\}/g, ":$1"), () => undefined);

const headers = { "x-beta": "yes", host: "example.com", "user-agent": "bench" };
const requests: MatchableRequest[] = Array.from({ length: requestCount }, (_, index) => {
  const { path, method } = declared[(index * 7919) % ruleCount]!;
  const filled = path.replaceAll(/\{\w+\}/g, `id-${index}`).replace("*", `a/b/${index}.txt`);
  return { path: `${filled}?page=${index}`, method, headers };
});
for (const request of requests) {
  if (matcher.find(request) === undefined) throw new Error(`nothing takes ${request.path}`);
}

/** Nanoseconds a request, over all of them. */
function measure(find: (request: MatchableRequest) => unknown): number {
  const start = process.hrtime.bigint();
  for (const request of requests) find(request);
  return Number(process.hrtime.bigint() - start) / requestCount;
}

const ours: number[] = [];
const theirs: number[] = [];
for (let round = 0; round < rounds; round++) {
  ours.push(measure((request) => matcher.find(request)));
  theirs.push(measure(({ method, path }) => router.find(method as HTTPMethod, path)));
}
// One by one, the clock's own cost included: what a single request waits.
const single = requests.map((request) => {
  const start = process.hrtime.bigint();
  matcher.find(request);
  return Number(process.hrtime.bigint() - start);
});
process.stdout.write(
  `${ruleCount} rules, ns a request (median of ${rounds} rounds): weir ${median(ours).toFixed(0)}, ` +
    `find-my-way ${median(theirs).toFixed(0)}, ratio ${(median(ours) / median(theirs)).toFixed(2)}\n` +
    `one by one: median ${median(single)} ns, p99 ${quantile(single, 0.99)} ns\n`,
);
