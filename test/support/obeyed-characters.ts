/** A character that a terminal obeys instead of showing it, but for line feed and tab. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not come
export const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
