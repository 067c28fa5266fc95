/** Bytes of their own for whoever asks, cut from a common piece of memory: millions of small buffers are slow to make and to free. */
export function pooledBytes(length: number): Uint8Array {
  if (length > LARGEST) return new Uint8Array(length);
  if (used + length > POOL) {
    pool = new ArrayBuffer(POOL);
    used = 0;
  }
  const bytes = new Uint8Array(pool, used, length);
  used += length;
  return bytes;
}

/** A piece is kept as long as one of its parts is, so what is large gets memory of its own. */
const POOL = 1 << 16;
const LARGEST = POOL >> 3;

let pool = new ArrayBuffer(POOL);
let used = 0;
