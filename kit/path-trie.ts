import type { PathPattern } from "./path-pattern.ts";

/** A place in a trie: what patterns that have come so far can go on with, and what is held by those that end here. */
export interface PathNode<Value> {
  readonly texts: Map<string, PathNode<Value>>;
  any: PathNode<Value> | undefined;
  /** Of patterns that end here. */
  readonly exact: Value[];
  /** Of patterns that go on from here with whatever follows. */
  readonly prefix: Value[];
  /** How many values had been added before the first of those that stand here or below. */
  readonly order: number;
}

/** Values by path pattern, for walks along the segments of a path. */
export class PathTrie<Value> {
  readonly root: PathNode<Value> = newNode(0);
  #size = 0;

  add({ segments, isPrefix }: PathPattern, value: Value): void {
    let node = this.root;
    for (const segment of segments) {
      if (segment.kind === "any") {
        node.any ??= newNode(this.#size);
        node = node.any;
      } else {
        let next = node.texts.get(segment.text);
        if (next === undefined) {
          next = newNode(this.#size);
          node.texts.set(segment.text, next);
        }
        node = next;
      }
    }
    (isPrefix ? node.prefix : node.exact).push(value);
    this.#size += 1;
  }

  /** The values of all patterns that match whatever path a pattern matches. */
  covering(pattern: PathPattern): Value[] {
    const found: Value[] = [];
    collectCovering(this.root, pattern, 0, found);
    return found;
  }
}

function collectCovering<Value>(node: PathNode<Value>, pattern: PathPattern, index: number, found: Value[]): void {
  found.push(...node.prefix);
  const segment = pattern.segments[index];
  if (segment === undefined) {
    if (!pattern.isPrefix) found.push(...node.exact);
    return;
  }
  const same = segment.kind === "text" ? node.texts.get(segment.text) : undefined;
  if (same !== undefined) collectCovering(same, pattern, index + 1, found);
  // An empty segment is none that stands for something.
  const isEmpty = segment.kind === "text" && segment.text === "";
  if (node.any !== undefined && !isEmpty) collectCovering(node.any, pattern, index + 1, found);
}

function newNode<Value>(order: number): PathNode<Value> {
  return { texts: new Map(), any: undefined, exact: [], prefix: [], order };
}
