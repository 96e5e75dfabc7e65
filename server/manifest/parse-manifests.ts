import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import {
  Composer,
  type CST,
  type Document,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type Pair,
  Parser,
  type Scalar,
  visit,
} from "yaml";
import { nextTurn } from "../../kit/next-turn.ts";
import type { FieldViolation } from "../resource/api-error.ts";
import { expandAliases } from "./expand-aliases.ts";
import { customEndpointOfTrueFoundry } from "./truefoundry-manifest.ts";

export interface ManifestFile {
  readonly name: string;
  /** YAML or JSON. */
  readonly content: string;
}

/** One resource as a file declares it. */
export interface ManifestDocument {
  /** As the file has it, for example `Gateway`. */
  readonly kind: string;
  readonly spec: JsonObject;
  readonly file: string;
  /** The line at which it begins, from 1. */
  readonly line: number;
  /** Tells of a mistake in the spec by file and line. An empty field means the document as a whole. */
  at(violation: FieldViolation): FieldViolation;
}

export interface ParsedManifests {
  readonly documents: readonly ManifestDocument[];
  /** What is wrong with the form of those that are not among them. */
  readonly violations: FieldViolation[];
}

/** In one request. */
const mostDocuments = 10_000;
/** In one document: parsing takes some 5 µs for each, and more for each name of a large map. */
const mostLexemes = 50_000;

const variable = /\$?\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/**
 * Reads files into documents, with all mistakes of form that they have.
 *
 * @param variables what stands for `${NAME}`
 */
export async function parseManifests(
  files: readonly ManifestFile[],
  variables: ReadonlyMap<string, string>,
): Promise<ParsedManifests> {
  const documents: ManifestDocument[] = [];
  const violations: FieldViolation[] = [];
  let count = 0;
  for (const { name: file, content } of files) {
    const lines = new LineCounter();
    const lineOf = (node: Node): number => lines.linePos(node.range?.[0] ?? 0).line;
    const reject = (line: number, description: string): void => {
      violations.push({ field: `${file}:${line}`, description });
    };
    // Names that are given twice are found below: the library compares each with all others.
    const composer = new Composer({ lineCounter: lines, merge: true, uniqueKeys: false });
    for (const document of composer.compose(tokensOf(content, lines, reject))) {
      // Parsing a large document takes long enough: others have their turn before the next one.
      await nextTurn();
      count += 1;
      if (count > mostDocuments) {
        reject(lines.lineStarts.length, `there are more than ${mostDocuments} documents: apply some of them at a time`);
        return { documents, violations };
      }
      for (const { pos, message } of document.errors) reject(lines.linePos(pos[0]).line, textOf(message));
      if (document.errors.length > 0 || isEmpty(document)) continue;
      const rejectNode = (node: Node, description: string): void => reject(lineOf(node), description);
      // First, while each text is in one place.
      substitute(document, variables, rejectNode);
      if (!expandAliases(document, rejectNode)) continue;
      const items = isSeq(document.contents) ? document.contents.items : [document.contents];
      for (const item of items) {
        const read = readDocument(item as Node, { document, file, lineOf, reject });
        if (read !== undefined) documents.push(read);
      }
    }
  }
  return { documents, violations };
}

/** The documents of a file, one after the other as they are parsed. One that is too large ends the file. */
function* tokensOf(
  content: string,
  lines: LineCounter,
  reject: (line: number, description: string) => void,
): Generator<CST.Token> {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(content)) {
    lexemes += 1;
    if (lexemes > mostLexemes) {
      const description = `a document has more than ${mostLexemes} names, values, marks and line breaks: split it into several`;
      reject(lines.lineStarts.length, description);
      return;
    }
    for (const token of parser.next(lexeme)) {
      if (token.type === "document") lexemes = 0;
      yield token;
    }
  }
  yield* parser.end();
}

/** Replaces the library's message about its call stack, which it gives when values nest too deep. */
function textOf(message: string): string {
  return message.includes("call stack") ? "nests too deep: no resource needs more than 100 levels" : message;
}

