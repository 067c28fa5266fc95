import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { mergeRules } from '../src/commands/merge-flags.ts';
import { importDemo } from '../src/commands/import-demo.ts';
import { reservedWords } from '../src/commands/index.ts';
import { openLibrary } from '../src/dataset/library.ts';
import { type Plan, wholeDataset, withStage } from '../src/dataset/query/plan.ts';
import { diffDatasets } from '../src/dataset/versions/diff-datasets.ts';
import { matchKey } from '../src/dataset/versions/match-key.ts';
import { mergeDatasets } from '../src/dataset/versions/merge-datasets.ts';

// node bench/merge.ts 100000 20: merges a tenth of so many samples with so many labels each, one class relabelled, into all of
// them, and compares both, with nothing and with a hundredth changed.
const [SAMPLES = 100_000, LABELS = 20] = process.argv.slice(2).map(Number);
const FIELD = 'gt_polylines';

const home = mkdtempSync(join(tmpdir(), 'quadrat-merge-'));
const library = openLibrary({ home, reserved: reservedWords, execPath: process.execPath, pid: process.pid });
const job = { signal: new AbortController().signal, report: () => undefined };
const RULES = mergeRules({});

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  const wall = ((performance.now() - start) / 1_000).toFixed(2);
  console.log(`| ${what} | ${((user + system) / 1e6).toFixed(2)} s | ${wall} s |`);
  return result;
}

/** Some samples of the reef with one class called otherwise, as a dataset of its own. */
async function copyOf(name: string, plan: Plan, to: string): Promise<void> {
  const reef = await library.open('reef', { runner: 'in-place' });
  await library.create(name, { statement: 'copy', job }, async (writer) => {
    for await (const sample of reef.samples(plan, job.signal)) {
      const labels = sample.labels[FIELD]?.map((label) =>
        label.label === 'Porites' ? { ...label, label: to } : label,
      );
      writer.write([{ ...sample, labels: { ...sample.labels, [FIELD]: labels ?? null } }]);
    }
  });
  await reef.close();
}

const chosen = (count: number): Plan =>
  withStage(withStage(wholeDataset('reef'), { kind: 'shuffle', seed: 51 }), {
    kind: 'slice',
    skip: 0,
    limit: count,
    fromEnd: false,
  });

/** What a person who knows the tables would write: no undo, no counts, no digests. */
function bareMerge(): Promise<void> {
  const db = new Database(join(home, 'datasets', 'reef.sqlite'));
  db.exec(`ATTACH '${join(home, 'datasets', 'part.sqlite')}' AS b; BEGIN;
    CREATE TEMP TABLE pair AS SELECT s.id AS here, t.id AS there FROM b.sample t JOIN main.sample s ON s.oid = t.oid;
    CREATE TEMP TABLE theirs (id INTEGER PRIMARY KEY, class, confidence, geometry, attributes);
    INSERT INTO theirs SELECT l.id, t.class, t.confidence, t.geometry, t.attributes
      FROM pair p CROSS JOIN b.label t ON t.sample_id = p.there CROSS JOIN main.label l ON l.sample_id = p.here AND l.oid = t.oid
      WHERE (l.class, l.confidence, l.geometry, l.attributes) IS NOT (t.class, t.confidence, t.geometry, t.attributes);
    UPDATE main.label SET (class, confidence, geometry, attributes) = (SELECT class, confidence, geometry, attributes FROM theirs t WHERE t.id = label.id)
      WHERE id IN (SELECT id FROM theirs);
    COMMIT`);
  db.close();
  return Promise.resolve();
}

async function compare(what: string, other: string): Promise<void> {
  const [a, b] = [
    await library.open('reef', { runner: 'in-place' }),
    await library.open(other, { runner: 'in-place' }),
  ];
  const sides = [a, b].map((dataset) => ({ dataset, plan: wholeDataset(dataset.name), text: dataset.name }));
  const [first, second] = sides;
  if (first === undefined || second === undefined) throw new Error('two sides');
  const { diff } = await timed(what, () =>
    diffDatasets(first, second, { key: matchKey('id'), least: 0.5, limit: 10_000, allFields: false }, job),
  );
  console.log(`  ${String(diff.samples.changed)} samples changed, ${String(diff.labels.relabelled)} labels relabelled`);
  await a.close();
  await b.close();
}

try {
  await importDemo('reef', { samples: SAMPLES, labels: LABELS, media: false }, { library, statement: 'import', job });
  await copyOf('part', chosen(Math.ceil(SAMPLES / 10)), 'P');
  await copyOf('same', wholeDataset('reef'), 'Porites');
  console.log('| what | processor | clock |\n| --- | --- | --- |');
  await compare('diff, equal', 'same');
  const part = await library.open('part', { runner: 'in-place' });
  const merge = (): Promise<unknown> =>
    mergeDatasets(
      library,
      'reef',
      { dataset: part, plan: wholeDataset('part') },
      { rules: RULES, statement: 'merge', job, planned: false },
    );
  await timed('merge of a tenth', merge);
  await timed('the same again', merge);
  await compare('diff, a tenth changed', 'same');
  await timed('undo', () => library.undo('reef', { statement: 'undo', job }));
  await timed('bare SQLite: the same labels', bareMerge);
  await part.close();
  console.log(`peak memory ${String(Math.round(process.resourceUsage().maxRSS / 1024))} MB, the import included`);
} finally {
  rmSync(home, { recursive: true, force: true });
}
