import { closeSync, copyFileSync, fsyncSync, mkdirSync, mkdtempSync, openSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { importDemo } from '../src/commands/import-demo.ts';
import { reservedWords } from '../src/commands/index.ts';
import { writeOneFile } from '../src/dataset/formats/atomic-file.ts';
import { openLibrary } from '../src/dataset/library.ts';
import { firstSamples, wholeDataset } from '../src/dataset/query/plan.ts';
import { cloneView } from '../src/dataset/versions/clone-view.ts';
import { restoreBackup } from '../src/dataset/versions/restore-backup.ts';
import { writeBackup } from '../src/dataset/versions/write-backup.ts';
import { brokenVersions, killedVersions } from '../test/dataset/killed-versions.ts';

// node bench/versions.ts 100000 20 200: versions of so many samples with so many labels each, then so many kills.
const [SAMPLES = 100_000, LABELS = 20, KILLS = 200] = process.argv.slice(2).map(Number);

const home = mkdtempSync(join(tmpdir(), 'quadrat-versions-'));
const library = openLibrary({ home, reserved: reservedWords, execPath: process.execPath, pid: process.pid });
const job = { signal: new AbortController().signal, report: () => undefined };
const how = (statement: string) => ({ statement, job });

async function timed(what: string, work: () => unknown): Promise<void> {
  const start = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  const wall = ((performance.now() - start) / 1_000).toFixed(2);
  console.log(`| ${what} | ${((user + system) / 1e6).toFixed(2)} s | ${wall} s |`);
}

async function measure(): Promise<void> {
  await importDemo('reef', { samples: SAMPLES, labels: LABELS, media: false }, { library, ...how('import') });
  const all = wholeDataset('reef');
  const tenth = firstSamples(all, Math.ceil(SAMPLES / 10));
  const file = join(home, 'datasets', 'reef.sqlite');
  console.log(`${(statSync(file).size / 1e6).toFixed(0)} MB\n| what | processor | clock |\n| --- | --- | --- |`);
  await timed('bare copy of the file, on the disk', () => {
    const copy = join(home, 'copy.sqlite');
    copyFileSync(file, copy);
    const descriptor = openSync(copy, 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
  });
  await timed('bare SQLite: VACUUM INTO', () => {
    const db = new Database(file, { readonly: true });
    db.exec(`VACUUM INTO '${join(home, 'vacuum.sqlite')}'`);
    db.close();
  });
  await timed('clone', () => library.clone('reef', 'twin', how('clone')));
  const dataset = await library.open('reef', { runner: 'in-place' });
  await timed('clone of a view, a tenth', () =>
    cloneView(library, { dataset, plan: tenth, name: 'tenth', ...how('clone') }),
  );
  await timed('snapshot', () => library.snapshot('reef', 'start', how('snapshot')));
  await library.change('reef', how('tag'), (edit) => edit.tagSamples(tenth, ['checked']));
  await library.change('reef', how('delete'), (edit) => edit.removeLabels(tenth, ['gt_polylines']));
  await timed('versions', () => library.snapshots('reef'));
  await timed('open the snapshot for the first time', async () => {
    await (await library.open('reef@start', { runner: 'in-place' })).close();
  });
  await timed('open it again', async () => {
    await (await library.open('reef@start', { runner: 'in-place' })).close();
  });
  await timed('revert: a tenth of the samples and their labels', () => library.revert('reef', 'start', how('revert')));
  await timed('undo of that', () => library.undo('reef', how('undo')));
  await timed('backup, read back', async () => {
    const out = join(home, 'out', 'reef.zip');
    mkdirSync(dirname(out));
    const referred = (): Promise<ReadonlyMap<string, string>> => Promise.resolve(new Map());
    await writeOneFile(out, { overwrite: false, job, referred }, (part) =>
      writeBackup(library, part, { dataset, media: true, shown: out }, job),
    );
    console.log(`${(statSync(out).size / 1e6).toFixed(0)} MB`);
  });
  await timed('restore, checked', () => {
    const path = join(home, 'out', 'reef.zip');
    return restoreBackup(library, { path, shown: path, name: 'again', ...how('restore') });
  });
  await timed('check of a dataset', () => library.check('reef', job));
  await dataset.close();
  console.log(`peak memory ${String(Math.round(process.resourceUsage().maxRSS / 1024))} MB, the import included`);
}

/** Each kill at another progress; afterwards everything that was said to be done must be there and whole. */
async function measureKills(): Promise<void> {
  const during = new Map<string, number>();
  let done = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const place = join(home, `kill-${String(kill)}`);
    const other = openLibrary({ home: place, reserved: reservedWords, execPath: process.execPath, pid: process.pid });
    await importDemo('reef', { samples: 40, labels: 10, media: false }, { library: other, ...how('import') });
    const said = await killedVersions(place, join(place, 'out'), 1 + ((kill * 7) % 139));
    const broken = await brokenVersions(place, said);
    if (broken.length > 0) throw new Error(`kill ${String(kill)}: ${broken.join('; ')}`);
    done += said.length;
    const what = commandAfter(said.at(-1) ?? '');
    during.set(what, (during.get(what) ?? 0) + 1);
    rmSync(place, { recursive: true });
  }
  console.log('| killed in | kills |\n| --- | --- |');
  for (const [what, kills] of during) console.log(`| ${what} | ${String(kills)} |`);
  console.log(
    `${String(KILLS)} times kill -9: of ${String(done)} things that were reported done nothing is lost, all is whole`,
  );
}

/** What the killed program was at, by the last thing that it reported done. */
function commandAfter(line: string): string {
  const [next = 'change'] = AFTER.flatMap(([start, what]) => (line.startsWith(start) ? [what] : []));
  return next;
}

const AFTER = [
  ['change revert', 'clone'],
  ['change change', 'snapshot'],
  ['snapshot', 'opening a snapshot, undo, revert, clone'],
  ['dataset c', 'backup'],
  ['backup', 'restore'],
] as const;

try {
  if (SAMPLES > 0) await measure();
  await measureKills();
} finally {
  rmSync(home, { recursive: true, force: true });
}
