import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from "yaml";

/** Of arrays and objects in each other, as in the JSON bodies of the API. */
const maxLevels = 100;
/** In one document, with what its aliases stand for written out. */
const maxValues = 50_000;

const jsonTags: ReadonlySet<string> = new Set(
  ["map", "seq", "str", "int", "float", "bool", "null", "merge"].map((name) => `tag:yaml.org,2002:${name}`),
);

/** What a node consists of, with its aliases written out. */
interface Extent {
  readonly values: number;
  readonly levels: number;
}

/** Ends the pass at the first mistake. */
class Mistake extends Error {
  readonly node: Node;

  constructor(node: Node, message: string) {
    super(message);
    this.node = node;
  }
}

/**
 * Puts the nodes that aliases stand for in their places, in one pass. The document then holds nothing but JSON, is
 * bounded in size and depth, and contains no cycle and no name twice: whatever reads it afterwards ends soon.
 *
 * @param reject called with the first mistake
 * @returns whether there was none
 */
export function expandAliases(document: Document, reject: (node: Node, description: string) => void): boolean {
  try {
    const expansion = new Expansion();
    document.contents = expansion.expand(document.contents as Node, 0).node;
    return true;
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    reject(error.node, error.message);
    return false;
  }
}

class Expansion {
  /** A name that is given again means the newer node from there on. */
  readonly #anchors = new Map<string, Node>();
  /** Of the nodes with an anchor; a node that is not complete has none. */
  readonly #extents = new Map<Node, Extent>();
  #values = 0;

  expand(node: Node, level: number): { node: Node; extent: Extent } {
    if (isAlias(node)) {
      const source = this.#anchors.get(node.source);
      if (source === undefined) throw new Mistake(node, `no &${node.source} comes before *${node.source}`);
      const extent = this.#extents.get(source);
      if (extent === undefined) throw new Mistake(node, `*${node.source} is inside of what it stands for`);
      this.#count(node, extent.values, level + extent.levels);
      return { node: source, extent };
    }
    if (node.tag !== undefined && !jsonTags.has(node.tag)) {
      throw new Mistake(node, `the tag ${node.tag} is not allowed: JSON has no such values`);
    }
    const { anchor } = node as { anchor?: string };
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    this.#count(node, 1, level);
    const extent = this.#extentOf(node, level);
    if (anchor !== undefined) this.#extents.set(node, extent);
    return { node, extent };
  }

  #extentOf(node: Node, level: number): Extent {
    let values = 1;
    let levels = 0;
    const expandInner = (inner: Node): Node => {
      const expanded = this.expand(inner, level + 1);
      values += expanded.extent.values;
      levels = Math.max(levels, expanded.extent.levels + 1);
      return expanded.node;
    };
    if (isMap(node)) {
      const names = new Set<string>();
      for (const pair of node.items) {
        const name = nameOf(pair.key as Node | null, node);
        if (name !== undefined && names.size === names.add(name).size) {
          throw new Mistake(pair.key as Node, `"${name}" is given twice: names must be unique`);
        }
        if (pair.value !== null) pair.value = expandInner(pair.value as Node);
      }
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) node.items[index] = expandInner(item as Node);
    } else if (isScalar(node) && !isJson(node.value)) {
      throw new Mistake(node, `${String(node.source)} is no value of JSON: write a text in quotes`);
    }
    return { values, levels };
  }

  #count(node: Node, values: number, level: number): void {
    this.#values += values;
    if (this.#values > maxValues) {
      throw new Mistake(node, `the document has more than ${maxValues} values, with its aliases written out`);
    }
    if (level > maxLevels) throw new Mistake(node, `nests too deep: no resource needs more than ${maxLevels} levels`);
  }
}

/** The name of a field; undefined where others are merged in (`<<`), which may be done several times. */
function nameOf(key: Node | null, map: Node): string | undefined {
  if (!isScalar(key) || key.value === null) throw new Mistake(key ?? map, "the name of a field must be a text");
  if (key.anchor !== undefined) throw new Mistake(key, "the name of a field can't have an anchor");
  return typeof key.value === "symbol" ? undefined : String(key.value);
}

function isJson(value: unknown): boolean {
  if (value === null || typeof value === "boolean") return true;
  return typeof value === "string" ? value.isWellFormed() : Number.isFinite(value);
}
