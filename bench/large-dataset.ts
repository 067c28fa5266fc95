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

const FIELD = "(select id from field where name = 'gt_polylines')";

/** A query of ours, and the bare statement that a person who knows the tables would write. */
const QUERIES = [
  ['len(ds)', 'select count(*) from sample'],
  ['ds.count("gt_polylines.polylines")', `select count(*) from label where field_id = ${FIELD}`],
  [
    "ds.countValues('gt_polylines.label')",
    `select class, count(*) from label where field_id = ${FIELD} group by class`,
  ],
  ["ds.countValues('tags')", 'select tag, count(*) from sample_tag group by tag'],
  ["ds.distinct('gt_polylines.label')", `select distinct class from label where field_id = ${FIELD}`],
  ["ds.distinct('area')", 'select distinct area from sample order by area'],
  [
    "ds.where(year >= 2021 && area == 'Moorea Entre 2 Baies').count()",
    `select count(*) from sample where year >= 2021 and area = 'Moorea Entre 2 Baies'`,
  ],
  [
    "ds.matchTags('train').where(year >= 2021).count()",
    `select count(*) from sample s where year >= 2021 and exists (select 1 from sample_tag t where t.sample_id = s.id and t.tag = 'train')`,
  ],
  [
    "ds.filterLabels('gt_polylines', label == 'Porites').count()",
    `select count(distinct sample_id) from label where field_id = ${FIELD} and class = 'Porites'`,
  ],
  [
    "ds.filterLabels('gt_polylines', label == 'Porites').count('gt_polylines.label')",
    `select count(*) from label where field_id = ${FIELD} and class = 'Porites'`,
  ],
  [
    "ds.matchLabels({ filter: label == 'Porites', fields: 'gt_polylines' }).count()",
    `select count(distinct sample_id) from label where field_id = ${FIELD} and class = 'Porites'`,
  ],
  [
    "ds.filterLabels('gt_polylines', vertices() > 20).count('gt_polylines.label')",
    `select count(*) from label where field_id = ${FIELD} and vertices > 20`,
  ],
  [
    'ds.sortBy(gt_polylines.count(), true).limit(10).ids()',
    'select oid from sample order by gt_polylines desc, id limit 10',
  ],
  ['ds.sortBy(gt_polylines.count(), true).ids()', 'select oid from sample order by gt_polylines desc, id'],
  ["ds.values('area')", 'select area from sample order by id'],
  ['ds.head(20)', `select * from sample s join label l on l.sample_id = s.id where s.id <= 20`],
  [
    "ds.countBy('tags', 'gt_polylines.label')",
    `select tag, class, count(*) from label l join sample_tag t on t.sample_id = l.sample_id where field_id = ${FIELD} group by 1, 2`,
  ],
  ['ds.groupBy(area).mean(gt_polylines.count())', 'select area, avg(coalesce(gt_polylines, 0)) from sample group by 1'],
  [
    "ds.toPatches('gt_polylines').limit(20).ids()",
    `select oid from label where field_id = ${FIELD} order by sample_id, position limit 20`,
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
