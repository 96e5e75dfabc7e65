/** 32-bit FNV-1a's prime, and another odd number for the second half. */
const primeLow = 0x01000193;
const primeHigh = 0x85ebca6b;

/** Goes on with a hash of 64 bits over a name, and puts its halves into what is given. */
export function continueHash(into: { low: number; high: number }, low: number, high: number, name: string): void {
  let a = low;
  let b = high;
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index);
    a = Math.imul(a ^ code, primeLow);
    b = Math.imul(b ^ code ^ (a >>> 15), primeHigh);
  }
  // The last characters must reach every bit: the table looks at the lowest.
  a ^= a >>> 16;
  a = Math.imul(a, 0x7feb352d);
  into.low = (a ^ (a >>> 15)) | 0;
  into.high = (b ^ (b >>> 13)) | 0;
}
