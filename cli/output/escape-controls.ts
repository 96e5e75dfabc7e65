/**
 * Characters that a terminal obeys instead of showing: C0 without line feed and tab, DEL, C1, line and paragraph
 * separators, and those that change the direction of text.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not pass
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
const controlsAndLines = new RegExp(`${controls.source}|[\\n\\t]`, "g");

const shortForms: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Writes control characters as JSON and YAML write them in quotes, for example `\u001b`. Line feeds and tabs stay. */
export function escapeControls(text: string): string {
  return text.replace(controls, escapeOf);
}

/** Like escapeControls, for a text that must stay on its line. */
export function escapeLine(text: string): string {
  return text.replace(controlsAndLines, escapeOf);
}

/** @returns whether escapeControls would change a text */
export function hasControls(text: string): boolean {
  return text.search(controls) !== -1;
}

function escapeOf(character: string): string {
  return shortForms[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
