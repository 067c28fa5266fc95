import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Label } from '../../../src/dataset/model/label.ts';
import type { FieldLabels, Sample } from '../../../src/dataset/model/sample.ts';
import { compareLabels, type FieldPair } from '../../../src/dataset/store/compare-labels.ts';
import { importSamples, outline, sampleOf, temporaryFolder, testLibrary } from '../library-fixture.ts';

const hex = (n: number): string => n.toString(16).padStart(24, '0');
const square = (n: number, label: string, more: Partial<Label> = {}): Label =>
  ({ ...outline(label, [0, 0, 10, 0, 10, 10], { id: hex(n) }), ...more }) as Label;

type Files = readonly [here: string, there: string];

/** Two datasets of samples that have the same row ids in both: 1, 2, and so on. */
async function filesOf(here: readonly Sample[], there: readonly Sample[]): Promise<Files> {
  const home = temporaryFolder();
  const library = testLibrary(home);
  await importSamples(library, 'here', here);
  await importSamples(library, 'there', there);
  return [join(home, 'datasets', 'here.sqlite'), join(home, 'datasets', 'there.sqlite')];
}

const one = (labels: Readonly<Record<string, FieldLabels>>): Sample[] => [sampleOf('1.jpg', { labels })];

function change(file: string, statement: string): void {
  const db = new Sqlite(file);
  expect(db.prepare(statement).run().changes).toBeGreaterThan(0);
  db.close();
}

/** By rows, fields as `here` and `there` call them, with ids and classes of the labels. */
function differing(files: Files, fields: readonly FieldPair[] = [['gt', 'gt']], rows = [1]): unknown {
  const comparison = compareLabels(files, fields);
  if (comparison === undefined) return undefined;
  onTestFinished(() => {
    comparison.close();
  });
  return Array.from(comparison.differing(rows.map((row) => [row, row])), ([row, sides]) => [
    row,
    ...sides.map((side) =>
      Object.entries(side).map(([name, list]) => [
        name,
        list?.map(({ id, label }) => `${String(Number.parseInt(id, 16))} ${label ?? '-'}`) ?? null,
      ]),
    ),
  ]);
}

describe('of samples whose labels pair up', () => {
  test('only labels that differ are handed over, with what they are', async () => {
    const tagged = square(4, 'Porites', { tags: ['x', 'y'] });
    const here = [square(1, 'Porites'), square(2, 'Pavona'), square(3, 'Porites'), tagged];
    const there = [square(1, 'Porites'), square(2, 'Fungia'), square(3, 'Porites', { confidence: 0.5 })];
    const files = await filesOf(one({ gt: here }), one({ gt: [...there, square(4, 'Porites', { tags: ['y', 'x'] })] }));
    expect(differing(files)).toEqual([
      [1, [['gt', ['2 Pavona', '3 Porites', '4 Porites']]], [['gt', ['2 Fungia', '3 Porites', '4 Porites']]]],
    ]);
    const comparison = compareLabels(files, [['gt', 'gt']]);
    const [ours, theirs] = comparison?.differing([[1, 1]]).get(1) ?? [];
    comparison?.close();
    expect(ours?.['gt']?.map(({ unpack }) => unpack())).toEqual(here.slice(1));
    expect(theirs?.['gt']?.map(({ unpack }) => unpack())).toEqual([
      ...there.slice(1),
      square(4, 'Porites', { tags: ['y', 'x'] }),
    ]);
    expect(ours?.['gt']?.map(({ row }) => row)).toEqual([2, 3, 4]);
  });

  test('an outline that differs, if only in whether it is closed, is handed over on both sides', async () => {
    const open = outline('Porites', [0, 0, 10, 0, 10, 10], { id: hex(1), closed: false });
    const files = await filesOf(one({ gt: [square(1, 'Porites')] }), one({ gt: [open] }));
    const comparison = compareLabels(files, [['gt', 'gt']]);
    const [ours, theirs] = comparison?.differing([[1, 1]]).get(1) ?? [];
    comparison?.close();
    expect(ours?.['gt']?.map(({ unpack }) => unpack())).toEqual([square(1, 'Porites')]);
    expect(theirs?.['gt']?.map(({ unpack }) => unpack())).toEqual([open]);
  });

  test('attributes in another order of their names are handed over: whether they are the same is not known here', async () => {
    const labels = [square(1, 'Porites', { attributes: { a: 1, b: 2 } })];
    const files = await filesOf(one({ gt: labels }), one({ gt: labels }));
    expect(differing(files)).toEqual([[1, [['gt', []]], [['gt', []]]]]);
    change(files[1], `UPDATE label SET attributes = '{"b":2,"a":1}'`);
    expect(differing(files)).toEqual([[1, [['gt', ['1 Porites']]], [['gt', ['1 Porites']]]]]);
  });

  test('a field may have another name there, be missing on both sides, or be in one file only', async () => {
    const files = await filesOf(one({ gt: [square(1, 'Porites')], pred: null }), one({ cvat: [square(1, 'Fungia')] }));
    const fields = [
      ['gt', 'cvat'],
      ['pred', 'pred'],
    ] as const;
    expect(differing(files, fields)).toEqual([
      [
        1,
        [
          ['gt', ['1 Porites']],
          ['pred', null],
        ],
        [
          ['cvat', ['1 Fungia']],
          ['pred', null],
        ],
      ],
    ]);
  });
});