interface Place {
  readonly document: Document;
  readonly file: string;
  readonly lineOf: (node: Node) => number;
  readonly reject: (line: number, description: string) => void;
}

function readDocument(node: Node, { document, file, lineOf, reject }: Place): ManifestDocument | undefined {
  const line = lineOf(node);
  const fail = (path: string, description: string): undefined => {
    reject(lineOf(nodeAt(node, path)), path === "" ? description : `${path}: ${description}`);
  };
  const json = asObject(node, document);
  if (typeof json === "string") return fail("", json);
  /** @param pathOf where in the document a field of the spec stands */
  const declare = (kind: string, spec: JsonObject, pathOf: (path: string) => string): ManifestDocument => ({
    kind,
    spec,
    file,
    line,
    at: ({ field, description }) => {
      if (field === "") return { field: `${file}:${line}`, description };
      return { field: `${file}:${lineOf(nodeAt(node, pathOf(field)))}: ${field}`, description };
    },
  });
  if (json.kind === undefined && typeof json.type === "string") {
    const { spec, violations, sourcePath } = customEndpointOfTrueFoundry(json);
    for (const { field, description } of violations) fail(field, description);
    return violations.length > 0 ? undefined : declare("CustomEndpoint", spec, sourcePath);
  }
  const { kind, spec } = json;
  if (typeof kind !== "string") {
    return fail("kind", "must be given: Gateway, Deployment, Upstream, Service, Rule or CustomEndpoint");
  }
  // What the API answers can be applied again: what the system observed means nothing here.
  const unknown = Object.keys(json).find((name) => !["kind", "spec", "status"].includes(name));
  if (unknown !== undefined) return fail(unknown, "unknown field: a document has kind and spec");
  if (!isObject(spec)) return fail("spec", `must be an object with the fields of ${kind}`);
  return declare(kind, spec, (path) => `spec.${path}`);
}

/** What a node says, or why it can't be a document. */
function asObject(node: Node, document: Document): JsonObject | string {
  try {
    const json: JsonValue = node.toJS(document);
    return isObject(json) ? json : "must be a document with kind and spec";
  } catch (error) {
    // A merge of something else than maps.
    return (error as Error).message;
  }
}

function isObject(json: JsonValue | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function isEmpty({ contents }: Document): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

/** Puts variables in, into values that are parsed already: nothing of what they hold is read as YAML. */
function substitute(
  document: Document,
  variables: ReadonlyMap<string, string>,
  reject: (node: Node, description: string) => void,
): void {
  visit(document, {
    Scalar(key, node: Scalar) {
      if (key === "key" || typeof node.value !== "string" || !node.value.includes("${")) return;
      node.value = node.value.replace(variable, (text, name: string) => {
        if (text.startsWith("$$")) return text.slice(1);
        const value = variables.get(name);
        if (value === undefined) {
          reject(node, `\${${name}} has no value: set it in the environment, or write $\${${name}} for the text`);
        }
        return value ?? text;
      });
    },
  });
}

/** The names and places of a path such as `targets.targets[0].url` or `labels["a.b"]`. */
function stepsOf(path: string): (string | number)[] {
  return [...path.matchAll(/\["([^"]*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, key, index, name]) =>
    index === undefined ? (key ?? name!) : Number(index),
  );
}

/** The node that a path leads to, or the last one on the way that is there. */
function nodeAt(base: Node, path: string): Node {
  let node: Node | undefined = base;
  let nearest: Node = base;
  for (const step of stepsOf(path)) {
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find(
        ({ key }) => isScalar(key) && isSameName(String(key.value), String(step)),
      );
      // The key, which stands on the line that a reader looks for.
      if (isScalar(pair?.key)) nearest = pair.key;
      node = pair?.value as Node | undefined;
    } else if (isSeq(node) && typeof step === "number") {
      node = node.items[step] as Node | undefined;
      if (node !== undefined) nearest = node;
    } else return nearest;
    if (node === undefined || node === null) return nearest;
  }
  return nearest;
}

/** Fields may be written as in the proto or as in JSON. */
function isSameName(written: string, wanted: string): boolean {
  return written === wanted || written === wanted.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
