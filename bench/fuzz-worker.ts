import { setImmediate } from 'node:timers/promises';
import { anyStatement } from '../test/dataset/query/fuzz/any-statement.ts';
import { IDS, oddReef } from '../test/dataset/query/fuzz/odd-reef.ts';
import { randomFrom } from '../test/dataset/query/fuzz/random.ts';
import { tryStatement } from '../test/dataset/query/fuzz/try-statement.ts';
import { vocabularyOf } from '../test/dataset/query/fuzz/vocabulary.ts';

/** What is told of an input: before it is tried only which, afterwards what it came to and how long that took. */
export type Report =
  | { readonly kind: 'trying'; readonly seed: number; readonly text: string }
  | { readonly kind: 'tried'; readonly outcomes: Readonly<Record<string, number>>; readonly tried: number }
  | { readonly kind: 'slow'; readonly ms: number; readonly text: string }
  | { readonly kind: 'bug'; readonly seed: number; readonly text: string; readonly what: string };

/** Statements tried between reports. */
const BATCH = 500;
/** Milliseconds from which on an input is told of. */
const SLOW = 50;

// A process of its own, since a statement that hangs can only be ended with it: node bench/fuzz-worker.ts FROM TO
const [from = 0, to = 0] = process.argv.slice(2).map(Number);
const dataset = await oddReef();
const catalog = await dataset.catalog();
const words = vocabularyOf(catalog, IDS);
for (let start = from; start < to; start += BATCH) await tryBatch(start, Math.min(start + BATCH, to));

async function tryBatch(start: number, end: number): Promise<void> {
  const outcomes: Record<string, number> = {};
  for (let seed = start; seed < end; seed++) {
    const text = anyStatement(words, randomFrom(seed));
    report({ kind: 'trying', seed, text });
    // Nothing here waits for anything: without a turn of the loop the reports would pile up.
    await setImmediate();
    const began = performance.now();
    const outcome = await tryStatement(text, dataset, catalog);
    const ms = performance.now() - began;
    outcomes[outcome.kind] = (outcomes[outcome.kind] ?? 0) + 1;
    if (ms > SLOW) report({ kind: 'slow', ms, text });
    if (outcome.kind === 'bug') report({ kind: 'bug', seed, text, what: `${outcome.what}: ${String(outcome.error)}` });
  }
  report({ kind: 'tried', outcomes, tried: end - start });
}

function report(message: Report): void {
  process.send?.(message);
}
