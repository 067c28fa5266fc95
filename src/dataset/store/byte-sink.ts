/** A buffer that grows and is used again for every sample: what is hashed is written here first. */
export type ByteSink = {
  reset(): void;
  /** Bytes written since the last `reset`. */
  length(): number;
  /** Goes back to a `length` from before, so that what begins alike is written once. */
  rewind(length: number): void;
  u32(value: number): void;
  f64(value: number): void;
  /** Length in bytes, then UTF-8; null has the length 2^32 - 1. */
  text(value: string | null): void;
  /** Length, then the bytes; null as for text. */
  blob(value: Uint8Array | null): void;
  /** What was written since the last `reset`; valid until the next write. */
  bytes(): Uint8Array;
};

/** Makes an empty sink. */
export function byteSink(): ByteSink {
  let buffer = Buffer.alloc(16_384);
  let at = 0;
  const reserve = (more: number): void => {
    if (at + more <= buffer.length) return;
    const larger = Buffer.alloc(Math.max(2 * buffer.length, at + more));
    buffer.copy(larger, 0, 0, at);
    buffer = larger;
  };
  const write = (value: string): number => buffer.write(value, at + 4, 'utf8');
  const u32 = (value: number): void => {
    reserve(4);
    at = buffer.writeUInt32LE(value, at);
  };
  return {
    reset: () => {
      at = 0;
    },
    length: () => at,
    rewind: (length) => {
      at = Math.min(at, length);
    },
    u32,
    f64: (value) => {
      reserve(8);
      at = buffer.writeDoubleLE(value, at);
    },
    text: (value) => {
      if (value === null) {
        u32(NONE);
        return;
      }
      reserve(4 + 3 * value.length);
      const length = value.length <= SHORT && putAscii(buffer, at + 4, value) ? value.length : write(value);
      buffer.writeUInt32LE(length, at);
      at += 4 + length;
    },
    blob: (value) => {
      u32(value === null ? NONE : value.length);
      if (value === null) return;
      reserve(value.length);
      buffer.set(value, at);
      at += value.length;
    },
    bytes: () => buffer.subarray(0, at),
  };
}

const NONE = 0xffff_ffff;

/** A call out of JavaScript costs more than a text of this length. */
const SHORT = 64;

/** @returns false where the text has something else than ASCII; what was put is then nothing. */
function putAscii(buffer: Buffer, start: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return false;
    buffer[start + i] = unit;
  }
  return true;
}
