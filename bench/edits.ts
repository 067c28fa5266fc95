import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { importDemo } from '../src/commands/import-demo.ts';
import { reservedWords } from '../src/commands/index.ts';
import { type DatasetEdit, openLibrary } from '../src/dataset/library.ts';
import { firstSamples, type Plan, wholeDataset, withStage } from '../src/dataset/query/plan.ts';
import { STRING } from '../src/dataset/query/type.ts';
import { lookedUp } from '../src/dataset/query/verbs/map-values.ts';
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
  takeBack();
  takeBack = () => undefined;
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
  await timed('bare SQLite: a class of a tenth renamed', () => bareClasses(OF_A_TENTH, false));
  await timed('the same with what undo needs', () => bareClasses(OF_A_TENTH, true));
  await edit('mapLabels of a tenth, one class, saved', (open) => open.save(mapped(OF_A_TENTH)));
  await undo();
  await timed('bare SQLite: a misspelt class of all samples renamed', () => bareClasses(MISSPELT, false));
  await edit('mapLabels of all samples, a misspelt class, saved', (open) => open.save(mapped(MISSPELT)));
  await undo();
  await timed('bare SQLite: the labels of a tenth deleted', bareDelete);
  await edit('delete the labels of a tenth', (open) => open.removeLabels(tenth, [FIELD]));
  await undo();
  await edit('tag a tenth of the samples', (open) => open.tagSamples(tenth, ['x']));
  await undo();
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

/** A class that is called otherwise, on so many samples. */
type Renaming = { readonly from: string; readonly to: string; readonly samples: number };

/** What the benchmark of FiftyOne renames, too. */
const OF_A_TENTH: Renaming = { from: 'Acropora', to: 'A', samples: Math.ceil(SAMPLES / 10) };
/** A class that is misspelt here and there. */
const MISSPELT: Renaming = { from: 'Montipra', to: 'Montipora', samples: SAMPLES };

function mapped({ from, to, samples }: Renaming): Plan {
  const value = lookedUp({ kind: 'property', name: 'label', type: STRING }, [[from, to]]);
  const view = samples < SAMPLES ? firstSamples(wholeDataset('reef'), samples) : wholeDataset('reef');
  return withStage(view, { kind: 'set-label', field: FIELD, part: { kind: 'property', name: 'label' }, value });
}

/** The same class renamed and written to disk, maybe with the old ones kept beside; `takeBack` undoes it. */
function bareClasses({ from, to, samples }: Renaming, keepOld: boolean): Promise<void> {
  const db = new Database(join(home, 'datasets', 'reef.sqlite'));
  db.pragma('cache_size = -65536');
  const chosen = `class = '${from}'${samples < SAMPLES ? ` AND sample_id <= ${String(samples)}` : ''}`;
  const renamed = JSON.stringify(db.prepare(`SELECT id FROM label WHERE ${chosen}`).pluck().all());
  db.exec('BEGIN IMMEDIATE');
  if (keepOld) {
    db.exec(`CREATE TABLE bare_before (change_id INTEGER, id INTEGER, class TEXT, PRIMARY KEY (change_id, id)) WITHOUT ROWID;
      INSERT INTO bare_before SELECT 1, id, class FROM label WHERE ${chosen} ORDER BY id`);
  }
  db.exec(`UPDATE label SET class = '${to}' WHERE ${chosen}; COMMIT`);
  takeBack = () => {
    db.prepare(`UPDATE label SET class = ? WHERE id IN (SELECT value FROM json_each(?))`).run(from, renamed);
    db.exec('DROP TABLE IF EXISTS bare_before');
    db.close();
  };
  return Promise.resolve();
}

/** What is left to do after a bare statement, before the next thing is timed. */
let takeBack = (): void => undefined;

/** Rolled back, so not written to disk. */
function bareDelete(): Promise<void> {
  const db = new Database(join(home, 'datasets', 'reef.sqlite'));
  db.pragma('cache_size = -65536');
  db.exec(`BEGIN; DELETE FROM label WHERE sample_id <= ${String(SAMPLES / 10)}; ROLLBACK`);
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
