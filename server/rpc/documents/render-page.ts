import { Marked } from "marked";

const marked = new Marked({
  renderer: {
    heading({ tokens, depth, text }) {
      // The anchors that the pages' own links name: GitHub's.
      const anchor = text
        .toLowerCase()
        .replace(/[^\w -]/g, "")
        .replaceAll(" ", "-");
      return `<h${depth} id="${anchor}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      const page = /^(?:\.\.\/)?([\w-]+)\.md(#.*)?$/.exec(href);
      return `<a href="${page === null ? href : `/docs/${page[1]}${page[2] ?? ""}`}">${text}</a>`;
    },
    table(token) {
      const row = (cells: typeof token.header, tag: string): string =>
        `<tr>${cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join("")}</tr>\n`;
      return `<div class="table"><table>${row(token.header, "th")}${token.rows.map((cells) => row(cells, "td")).join("")}</table></div>\n`;
    },
  },
});

const style = `
:root { color-scheme: light dark; --line: #8884; --code: #8882; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.2; } h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); padding-bottom: .3rem; }
h3 { margin-top: 2rem; } .table { overflow-x: auto; }
table { border-collapse: collapse; } th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0;
  border-bottom: 1px solid var(--line); }
code { font: .9em ui-monospace, monospace; background: var(--code); padding: .1em .3em; border-radius: 3px; overflow-wrap: anywhere; }
pre { background: var(--code); padding: 1rem; overflow-x: auto; } pre code { background: none; padding: 0; }
`;

/** A Markdown page of ours as one HTML document that loads nothing else. */
export function renderPage(markdown: string): string {
  const title = /^# (.*)$/m.exec(markdown)?.[1] ?? "Weir";
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} - Weir</title>
<style>${style}</style></head>
<body>
<nav><a href="/docs">API reference</a> · <a href="/openapi.json">OpenAPI</a></nav>
${marked.parse(markdown, { async: false })}</body>
</html>
`;
}
