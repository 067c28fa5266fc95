import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openForReading } from '../../../src/dataset/store/open-database.ts';
import { holderFile, type Writing, withWriter } from '../../../src/dataset/store/writer-lock.ts';
import { importSamples, sampleOf, temporaryFolder, testLibrary } from '../library-fixture.ts';

const MODULE = new URL('../../../src/dataset/store/writer-lock.ts', import.meta.url).href;

function writing(more: Partial<Writing> = {}): Writing {
  const self = { pid: process.pid, host: 'here', command: 'test', isAlive: () => true };
  return { self, signal: new AbortController().signal, patience: 100, now: () => new Date(0), ...more };
}

async function datasetFile(): Promise<string> {
  const home = temporaryFolder();
  await importSamples(testLibrary(home), 'reef', [sampleOf('1.jpg')]);
  return join(home, 'datasets', 'reef.sqlite');
}

/** Another process that writes: it says so, and goes on writing until its input ends. */
async function otherWriter(file: string): Promise<ChildProcess> {
  const program = `
    import { readSync, writeSync } from 'node:fs';
    import { withWriter } from ${JSON.stringify(MODULE)};
    const self = { pid: process.pid, host: 'here', command: 'quadrat import x', isAlive: () => true };
    const writing = { self, signal: new AbortController().signal, patience: 0, now: () => new Date(0) };
    await withWriter(${JSON.stringify(file)}, writing, (db) => {
      db.exec("INSERT INTO sample_tag VALUES (1, 0, 'other')");
      writeSync(1, 'writing');
      readSync(0, Buffer.alloc(1));
    });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child.stdout, 'data');
  return child;
}

function tagsIn(file: string): unknown[] {
  const db = openForReading(file);
  try {
    return db.prepare('SELECT tag FROM sample_tag ORDER BY position').pluck().all();
  } finally {
    db.close();
  }
}

const insert = "INSERT INTO sample_tag VALUES (1, 1, 'mine')";

describe('two writers', () => {
  test('readers read, the second writer gives up and says who the first one is', async () => {
    const file = await datasetFile();
    const other = await otherWriter(file);
    expect(tagsIn(file)).toEqual([]);
    await expect(withWriter(file, writing(), (db) => db.exec(insert))).rejects.toMatchObject({
      code: 'busy',
      message: `${file} is being written by process ${String(other.pid)} on here (quadrat import x) since 1970-01-01T00:00:00.000Z`,
    });
    expect(tagsIn(file)).toEqual([]);
  });

  test('the second writer waits, and goes on when the first one has finished', async () => {
    const file = await datasetFile();
    const other = await otherWriter(file);
    const waiting = withWriter(file, writing({ patience: 30_000 }), (db) => {
      db.exec(insert);
    });
    other.stdin?.end('x');
    await waiting;
    expect(tagsIn(file)).toEqual(['other', 'mine']);
    expect(existsSync(holderFile(file))).toBe(false);
  });

  test('a writer that was killed holds nothing, and its half is gone', async () => {
    const file = await datasetFile();
    const other = await otherWriter(file);
    other.kill('SIGKILL');
    await once(other, 'close');
    await withWriter(file, writing(), (db) => {
      db.exec(insert);
    });
    expect(tagsIn(file)).toEqual(['mine']);
  });

  test('of the same process wait for each other as long as it takes', async () => {
    const file = await datasetFile();
    const started = Promise.withResolvers<undefined>();
    const over = Promise.withResolvers<undefined>();
    const first = withWriter(file, writing(), async (db) => {
      db.exec(insert);
      started.resolve(undefined);
      await over.promise;
    });
    await started.promise;
    const told: unknown[] = [];
    const onWait: Writing['onWait'] = (holder, waited, patience) => {
      told.push([holder, patience]);
      if (waited > 10) over.resolve(undefined);
    };
    await withWriter(file, writing({ patience: 0, onWait }), () => undefined);
    await first;
    expect(told[0]).toEqual(['test in this shell', Infinity]);
    expect(tagsIn(file)).toEqual(['mine']);
  });

  test('waiting can be cancelled', async () => {
    const file = await datasetFile();
    await otherWriter(file);
    const controller = new AbortController();
    const waiting = withWriter(file, writing({ patience: 60_000, signal: controller.signal }), () => undefined);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('who holds a dataset', () => {
  test.each([
    ['a dead process', JSON.stringify({ pid: 1, host: 'here', command: 'x', since: '' })],
    ['a file that says nothing', '{'],
  ])('is another program where the note is of %s', async (_what, note) => {
    const file = await datasetFile();
    await otherWriter(file);
    writeFileSync(holderFile(file), note);
    const self = { ...writing().self, isAlive: () => false };
    await expect(withWriter(file, writing({ self }), () => undefined)).rejects.toMatchObject({
      message: `${file} is being written by another program`,
    });
  });

  test('an edit that fails is rolled back and leaves no note', async () => {
    const file = await datasetFile();
    const failing = withWriter(file, writing(), (db) => {
      db.exec(insert);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(tagsIn(file)).toEqual([]);
    expect(existsSync(holderFile(file))).toBe(false);
  });
});
