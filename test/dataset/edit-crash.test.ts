import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openForReading } from '../../src/dataset/store/open-database.ts';
import { dump, importSamples, outline, sampleOf, temporaryFolder, testJob, testLibrary } from './library-fixture.ts';
import type { Library } from '../../src/dataset/library.ts';

const LIBRARY = new URL('../../src/dataset/library.ts', import.meta.url).href;
const PLAN = new URL('../../src/dataset/query/plan.ts', import.meta.url).href;

/**
 * A program that tags, untags, deletes and takes back for ever; it prints the number of each change that
 * is done, and a dot at each progress on the way.
 */
function editor(home: string): string {
  return `
    import { openLibrary } from ${JSON.stringify(LIBRARY)};
    import { wholeDataset } from ${JSON.stringify(PLAN)};
    import { writeSync } from 'node:fs';
    const library = openLibrary({ home: ${JSON.stringify(home)}, reserved: new Set(), execPath: process.execPath, pid: process.pid });
    const job = { signal: new AbortController().signal, report: () => writeSync(1, '.\\n') };
    const all = wholeDataset('reef');
    for (let n = 1; ; n++) {
      const statement = 'change ' + n;
      await library.change('reef', { statement, job }, async (edit) => {
        await edit.tagSamples(all, [statement]);
        if (n % 3 === 0) await edit.removeLabels(all, ['gt']);
        else if (n % 3 === 1) await edit.tagLabels(all, ['gt'], [statement]);
        edit.addSample({ filepath: n + '.jpg', width: 9, height: 9, tags: [], fields: { [ 'field ' + n ]: n }, labels: {} });
      });
      writeSync(1, n + '\\n');
      if (n % 3 === 0) await library.undo('reef', { statement, job });
    }
  `;
}

/** Kills the editor at its n-th progress. @returns the last change that it reported as done, 0 for none. */
async function killed(home: string, progress: number): Promise<number> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', editor(home)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString();
    if (said.split('.').length > progress) child.kill('SIGKILL');
  });
  await once(child, 'close');
  const done = said.split('\n').filter((line) => /^\d+$/u.test(line));
  return Number(done.at(-1) ?? 0);
}

function state(home: string): { readonly integrity: unknown; readonly changes: unknown[][]; readonly all: unknown } {
  const db = openForReading(join(home, 'datasets', 'reef.sqlite'));
  try {
    const changes = db.prepare<[], unknown[]>("SELECT statement, state FROM change WHERE state <> 'base'").raw().all();
    return { changes, integrity: db.pragma('integrity_check', { simple: true }), all: dump(db) };
  } finally {
    db.close();
  }
}

async function undoAll(library: Library): Promise<void> {
  for (;;) {
    const more = await library.undo('reef', { statement: 'undo', job: testJob() }).then(
      ({ undo }) => undo !== null,
      () => false,
    );
    if (!more) return;
  }
}

describe('kill -9 during edits', () => {
  test.each([1, 8, 15, 22, 37])(
    'at progress %i: what was reported done is there, nothing is half',
    async (progress) => {
      const home = temporaryFolder();
      const library = testLibrary(home);
      const gt = Array.from({ length: 10 }, () => outline('Porites', [1, 1, 5, 1, 5, 5]));
      const samples = Array.from({ length: 40 }, (_, i) => sampleOf(`reef/${String(i)}.jpg`, { labels: { gt } }));
      await importSamples(library, 'reef', samples);
      const digests = async (): Promise<unknown> => (await library.open('reef', { runner: 'in-place' })).digests();
      const before = await digests();

      const last = await killed(home, progress);
      const { integrity, changes, all } = state(home);
      expect(integrity).toBe('ok');
      const done = changes.map(([statement]) => String(statement).replace('change ', ''));
      // A change that was undone is forgotten by the next one, which may not have come to say that it is done.
      expect([last, last + 1]).toContain(Number(done.at(-1) ?? 0));

      // Another edit finds nothing in its way, and everything can be taken back.
      await library.change('reef', { statement: 'after', job: testJob() }, (edit) =>
        edit.tagSamples({ dataset: 'reef', stages: [] }, ['after']),
      );
      await library.undo('reef', { statement: 'undo', job: testJob() });
      expect(state(home).all).toEqual(all);
      await undoAll(library);
      expect(await digests()).toEqual(before);
    },
    60_000,
  );
});
