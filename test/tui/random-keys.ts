import fc from 'fast-check';

/** Keys of a sheet and of a text, and what terminals send unasked; `q` leads back often enough. */
export const FULL_SCREEN_KEYS: readonly string[] = [
  ...Array.from('hjklhjklgG[]F I."-wuyY?|/qnNb 0aé'),
  ...['珊瑚', '👩‍👩‍👧‍👦', 'שלום', '(a+)+$', '\r', '\r', '\x1b[A', '\x1b[B', '\x1b[C', '\x1b[D', '\x1b[H', '\x1b[F'],
  ...['\x1b[5~', '\x1b[6~', '\x1b[3~', '\x7f', '\x02', '\x06', '\x0e', '\x10', '\x15', '\x17'],
  ...['\x1b[200~pasted\ntext\x1b[201~', '\x1b[?62;4c', '\x1b]11;rgb:0000/0000/0000\x1b\\'],
];

/** So many of these keys, cut into chunks anywhere. */
export function keysInChunks(all: readonly string[], seed: number, count: number): readonly string[] {
  const [keys = [], cuts = []] =
    fc.sample(
      fc.tuple(
        fc.array(fc.constantFrom(...all), { minLength: count, maxLength: count }),
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2 * count, maxLength: 2 * count }),
      ),
      { seed, numRuns: 1 },
    )[0] ?? [];
  const text = keys.join('');
  const chunks: string[] = [];
  let at = 0;
  for (const length of cuts) {
    if (at < text.length) chunks.push(text.slice(at, at + length));
    at += length;
  }
  return at < text.length ? [...chunks, text.slice(at)] : chunks;
}
