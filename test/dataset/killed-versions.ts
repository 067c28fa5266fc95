import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Library, openLibrary } from '../../src/dataset/library.ts';
import type { Job } from '../../src/dataset/model/job.ts';
import { openBackup } from '../../src/dataset/versions/open-backup.ts';

const source = (path: string): string => JSON.stringify(new URL(`../../src/${path}`, import.meta.url).href);

/**
 * A program that tags, takes snapshots and opens them, reverts, clones, backs up and restores for ever; it prints a line for each
 * thing that is done, and a dot at each progress on the way.
 */
function worker(home: string, out: string): string {
  return `
    import { openLibrary } from ${source('dataset/library.ts')};
    import { wholeDataset } from ${source('dataset/query/plan.ts')};
    import { writeOneFile } from ${source('dataset/formats/atomic-file.ts')};
    import { writeBackup } from ${source('dataset/versions/write-backup.ts')};
    import { restoreBackup } from ${source('dataset/versions/restore-backup.ts')};
    import { writeSync } from 'node:fs';
    const library = openLibrary({ home: ${JSON.stringify(home)}, reserved: new Set(), execPath: process.execPath, pid: process.pid });
    const job = { signal: new AbortController().signal, report: () => writeSync(1, '.\\n') };
    const say = (...words) => writeSync(1, words.join(' ') + '\\n');
    const how = (statement) => ({ statement, job });
    for (let n = 1; ; n++) {
      await library.change('reef', how('change ' + n), (edit) => edit.tagSamples(wholeDataset('reef'), ['t' + n]));
      say('change', 'change ' + n);
      await library.snapshot('reef', 's' + n, how('snapshot'));
      say('snapshot', 's' + n);
      const opened = await library.open('reef@s' + n, { runner: 'in-place', job });
      await opened.digests();
      await opened.close();
      if (n % 2 === 0) {
        await library.undo('reef', how('undo'));
        await library.revert('reef', 's' + (n - 1), how('revert ' + n));
        await library.revert('reef', 's' + n, how('revert ' + n));
        say('change', 'revert ' + n);
      }
      await library.clone('reef', 'c' + n, how('clone'));
      say('dataset', 'c' + n);
      const file = ${JSON.stringify(out)} + '/' + n + '.zip';
      const dataset = await library.open('reef', { runner: 'in-place' });
      await writeOneFile(file, { overwrite: false, job }, (part) => writeBackup(library, part, { dataset, media: true, shown: file }, job));
      await dataset.close();
      say('backup', file);
      await restoreBackup(library, { path: file, shown: file, name: 'r' + n, statement: 'restore', job });
      say('dataset', 'r' + n);
    }
  `;
}

/** Kills the program at its n-th progress. @returns what it said that is done, a line each. */
export async function killedVersions(home: string, out: string, progress: number): Promise<readonly string[]> {
  mkdirSync(out, { recursive: true });
  const child = spawn(process.execPath, ['--input-type=module', '-e', worker(home, out)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString();
    if (said.split('.\n').length > progress) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return said.split('\n').filter((line) => /^[a-z]/u.test(line));
}

/** What is not as it was said to be after a kill, or not whole; nothing where all is well. */
export async function brokenVersions(home: string, said: readonly string[]): Promise<readonly string[]> {
  const library = openLibrary({ home, reserved: new Set(), execPath: process.execPath, pid: process.pid });
  const job = { signal: new AbortController().signal, report: () => undefined };
  const broken: string[] = [];
  for (const { name } of await library.list()) {
    broken.push(...(await library.check(name, job)).map((problem) => `${name}: ${problem}`));
  }
  broken.push(...readdirSync(join(home, 'tmp')).map((name) => `left in tmp: ${name}`));
  const snapshots = await library.snapshots('reef');
  for (const { name, digests } of snapshots) {
    const dataset = await library.open(`reef@${name}`, { runner: 'in-place' });
    const now = await dataset.digests();
    await dataset.close();
    if (JSON.stringify(now) !== JSON.stringify(digests)) broken.push(`snapshot ${name} is another`);
  }
  for (const line of said) {
    const [what = '', ...rest] = line.split(' ');
    if (!(await isThere(library, what, rest.join(' '), job))) broken.push(`lost: ${line}`);
  }
  return broken;
}

async function isThere(library: Library, what: string, which: string, job: Job): Promise<boolean> {
  if (what === 'dataset') return library.has(which);
  if (what === 'snapshot') return library.has(`reef@${which}`);
  if (what === 'change') {
    const dataset = await library.open('reef', { runner: 'in-place' });
    const changes = await dataset.changes();
    await dataset.close();
    return changes.some(({ statement }) => statement === which);
  }
  if (!existsSync(which)) return false;
  const backup = await openBackup(which, which);
  let read = 0;
  for (const file of backup.manifest.files) for await (const part of backup.read(file, job)) read += part.length;
  backup.close();
  return read === backup.manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
}
