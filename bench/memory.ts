import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openDemoSession } from '../test/demo-session.ts';

// node bench/memory.ts 10000: the heap of a session over so many statements, of the kinds that people type.
const [STATEMENTS = 10_000] = process.argv.slice(2).map(Number);

const KINDS: readonly ((i: number) => string)[] = [
  () => 'ds.count()',
  () => "ds.countValues('gt_polylines.label')",
  (i) => `ds.limit(${String(i % 50)}).values('filepath')`,
  (i) => `ds.skip(${String(i % 30)}).limit(5).head(5)`,
  () => 'ds.schema()',
  (i) => `v = ds.where(year >= ${String(2015 + (i % 9))})`,
  () => "v.countValues('area')",
  () => 'ds.where(yaer > 1)',
  () => "ds.histogramValues('year')",
  () => 'ds.first()',
];

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Megabytes in use after a collection. */
function heap(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

const demo = await openDemoSession();
try {
  const start = performance.now();
  console.log('| statements | heap | resident |\n| --- | --- | --- |');
  for (let i = 0; i <= STATEMENTS; i++) {
    if (i % Math.max(1, Math.floor(STATEMENTS / 10)) === 0) {
      const resident = process.memoryUsage.rss() / 1e6;
      console.log(`| ${String(i)} | ${heap().toFixed(1)} MB | ${resident.toFixed(0)} MB |`);
    }
    await demo.session.submit(KINDS[i % KINDS.length]?.(i) ?? '');
  }
  console.log(`${((performance.now() - start) / STATEMENTS).toFixed(1)} ms a statement`);
} finally {
  await demo[Symbol.asyncDispose]();
}