describe('labels do not pair up', () => {
  const [a, b, c] = [square(1, 'Porites'), square(2, 'Pavona'), square(3, 'Fungia')];
  test.each<[string, FieldLabels, FieldLabels]>([
    ['where there are more on one side', [a, b], [a]],
    ['in another order', [a, b], [b, a]],
    ['with other ids', [a, b], [a, c]],
    ['where the field is missing on one side', [], null],
    ['where an id occurs twice and something differs', [a, a, b], [a, a, { ...b, label: 'x' }]],
  ])('%s', async (_what, here, there) => {
    const files = await filesOf(one({ gt: here, pred: [c] }), one({ gt: there, pred: [c] }));
    const both = [
      ['gt', 'gt'],
      ['pred', 'pred'],
    ] as const;
    expect(differing(files, both)).toEqual([]);
    expect(differing(files, [['pred', 'pred']])).toEqual([[1, [['pred', []]], [['pred', []]]]]);
  });

  test('where they stand at other places', async () => {
    const files = await filesOf(one({ gt: [a, b] }), one({ gt: [a, { ...b, label: 'x' }] }));
    change(files[1], 'UPDATE label SET position = position + 1 WHERE position = 1');
    expect(differing(files)).toEqual([]);
  });

  test('where several stand at one place', async () => {
    const files = await filesOf(one({ gt: [a, b] }), one({ gt: [a, b] }));
    for (const file of files) change(file, 'UPDATE label SET position = 0');
    expect(differing(files)).toEqual([]);
  });

  test('where a sample is not there', async () => {
    const files = await filesOf([...one({ gt: [a] }), sampleOf('2.jpg', { labels: { gt: [b] } })], one({ gt: [a] }));
    expect(differing(files, [['gt', 'gt']], [1, 2])).toEqual([[1, [['gt', []]], [['gt', []]]]]);
  });
});

test('what is compared is never written', async () => {
  const files = await filesOf(one({ gt: [square(1, 'Porites')] }), one({ gt: [square(1, 'Fungia')] }));
  const comparison = compareLabels(files, [['gt', 'gt']]);
  const writer = new Sqlite(files[1], { timeout: 0 });
  writer.exec('BEGIN IMMEDIATE');
  writer.exec(`UPDATE label SET class = 'Pavona'`);
  const seen = (): unknown => {
    const [, theirs] = comparison?.differing([[1, 1]]).get(1) ?? [];
    return theirs?.['gt']?.map(({ label }) => label);
  };
  expect(seen()).toEqual(['Fungia']);
  writer.exec('COMMIT');
  expect(seen()).toEqual(['Pavona']);
  writer.close();
  comparison?.close();
});

test('a file of another format is not compared, one that is not there is refused', async () => {
  const files = await filesOf(one({ gt: [] }), one({ gt: [] }));
  const db = new Sqlite(files[1]);
  db.pragma('user_version = 3');
  db.close();
  expect(compareLabels(files, [['gt', 'gt']])).toBeUndefined();
  expect(() => compareLabels(['/nowhere/a.sqlite', files[1]], [['gt', 'gt']])).toThrow(
    '/nowhere/a.sqlite does not exist',
  );
  expect(() => compareLabels([files[0], '/nowhere/b.sqlite'], [['gt', 'gt']])).toThrow('cannot be opened');
});
