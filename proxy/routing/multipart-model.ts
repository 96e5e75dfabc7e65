import type { ModelValue } from "./json-model.ts";

const headEnd = Buffer.from("\r\n\r\n");

/**
 * Finds the form field `model` of a `multipart/form-data` body (file uploads, audio transcription).
 *
 * @returns undefined when there is none; `twice` when there are two, about which two readers would disagree
 */
export function findMultipartModel(body: Buffer, contentType: string): ModelValue | undefined | "twice" {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  if (boundary === null) return undefined;
  const delimiter = Buffer.from(`--${boundary[1] ?? boundary[2]}`);
  let found: ModelValue | undefined;
  let at = body.indexOf(delimiter);
  while (at !== -1) {
    const partStart = at + delimiter.length;
    const next = body.indexOf(delimiter, partStart);
    const contentStart = body.indexOf(headEnd, partStart);
    if (next === -1 || contentStart === -1) return found;
    if (contentStart < next && isModelField(body.toString("latin1", partStart, contentStart))) {
      if (found !== undefined) return "twice";
      const start = contentStart + headEnd.length;
      const end = Math.max(start, next - 2);
      found = { model: body.toString("utf8", start, end), start, end };
    }
    at = next;
  }
  return found;
}

function isModelField(head: string): boolean {
  return /^content-disposition:\s*form-data\b[^\r\n]*;\s*name="?model"?\s*(;|$)/im.test(head);
}
