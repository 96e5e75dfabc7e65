import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const root = join(import.meta.dirname, "../..");

export interface SourceFile {
  /** From the project's root. */
  readonly path: string;
  /** Without comments. */
  readonly code: string;
  readonly imports: readonly Import[];
}

export interface Import {
  /** A path from the project's root, or a package. */
  readonly from: string;
  /** Whether only types are imported. */
  readonly typeOnly: boolean;
  /** The text between `import` and `from`. */
  readonly names: string;
}

/** The TypeScript files below folders of the project. */
export function readSourceFiles(...folders: string[]): SourceFile[] {
  return folders
    .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }))
    .map((path) => {
      const code = withoutComments(readFileSync(join(root, path), "utf8"));
      return { path, code, imports: importsOf(path, code) };
    });
}

function importsOf(path: string, code: string): Import[] {
  const found: Import[] = [];
  for (const match of code.matchAll(/(?:^|\n)\s*(?:import|export)\s([^;"]*?)\bfrom\s*"([^"]+)"|import\("([^"]+)"\)/g)) {
    const [, names = "", from = match[3]!] = match;
    const target = from.startsWith(".") ? relative(root, join(root, dirname(path), from)) : from;
    found.push({ from: target, typeOnly: names.startsWith("type "), names });
  }
  return found;
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}
