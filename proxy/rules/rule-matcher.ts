import type { IncomingHttpHeaders } from "node:http";
import { decodeSegment, type PathPattern } from "../../kit/path-pattern.ts";
import { type PathNode, PathTrie } from "../../kit/path-trie.ts";
import { type HeaderTest, headersHold, type QueryTest, queryHolds } from "./conditions.ts";

/** What a rule asks of a request. */
export interface RuleMatch {
  readonly pattern: PathPattern;
  /** Empty: all. */
  readonly methods: readonly string[];
  readonly headers: readonly HeaderTest[];
  readonly query: readonly QueryTest[];
}

/** What of a request rules look at. */
export interface MatchableRequest {
  readonly method: string;
  /** Path and query, still encoded. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

interface Entry<Route> extends RuleMatch {
  readonly route: Route;
  /** How many rules are looked at before it. */
  readonly rank: number;
}

/**
 * Finds the rule that takes a request, and gives the route that it stands for. The rules' paths are a trie: a look goes along the path's segments, and only into
 * parts whose first rule comes before what is found already.
 */
export class RuleMatcher<Route> {
  readonly #trie = new PathTrie<Entry<Route>>();
  // Of the look that is under way: a look awaits nothing, so that one at a time is enough.
  #request: MatchableRequest | undefined;
  #end = 0;
  #hasEscapes = false;
  #query: URLSearchParams | undefined;
  #best: Entry<Route> | undefined;
  #allowed: Set<string> | undefined;

  /** @param rules in the order in which they are looked at */
  constructor(rules: readonly { readonly match: RuleMatch; readonly route: Route }[]) {
    for (const [rank, { match, route }] of rules.entries()) this.#trie.add(match.pattern, { ...match, route, rank });
  }

  /** The first rule that takes a request. */
  find(request: MatchableRequest): Route | undefined {
    this.#look(request, undefined);
    return this.#best?.route;
  }

  /** The methods that rules would take the request with which no rule takes; empty when its method is not to blame. */
  methodsFor(request: MatchableRequest): string[] {
    const allowed = new Set<string>();
    this.#look(request, allowed);
    return [...allowed].sort();
  }

  #look(request: MatchableRequest, allowed: Set<string> | undefined): void {
    const query = request.path.indexOf("?");
    this.#request = request;
    this.#end = query === -1 ? request.path.length : query;
    this.#hasEscapes = request.path.includes("%");
    this.#query = undefined;
    this.#best = undefined;
    this.#allowed = allowed;
    this.#walk(this.#trie.root, 1);
    this.#request = undefined;
  }

  /** @param start where the next segment begins; beyond the end when there is none */
  #walk(node: PathNode<Entry<Route>>, start: number): void {
    if (this.#best !== undefined && node.order > this.#best.rank) return;
    if (start > this.#end) this.#consider(node.exact);
    else {
      const { path } = this.#request!;
      const slash = path.indexOf("/", start);
      const stop = slash === -1 || slash > this.#end ? this.#end : slash;
      const raw = path.slice(start, stop);
      const segment = this.#hasEscapes ? decodeSegment(raw) : raw;
      if (segment !== undefined) {
        const text = node.texts.get(segment);
        if (text !== undefined) this.#walk(text, stop + 1);
        if (node.any !== undefined && stop > start) this.#walk(node.any, stop + 1);
      }
    }
    this.#consider(node.prefix);
  }

  /** @param entries in the order in which they are looked at */
  #consider(entries: readonly Entry<Route>[]): void {
    const { method, headers, path } = this.#request!;
    for (const entry of entries) {
      if (this.#best !== undefined && entry.rank > this.#best.rank) return;
      const takesMethod = entry.methods.length === 0 || entry.methods.includes(method);
      if (!takesMethod && this.#allowed === undefined) continue;
      if (entry.headers.length > 0 && !headersHold(entry.headers, headers)) continue;
      if (entry.query.length > 0) {
        this.#query ??= new URLSearchParams(path.slice(this.#end));
        if (!queryHolds(entry.query, this.#query)) continue;
      }
      if (takesMethod) {
        this.#best = entry;
        return;
      }
      for (const each of entry.methods) this.#allowed?.add(each);
    }
  }
}
