import { expect, test } from 'vitest';
import { late } from '../../../src/repl/completion/late.ts';

/** Reads that end when they are told to. */
function bench() {
  const reads: {
    readonly key: string;
    readonly signal: AbortSignal;
    readonly resolve: (value: string) => void;
    readonly reject: (error: unknown) => void;
  }[] = [];
  const told: string[] = [];
  const limit = new AbortController();
  const values = late<string>(
    (key, signal) =>
      new Promise((resolve, reject) => {
        reads.push({ key, signal, resolve, reject });
      }),
    { otherwise: 'none', patience: () => limit.signal, told: () => told.push('told') },
  );
  return { reads, told, values, limit };
}

async function settled(): Promise<void> {
  await new Promise(setImmediate);
}

test('a key is read once, and there when it is asked for after that was told', async () => {
  const { reads, told, values } = bench();
  expect([values.of('a'), values.of('a'), values.isReading()]).toEqual([undefined, undefined, true]);
  reads[0]?.resolve('A');
  await settled();
  expect([values.of('a'), values.isReading(), told, reads.length]).toEqual(['A', false, ['told'], 1]);
});

test('while one is read no other is started: who still wants it asks again', async () => {
  const { reads, values } = bench();
  for (const key of ['a', 'ab', 'abc']) values.of(key);
  reads[0]?.resolve('A');
  await settled();
  values.of('abc');
  expect(reads.map(({ key }) => key)).toEqual(['a', 'abc']);
});

test('a read that fails is not tried again and not heard of', async () => {
  const { reads, values } = bench();
  values.of('a');
  reads[0]?.reject(new Error('no'));
  await settled();
  expect([values.of('a'), reads.length]).toEqual(['none', 1]);
});

test('a read that takes longer than patience lasts is cancelled', () => {
  const { reads, values, limit } = bench();
  values.of('a');
  limit.abort();
  expect(reads[0]?.signal.aborted).toBe(true);
});

test('what is being read when all is forgotten is cancelled and dropped', async () => {
  const { reads, told, values } = bench();
  values.of('a');
  values.forget();
  expect([reads[0]?.signal.aborted, values.isReading()]).toEqual([true, false]);
  values.of('a');
  reads[0]?.resolve('old');
  await settled();
  expect([values.of('a'), told, values.isReading()]).toEqual([undefined, [], true]);
  reads[1]?.resolve('new');
  await settled();
  expect(values.of('a')).toBe('new');
});
