/** Long enough for every error text; peers refuse header blocks of more than some kilobytes. */
const maxLength = 1_024;

/**
 * A text as the `grpc-message` header carries it: UTF-8, percent-encoded except for printable ASCII. Never throws: lone
 * surrogates become U+FFFD. Text after the first 1,024 characters is left out.
 */
export function encodeGrpcMessage(text: string): string {
  // A header value must not begin or end with a space.
  return text
    .slice(0, maxLength)
    .toWellFormed()
    .replace(/^ | $|[^\x20-\x24\x26-\x7e]+/gu, encodeURIComponent);
}
