import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Library } from '../../src/dataset/library.ts';
import { openForReading } from '../../src/dataset/store/open-database.ts';
import { SAMPLE_COLUMNS } from '../../src/dataset/store/tables.ts';
import { killedEditor } from './killed-editor.ts';
import { dump, importSamples, outline, sampleOf, temporaryFolder, testJob, testLibrary } from './library-fixture.ts';

function state(home: string): { readonly integrity: unknown; readonly changes: unknown[][]; readonly all: unknown } {
  const db = openForReading(join(home, 'datasets', 'reef.sqlite'));
  try {
    const changes = db.prepare<[], unknown[]>("SELECT statement, state FROM change WHERE state <> 'base'").raw().all();
    return { changes, integrity: db.pragma('integrity_check', { simple: true }), all: withoutLeftColumns(dump(db)) };
  } finally {
    db.close();
  }
}

/** The column of a field that was taken back stays, empty, until the next change. */
function withoutLeftColumns(all: ReturnType<typeof dump>): ReturnType<typeof dump> {
  const fields = (all['field'] as { column_name: string }[]).map((field) => field.column_name);
  const isLeft = ([column, value]: [string, unknown]): boolean =>
    value === null && !SAMPLE_COLUMNS.some((own) => own === column) && !fields.includes(column);
  const sample = all['sample']?.map((row) =>
    Object.fromEntries(Object.entries(row as Record<string, unknown>).filter((entry) => !isLeft(entry))),
  );
  return { ...all, sample: sample ?? [] };
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

      const last = await killedEditor(home, 'reef', progress);
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
