// node bench/fuzz-imports.ts [RUNS] [FIRST SEED] [NAME]     damaged files of every format that is read, RUNS of each small source and
// a twentieth of each real one; exits
// with 1 where one ends in something else than words, or leaves a dataset
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { fillDataset } from '../src/commands/fill-dataset.ts';
import type { Format } from '../src/dataset/formats/define-format.ts';
import { formatNamed } from '../src/dataset/formats/index.ts';
import { openLibrary } from '../src/dataset/library.ts';
import type { Job } from '../src/dataset/model/job.ts';
import { bulkWriter } from '../src/dataset/store/bulk-writer.ts';
import { createTables } from '../src/dataset/store/tables.ts';
import { UserError } from '../src/diagnostics.ts';
import { damage, damagedCopy } from '../test/dataset/formats/fuzz/damage.ts';
import { realSources, smallSources } from '../test/dataset/formats/fuzz/sources.ts';

const RUNS = Number(process.argv[2] ?? 1_000);
const FIRST = Number(process.argv[3] ?? 0);
const ONLY = process.argv[4];
/** Of so many one is imported into a library, the others into a database in memory. */
const LIBRARY_EVERY = 100;
/** Milliseconds from which on an input is told of. */
const SLOW = 2_000;

const job: Job = { signal: new AbortController().signal, report: () => undefined };
const home = mkdtempSync(join(tmpdir(), 'quadrat-fuzz-'));
const outcomes = new Map<string, number>();
let failed = 0;
try {
  mkdirSync(join(home, 'small'));
  for (const [name, source] of await smallSources(join(home, 'small'))) await fuzz(name, source, RUNS);
  for (const [name, source] of await realSources(join(home, 'real'))) await fuzz(name, source, RUNS / 20);
} finally {
  rmSync(home, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;

async function fuzz(name: string, source: string, runs: number): Promise<void> {
  if (ONLY !== undefined && ONLY !== name) return;
  const format = formatNamed(name);
  outcomes.clear();
  const began = performance.now();
  for (let seed = FIRST; seed < FIRST + runs; seed++) {
    const folder = join(home, 'run');
    mkdirSync(folder);
    const [accidents = []] = fc.sample(damage, { seed, numRuns: 1 });
    const start = performance.now();
    await attempt(`${format.name} ${source} seed ${String(seed)}`, async () => {
      const copy = damagedCopy(source, accidents, folder);
      try {
        if (seed % LIBRARY_EVERY === 0) await intoLibrary(format, copy, folder);
        else await intoMemory(format, copy, folder);
      } finally {
        await verified(format, copy);
      }
    });
    const taken = performance.now() - start;
    if (taken > SLOW) console.log(`${format.name} seed ${String(seed)}: ${taken.toFixed(0)} ms`);
    rmSync(folder, { recursive: true, force: true });
  }
  const counts = [...outcomes].map(([outcome, count]) => `${outcome} ${String(count)}`).join(', ');
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(`${format.name} (${basename(source)}): ${counts}, in ${seconds} s`);
}

async function attempt(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    count('read');
  } catch (error) {
    if (error instanceof UserError) {
      count('refused');
      return;
    }
    count('FAILED');
    failed += 1;
    console.log(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

function count(outcome: string): void {
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
}

async function intoMemory({ read }: Format, path: string, folder: string): Promise<void> {
  const db = new Sqlite(':memory:');
  try {
    createTables(db);
    const writer = bulkWriter(db);
    const mediaOut = join(folder, 'media-out');
    mkdirSync(mediaOut);
    for await (const event of read?.({ path, media: null, field: null, mediaOut }, job) ?? []) {
      if (event.kind === 'samples') for (const sample of event.samples) writer.write(sample);
      else if (event.kind === 'field') writer.declareField(event.field);
      else if (event.kind === 'classes') writer.setClasses(event.field, event.classes);
    }
  } finally {
    db.close();
  }
}

async function intoLibrary({ read }: Format, path: string, folder: string): Promise<void> {
  const { execPath, pid } = process;
  const library = openLibrary({ home: join(folder, 'home'), reserved: new Set(), execPath, pid });
  try {
    await fillDataset('reef', { library, job, statement: 'import' }, (mediaOut) => {
      if (read === undefined) throw new Error('it does not read');
      return read({ path, media: null, field: null, mediaOut }, job);
    });
  } catch (error) {
    if ((await library.list()).length > 0) throw new Error('a dataset is left of what was refused', { cause: error });
    throw error;
  }
}

async function verified({ verify }: Format, path: string): Promise<void> {
  for await (const { message } of verify?.(path, job) ?? [])
    if (message === '') throw new Error('a finding without words');
}
