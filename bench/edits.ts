import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { importDemo } from '../src/commands/import-demo.ts';
import { reservedWords } from '../src/commands/index.ts';
import { type DatasetEdit, openLibrary } from '../src/dataset/library.ts';
import { firstSamples, wholeDataset } from '../src/dataset/query/plan.ts';
import { killedEditor } from '../test/dataset/killed-editor.ts';

// node bench/edits.ts 100000 20 200: edits of so many samples with so many labels each, then so many kills during edits.
const [SAMPLES = 100_000, LABELS = 20, KILLS = 200] = process.argv.slice(2).map(Number);
const FIELD = 'gt_polylines';

const home = mkdtempSync(join(tmpdir(), 'quadrat-edits-'));
const library = openLibrary({ home, reserved: reservedWords, execPath: process.execPath, pid: process.pid });
const job = { signal: new AbortController().signal, report: () => undefined };

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  const wall = ((performance.now() - start) / 1_000).toFixed(1);
  console.log(`| ${what} | ${((user + system) / 1e6).toFixed(1)} s | ${wall} s |`);
}

async function measureEdits(): Promise<void> {
  await importDemo('reef', { samples: SAMPLES, labels: LABELS, media: false }, { library, statement: 'import', job });
  const all = wholeDataset('reef');
  const tenth = firstSamples(all, Math.ceil(SAMPLES / 10));
  const edit = (what: string, work: (edit: DatasetEdit) => Promise<void>): Promise<void> =>
    timed(what, () => library.change('reef', { statement: what, job }, work));
  const undo = (): Promise<void> => timed('undo', () => library.undo('reef', { statement: 'undo', job }));
  console.log('| edit | processor | clock |\n| --- | --- | --- |');
  await timed('bare SQLite: one tag on all samples', bareTag);
  await edit('tag all samples', (open) => open.tagSamples(all, ['checked']));
  await undo();
  await edit('tag all labels', (open) => open.tagLabels(all, [FIELD], ['checked']));
  await undo();
  await edit('delete all labels', (open) => open.removeLabels(all, [FIELD]));
  await undo();
  await edit('delete a tenth of the samples', (open) => open.removeSamples(tenth));
  await undo();
  await edit('one label in each of a tenth of the samples, others as they are', async (open) => {
    for await (const { id = '', labels } of open.samples(tenth)) {
      const changed = labels[FIELD]?.map((label, i) => (i === 0 ? { ...label, label: 'x' } : label)) ?? null;
      open.updateSample(id, { labels: { [FIELD]: changed } });
    }
  });
  await undo();
  console.log(`peak memory ${String(Math.round(process.resourceUsage().maxRSS / 1024))} MB, the import included`);
}

/** What a person who knows the tables would write, rolled back. */
function bareTag(): Promise<void> {
  const db = new Database(join(home, 'datasets', 'reef.sqlite'));
  db.exec("BEGIN; INSERT INTO sample_tag SELECT id, 99, 'bare' FROM sample; ROLLBACK");
  db.close();
  return Promise.resolve();
}

/** Each kill at another progress; afterwards the file must be whole and hold what was said to be done. */
async function measureKills(): Promise<void> {
  for (let kill = 0; kill < KILLS; kill++) {
    await importDemo('crash', { samples: 40, labels: 10, media: false }, { library, statement: 'import', job }).catch(
      () => undefined,
    );
    const last = await killedEditor(home, 'crash', 1 + ((kill * 7) % 61));
    const db = new Database(join(home, 'datasets', 'crash.sqlite'));
    const integrity = db.pragma('integrity_check', { simple: true });
    const done = db.prepare<[], string>('SELECT statement FROM change ORDER BY id DESC LIMIT 1').pluck().get() ?? '';
    db.close();
    const number = Number(/\d+$/u.exec(done)?.[0] ?? 0);
    if (integrity !== 'ok' || (number !== last && number !== last + 1)) {
      throw new Error(`kill ${String(kill)}: ${String(integrity)}, said ${String(last)}, found ${done}`);
    }
    await library.delete('crash');
  }
  console.log(
    `${String(KILLS)} times kill -9 during edits: nothing that was reported done is lost, every file is whole`,
  );
}

try {
  await measureEdits();
  await measureKills();
} finally {
  rmSync(home, { recursive: true, force: true });
}
