/**
 * Limits of one HTTP/2 connection of a client. Node and nghttp2 end a connection that resets more than 1,000 streams
 * and then more than 33 a second, leaves 1,000 acknowledgements unread, or continues a head over more than 8 frames;
 * what they leave open is bounded here.
 */
export const http2Limits = {
  settings: { maxConcurrentStreams: 1_000 },
  // As in HTTP/1: many headers are bounded by their bytes, these by their number.
  maxHeaderListPairs: 200,
  maxSessionInvalidFrames: 100,
  streamResetBurst: 1_000,
  streamResetRate: 33,
} as const;

/** A client that has not finished its TLS handshake by then is dropped. */
export const handshakeTimeoutMs = 10_000;
