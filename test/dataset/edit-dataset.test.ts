import { describe, expect, test } from 'vitest';
import type { DatasetEdit } from '../../src/dataset/library.ts';
import type { Sample } from '../../src/dataset/model/sample.ts';
import { firstSamples, wholeDataset } from '../../src/dataset/query/plan.ts';
import { id } from './arbitrary-edits.ts';
import { changeReef, outline, rowsOf, sampleOf, testJob, testLibrary } from './library-fixture.ts';
import { first, query, reef, reefLibrary, second, square } from './reef-fixture.ts';

const NONE = { added: 0, changed: 0, removed: 0 };
const ALL = wholeDataset('reef');

describe('a change', () => {
  test('says what it did, and the journal says it too', async () => {
    const { home, library } = await reefLibrary();
    const changed = await changeReef(
      library,
      async (edit) => {
        edit.putLabel(first, 'gt', outline('Porites', square));
        edit.putLabel(first, 'gt', outline('Acropora', square, { id: id('a', 0) }));
        edit.removeLabel(second, 'gt', id('b', 1));
        edit.addSample(sampleOf('4.jpg', { fields: { site: 'lagoon' } }));
        await edit.untagLabels(ALL, ['gt'], ['old']);
      },
      { statement: 'pull reef' },
    );
    expect(changed).toEqual({
      samples: { added: 1, changed: 3, removed: 0 },
      labels: { gt: { added: 1, changed: 3, removed: 1 } },
      fields: ['site'],
      ...{ names: [], types: [], classes: [], details: [] },
      views: NONE,
      undo: 'pull reef',
      notes: [],
    });
    expect(query(home, 'SELECT statement, summary, state FROM change WHERE id > 1')).toEqual([
      [
        'pull reef',
        '1 sample added, 3 samples changed, 1 label added, 3 labels changed, 1 label removed, new field site',
        'done',
      ],
    ]);
    const undone = await library.undo('reef', { statement: 'undo', job: testJob() });
    expect(undone).toEqual({
      samples: { added: 0, changed: 3, removed: 1 },
      labels: { gt: { added: 1, changed: 3, removed: 1 } },
      ...{ fields: [], names: ['field site is gone'], types: [], classes: [], details: [] },
      views: NONE,
      statement: 'pull reef',
      undo: null,
      notes: [],
    });
  });

  test('that changes nothing leaves no line and keeps what can be redone', async () => {
    const { home, library } = await reefLibrary();
    await changeReef(library, (edit) => edit.tagSamples(ALL, ['x']));
    await library.undo('reef', { statement: 'undo', job: testJob() });
    const before = query(home, 'SELECT * FROM change');
    const changed = await changeReef(library, async (edit) => {
      for await (const sample of edit.samples(ALL)) edit.updateSample(sample.id ?? '', sample);
      await edit.tagSamples(ALL, ['train']);
    });
    expect(changed).toMatchObject({ samples: { added: 0, changed: 0, removed: 0 }, labels: {}, undo: null });
    expect(query(home, 'SELECT * FROM change')).toEqual(before);
    await library.redo('reef', { statement: 'redo', job: testJob() });
  });

  test('that is only planned says what it would do', async () => {
    const { home, library } = await reefLibrary();
    const before = rowsOf(home);
    const changed = await changeReef(library, (edit) => edit.removeLabels(firstSamples(ALL, 2), ['gt']), {
      planned: true,
    });
    expect(changed).toMatchObject({
      samples: { changed: 2 },
      labels: { gt: { added: 0, changed: 0, removed: 6 } },
      undo: null,
    });
    expect(rowsOf(home)).toEqual(before);
  });

  test('reads what it has written', async () => {
    const { library } = await reefLibrary();
    const seen: unknown[] = [];
    await changeReef(library, async (edit) => {
      edit.updateSample(second, { fields: { depth: 2.5 } });
      await edit.removeLabels(firstSamples(ALL, 1), ['gt']);
      for await (const { fields, labels } of edit.samples(firstSamples(ALL, 2))) {
        seen.push([fields['depth'], labels['gt']?.length]);
      }
    });
    expect(seen).toEqual([
      [null, 0],
      [2.5, 3],
    ]);
  });

  test('streams samples in, and stops where it is asked to', async () => {
    const { home, library } = await reefLibrary();
    const before = rowsOf(home);
    const controller = new AbortController();
    async function* endless(): AsyncGenerator<Sample> {
      for (let i = 0; ; i++) {
        if (i === 500) controller.abort();
        yield await Promise.resolve(sampleOf(`more/${String(i)}.jpg`));
      }
    }
    const job = testJob(controller.signal);
    const changing = library.change('reef', { statement: 'pull', job }, async (edit) => {
      await edit.addSamples(endless());
    });
    await expect(changing).rejects.toMatchObject({ code: 'cancelled' });
    expect(rowsOf(home)).toEqual(before);
  });

  test('waits for another one, and says who it is', async () => {
    const { home, library } = await reefLibrary();
    const other = testLibrary(home, { pid: process.pid + 1, patience: 100 });
    const told: string[] = [];
    const job = { ...testJob(), report: ({ what }: { what: string }) => void told.push(what) };
    await changeReef(
      library,
      async () => {
        await expect(
          other.change('reef', { statement: 'ds.tag()', job }, () => Promise.resolve()),
        ).rejects.toMatchObject({
          code: 'busy',
          message: expect.stringContaining('(pull reef) since') as string,
        });
      },
      { statement: 'pull reef' },
    );
    expect(told[0]).toMatch(/^waiting for process \d+ on .*\(pull reef\) since/u);
  });
});

describe('an edit that cannot be', () => {
  test.each<[string, (edit: DatasetEdit) => void, string]>([
    [
      'of an unknown sample',
      (edit) => {
        edit.updateSample(id('s', 1), {});
      },
      'not-found',
    ],
    [
      'that removes an unknown label',
      (edit) => {
        edit.removeLabel(first, 'gt', id('l', 1));
      },
      'not-found',
    ],
    [
      'that adds a sample twice',
      (edit) => {
        edit.addSample(reef[0] ?? sampleOf(''));
      },
      'exists',
    ],
    [
      'of a text in a field of numbers',
      (edit) => {
        edit.updateSample(first, { fields: { year: 'x' } });
      },
      'wrong-type',
    ],
    [
      'of a value in a field of labels',
      (edit) => {
        edit.updateSample(first, { fields: { gt: null } });
      },
      'wrong-type',
    ],
    [
      'of labels in a field of values',
      (edit) => {
        edit.updateSample(first, { labels: { year: [] } });
      },
      'wrong-type',
    ],
    [
      'that declares a field anew',
      (edit) => {
        edit.declareField({ kind: 'value', name: 'gt', type: 'int' });
      },
      'wrong-type',
    ],
    ['with an id that is none', (edit) => edit.putLabel(first, 'gt', outline('x', square, { id: 'x' })), 'invalid'],
  ])('%s leaves everything as it was', async (_what, edit, code) => {
    const { home, library } = await reefLibrary();
    const before = rowsOf(home);
    const changing = changeReef(library, async (open) => {
      await open.tagSamples(ALL, ['x']);
      edit(open);
    });
    await expect(changing).rejects.toMatchObject({ name: 'UserError', code });
    expect(rowsOf(home)).toEqual(before);
  });
});
