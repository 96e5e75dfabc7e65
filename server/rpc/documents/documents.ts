import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { renderPage } from "./render-page.ts";

export interface Document {
  readonly contentType: string;
  readonly body: string;
}

const root = join(import.meta.dirname, "../../..");

/** What the server shows about its own API: `/openapi.json`, and the reference as pages below `/docs`. */
export class Documents {
  /** Where each page comes from, by its name in the path. */
  readonly #pages: ReadonlyMap<string, string>;
  /** Made when they are first asked for: most servers are never asked. */
  readonly #made = new Map<string, Promise<Document>>();

  private constructor(pages: ReadonlyMap<string, string>) {
    this.#pages = pages;
  }

  static async open(): Promise<Documents> {
    const pages = new Map([
      ["errors", "docs/errors.md"],
      ["compatibility", "docs/compatibility.md"],
    ]);
    for (const name of await readdir(join(root, "docs/api"))) {
      pages.set(name === "README.md" ? "" : name.replace(".md", ""), `docs/api/${name}`);
    }
    return new Documents(pages);
  }

  /** The document at a path; undefined when there is none. */
  find(path: string): Promise<Document> | undefined {
    const make = this.#maker(path);
    if (make === undefined) return undefined;
    const made = this.#made.get(path) ?? make();
    this.#made.set(path, made);
    return made;
  }

  #maker(path: string): (() => Promise<Document>) | undefined {
    if (path === "/openapi.json") {
      return async () => ({ contentType: "application/json", body: await read("gen/openapi/openapi.json") });
    }
    const match = /^\/docs(?:\/([\w-]*))?$/.exec(path);
    const source = match === null ? undefined : this.#pages.get(match[1] ?? "");
    if (source === undefined) return undefined;
    return async () => ({ contentType: "text/html; charset=utf-8", body: renderPage(await read(source)) });
  }
}

function read(path: string): Promise<string> {
  return readFile(join(root, path), "utf8");
}
