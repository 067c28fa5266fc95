/** A sum of digests modulo 2^128 that grows without making numbers of any size on the way. */
export type DigestSum = {
  /** Adds the first 16 bytes of a hash, given as a string of one character a byte; -1 takes them away. */
  add(hash: string, sign: 1 | -1): void;
  /** The sum as 32 hex digits; afterwards it is 0 again. */
  take(): string;
};

/** Makes a sum that is 0. */
export function digestSum(): DigestSum {
  const words = new Uint32Array(WORDS); // the least significant first
  return {
    add: (hash, sign) => {
      let carry = 0;
      for (let word = 0; word < WORDS; word++) {
        const sum = (words[word] ?? 0) + sign * wordOf(hash, word) + carry;
        words[word] = sum;
        carry = Math.floor(sum / 2 ** 32);
      }
    },
    take: () => {
      let digits = '';
      for (const word of words) digits = word.toString(16).padStart(8, '0') + digits;
      words.fill(0);
      return digits;
    },
  };
}

const WORDS = 4;

/** 32 bits of a big-endian number of 16 bytes, word 0 the least significant. */
function wordOf(hash: string, word: number): number {
  const at = 4 * (WORDS - 1 - word);
  const [high, low] = [code(hash, at) * 256 + code(hash, at + 1), code(hash, at + 2) * 256 + code(hash, at + 3)];
  return high * 65_536 + low;
}

function code(hash: string, at: number): number {
  return hash.charCodeAt(at);
}
