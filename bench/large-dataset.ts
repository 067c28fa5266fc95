import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { reservedWords } from '../src/commands/index.ts';
import { openLibrary } from '../src/dataset/library.ts';
import { answerOf, bindText, type Environment } from '../src/repl/evaluate-expression.ts';
import { compareWork, reportLine } from './measure.ts';

const cli = new URL('../dist/cli.js', import.meta.url).pathname;
const spy = new URL('peak-memory.mjs', import.meta.url).href;
const SAMPLES = process.argv[2] ?? '100000';
const LABELS = process.argv[3] ?? '20';
const RUNS = 5;

/** A query of ours, and the bare statement that a person who knows the tables would write. */
const QUERIES = [
  [
    "ds.countValues('gt_polylines.label')",
    `select class, count(*) from label where field_id = (select id from field where name = 'gt_polylines') group by class`,
  ],
  [
    "ds.where(year >= 2021 && area == 'Moorea Entre 2 Baies').count()",
    `select count(*) from sample where year >= 2021 and area = 'Moorea Entre 2 Baies'`,
  ],
  [
    "ds.matchTags('train').where(year >= 2021).countValues('area')",
    `select area, count(*) from sample s where year >= 2021 and exists (select 1 from sample_tag t where t.sample_id = s.id and t.tag = 'train') group by area`,
  ],
  [
    "ds.filterLabels('gt_polylines', label == 'Porites').count('gt_polylines.label')",
    `select count(*) from label where field_id = (select id from field where name = 'gt_polylines') and class = 'Porites'`,
  ],
  [
    "ds.where(gt_polylines.any(label == 'Porites')).count()",
    `select count(distinct sample_id) from label where field_id = (select id from field where name = 'gt_polylines') and class = 'Porites'`,
  ],
] as const;

/** Prints import rate, query times beside bare SQLite, and memory at `SAMPLES` x `LABELS`. */
const home = mkdtempSync(join(tmpdir(), 'quadrat-bench-'));
const env = { ...process.env, QUADRAT_HOME: home };
try {
  const start = performance.now();
  const made = quadrat('import', 'demo', '--name', 'big', '--no-media', '--samples', SAMPLES, '--labels', LABELS);
  const seconds = (performance.now() - start) / 1000;
  const labels = Number(SAMPLES) * Number(LABELS);
  console.log(`import ${seconds.toFixed(1)} s, ${(labels / seconds).toFixed(0)} labels/s, ${made}`);
  await queries();
  for (const [query] of QUERIES) console.log(`${query}: ${quadrat('-d', 'big', '-c', query)}`);
} finally {
  rmSync(home, { recursive: true, force: true });
}

async function queries(): Promise<void> {
  const library = openLibrary({ home, reserved: reservedWords, execPath: process.execPath, pid: process.pid });
  const dataset = await library.open('big', { runner: 'in-place' });
  const environment: Environment = {
    current: 'big',
    variables: new Map(),
    params: {},
    chainable: new Set(),
    dataset: () => Promise.resolve(dataset),
  };
  const bare = new Database(dataset.file, { readonly: true });
  console.log('| query | median | times bare SQLite |\n|---|---|---|');
  for (const [query, sql] of QUERIES) {
    const { bound } = await bindText(query, environment);
    const statement = bare.prepare(sql);
    const [ours, floor] = await compareWork(
      [() => answerOf(bound, environment, new AbortController().signal), () => statement.all()],
      RUNS,
    );
    if (ours !== undefined && floor !== undefined) console.log(reportLine(`\`${query}\``, ours, floor));
  }
  bare.close();
  await dataset.close();
}

/** Runs it and gives what it said of its memory. */
function quadrat(...args: readonly string[]): string {
  const { status, stderr } = spawnSync(process.execPath, ['--import', spy, cli, ...args], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return /peak \d+ MB/u.exec(stderr)?.[0] ?? 'peak unknown';
}
