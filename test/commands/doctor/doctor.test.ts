import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Finding } from '../../../src/output.ts';
import { testJob } from '../../dataset/library-fixture.ts';
import { type DemoSession, openDemoSession } from '../../demo-session.ts';

async function findings(demo: DemoSession, line: string): Promise<readonly Finding[]> {
  const { output, error } = await demo.session.submit(line);
  expect(error).toBeUndefined();
  return output?.kind === 'findings' ? output.findings : [];
}

test('a server that is not there is an error that tells no secret', async () => {
  await using demo = await openDemoSession({
    samples: 12,
    env: { CVAT_URL: 'http://127.0.0.1:9', CVAT_USERNAME: 'diver', CVAT_PASSWORD: 'hunter2' },
  });
  const [found] = (await findings(demo, 'doctor')).filter(({ check }) => check === 'cvat');
  expect(found?.severity).toBe('error');
  expect(found?.message).toContain('127.0.0.1:9');
  expect(JSON.stringify(found)).not.toContain('hunter2');
}, 60_000);

test('what crashes left is told, and is no failure', async () => {
  await using demo = await openDemoSession({ samples: 12 });
  mkdirSync(join(demo.home, 'pulls', 'demo.7f'), { recursive: true });
  mkdirSync(join(demo.home, 'tmp', 'reef.12-1'), { recursive: true });
  const { pid } = { pid: Number(execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' })) };
  const { hostname } = await import('node:os');
  const holder = { pid, host: hostname(), command: 'tag', since: '2026-01-01' };
  writeFileSync(join(demo.home, 'datasets', 'demo.sqlite-writer'), JSON.stringify(holder));
  const found = (await findings(demo, 'doctor')).filter(({ check }) => check === 'leftovers' || check === 'writer');
  expect(found.map(({ severity, where, message }) => `${severity} ${where ?? ''}: ${message}`)).toEqual([
    'info tmp/reef.12-1: an import that is running, or was killed',
    'info pulls/demo.7f: a pull that did not end',
    'info demo: a writer was killed: its change was not kept, the dataset is as it was before',
  ]);
}, 60_000);

test('a dataset of a newer format is told to be one, and is left alone', async () => {
  await using demo = await openDemoSession({ samples: 12 });
  const file = join(demo.home, 'datasets', 'demo.sqlite');
  const db = new Sqlite(file);
  db.pragma('user_version = 99');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  const before = readFileSync(file);
  const [found] = await findings(demo, 'doctor demo');
  expect(found).toMatchObject({
    severity: 'error',
    hint: 'update the program, or use the version that wrote the file',
  });
  const { error } = await demo.session.submit('doctor demo --repair');
  expect(error).toMatchObject({ code: 'unsupported' });
  expect(readFileSync(file)).toEqual(before);
}, 60_000);

test('repair says what it did, and the open dataset goes on', async () => {
  await using demo = await openDemoSession({ samples: 12 });
  await demo.session.submit('ds.count()');
  const db = new Sqlite(join(demo.home, 'datasets', 'demo.sqlite'));
  db.exec('UPDATE label_count SET labels = labels + 5 WHERE id = 1');
  db.close();
  expect((await findings(demo, 'doctor demo')).map(({ check }) => check)).toContain('counts');
  const repaired = await findings(demo, 'doctor --repair demo');
  expect(repaired[0]?.message).toBe('put right: 1 numbers by class');
  expect((await findings(demo, 'doctor demo --deep')).map(({ check }) => check)).toEqual(['pictures']);
  const { output } = await demo.session.submit('ds.count()');
  expect(output).toMatchObject({ value: 12 });
}, 60_000);

/** Overwrites the beginning of the file of a dataset, so that not even its tables are known. */
function ruin(demo: DemoSession, path = join('datasets', 'demo.sqlite')): Buffer {
  const file = join(demo.home, path);
  const ruined = readFileSync(file);
  ruined.fill(0x2a, 0, 3 * 4096);
  writeFileSync(file, ruined);
  return ruined;
}

test('a file beyond reading is brought back from the latest state that is kept elsewhere', async () => {
  await using demo = await openDemoSession({ samples: 12 });
  const run = async (line: string) => {
    const { output, error } = await demo.session.submit(line);
    if (error !== undefined) throw error as Error;
    return output;
  };
  await run('backup out.zip');
  await run("ds.tag('seen')");
  await run('snapshot tagged');
  await run("open('demo@tagged').count()");
  await run('ds.limit(2).deleteSamples()');
  ruin(demo);
  const [back, lost, ...others] = await findings(demo, 'doctor --repair demo');
  expect(back).toMatchObject({ check: 'repair', severity: 'info' });
  expect(back?.message).toMatch(
    /^the file is beyond reading: brought back from the snapshot tagged, 12 samples and \d+ labels, as they were at \d{4}-/u,
  );
  expect(lost?.message).toMatch(/^all that was changed since .*Z is lost$/u);
  expect(others.map(({ check }) => check)).toEqual(['pictures']);
  expect(await run("ds.matchTags('seen').count()")).toMatchObject({ value: 12 });
  expect(await demo.session.ports.library.listTrash()).toMatchObject([{ name: 'demo' }]);

  // The next time the file of the snapshot is of no use either: then it is the archive.
  const [opened = ''] = readdirSync(join(demo.home, 'snapshots', 'demo')).filter((name) => name.endsWith('.sqlite'));
  const snapshot = new Sqlite(join(demo.home, 'snapshots', 'demo', opened));
  snapshot.exec('DELETE FROM label WHERE id = 1');
  snapshot.close();
  const damaged = ruin(demo);
  const again = await findings(demo, 'doctor --repair demo');
  expect(again[0]?.message).toContain(`brought back from the backup ${join(demo.home, 'out.zip')}, 12 samples`);
  expect(again[2]?.message).toMatch(/^a later state was of no use: the snapshot tagged: /u);
  expect(await run("ds.matchTags('seen').count()")).toMatchObject({ value: 0 });
  const [entry] = await demo.session.ports.library.listTrash();
  expect(readFileSync(join(demo.home, entry?.folder ?? '', 'dataset.sqlite'))).toEqual(damaged);
}, 60_000);

test('a FiftyOneDataset that was written last is what is brought back, and it is said what it has not', async () => {
  await using demo = await openDemoSession({ samples: 4, media: true });
  const { library } = demo.session.ports;
  const run = async (line: string) => {
    const { output, error } = await demo.session.submit(line);
    if (error !== undefined) throw error as Error;
    return output;
  };
  const media = library.mediaRoot('demo');
  const pictures = readdirSync(media).sort();
  const [missing = '', taken = ''] = pictures;
  const before = readFileSync(join(media, taken));
  await run('backup out.zip');
  await run("ds.tag('seen')");
  await run('snapshot tagged');
  await run('backup old -d demo@tagged --format fiftyone');
  await run('backup out --format fiftyone');
  const kept = await library.keptStates('demo');
  expect(kept.map(({ kind }) => kind)).toEqual(['fiftyone', 'snapshot', 'backup']);

  ruin(demo);
  rmSync(join(media, missing));
  writeFileSync(join(media, taken), 'another picture');
  const proposed = (await findings(demo, 'doctor demo')).find(({ check }) => check === 'kept');
  expect(proposed).toMatchObject({
    message:
      `the latest state that is kept elsewhere: the FiftyOneDataset ${join(demo.home, 'out')}, of ${kept[0]?.at ?? ''}, ` +
      'without the log with all that could be undone, snapshots and saved views',
    hint: expect.stringContaining('doctor --repair demo') as string,
  });
  const [back, lost, without, ...others] = await findings(demo, 'doctor --repair demo');
  expect(back?.message).toContain(`brought back from the FiftyOneDataset ${join(demo.home, 'out')}, 4 samples`);
  expect(lost?.message).toBe(`all that was changed since ${kept[0]?.at ?? ''} is lost`);
  expect(without).toMatchObject({
    check: 'lost',
    severity: 'warning',
    message:
      'what a FiftyOneDataset does not have is lost: the log with all that could be undone, snapshots and saved views; ' +
      'points are fractions of the picture',
    hint: expect.stringContaining(`the backup ${join(demo.home, 'out.zip')} has them`) as string,
  });
  expect(others.filter(({ severity }) => severity !== 'info')).toEqual([]);
  expect(await run("ds.matchTags('seen').count()")).toMatchObject({ value: 4 });

  // No picture of the media folder is replaced; what is missing, or is another one now, comes from the backup.
  const beside = `restored-1/${taken}`;
  expect(readdirSync(media).sort()).toEqual([...pictures, 'restored-1'].sort());
  expect(readFileSync(join(media, taken)).toString()).toBe('another picture');
  expect(readFileSync(join(media, beside))).toEqual(before);
  expect(await run('ds.values(filepath)')).toMatchObject({
    values: expect.arrayContaining([missing, beside]) as string[],
  });
  expect(await library.check('demo', testJob())).toEqual([]);
  expect(readdirSync(join(demo.home, 'tmp'))).toEqual([]);
}, 60_000);

test('a FiftyOneDataset without pictures is brought back with those of the media folder', async () => {
  await using demo = await openDemoSession({ samples: 4, media: true });
  const paths = async () => (await demo.session.submit('ds.values(filepath)')).output;
  const before = await paths();
  await demo.session.submit('backup out --format fiftyone --no-media');
  ruin(demo);
  const [back] = await findings(demo, 'doctor --repair demo');
  expect(back?.message).toContain('brought back from the FiftyOneDataset');
  expect(await paths()).toEqual(before);
}, 60_000);

test('a FiftyOneDataset that is not what was written is passed over for an earlier archive', async () => {
  await using demo = await openDemoSession({ samples: 4 });
  await demo.session.submit('backup out.zip');
  await demo.session.submit('backup out --format fiftyone --no-media');
  await demo.session.submit('backup gone --format fiftyone --no-media');
  writeFileSync(join(demo.home, 'out', 'samples.json'), '{"samples": []}');
  rmSync(join(demo.home, 'gone'), { recursive: true });
  ruin(demo);
  const [back, , ...others] = await findings(demo, 'doctor --repair demo');
  expect(back?.message).toContain(`brought back from the backup ${join(demo.home, 'out.zip')}, 4 samples`);
  expect(others.slice(0, 2).map(({ message }) => message)).toEqual([
    `a later state was of no use: the FiftyOneDataset ${join(demo.home, 'gone')}: ${join(demo.home, 'gone')} is gone, or no backup any more`,
    `a later state was of no use: the FiftyOneDataset ${join(demo.home, 'out')}: ${join(demo.home, 'out')} is not as it was backed up: samples.json is not what was written`,
  ]);
}, 60_000);

test('a file beyond reading of which nothing is kept stays as it is', async () => {
  await using demo = await openDemoSession({ samples: 12 });
  const before = ruin(demo);
  const { error } = await demo.session.submit('doctor --repair demo');
  expect(error).toMatchObject({
    code: 'unreadable',
    message: expect.stringContaining('nothing can be rescued') as string,
  });
  expect(readFileSync(join(demo.home, 'datasets', 'demo.sqlite'))).toEqual(before);
}, 60_000);

test('archives of a dataset that is gone are not those of the next one of its name', async () => {
  await using demo = await openDemoSession({ samples: 12 });
  const { library } = demo.session.ports;
  await demo.session.submit('backup out.zip');
  expect(await library.keptStates('demo')).toMatchObject([{ kind: 'backup', path: join(demo.home, 'out.zip') }]);
  await demo.session.submit('rename demo reef');
  expect(await library.keptStates('demo')).toEqual([]);
  expect(await library.keptStates('reef')).toHaveLength(1);
  await demo.session.submit('delete reef --yes');
  expect(await library.keptStates('reef')).toEqual([]);
}, 60_000);
