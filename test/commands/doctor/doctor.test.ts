import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Finding } from '../../../src/output.ts';
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
