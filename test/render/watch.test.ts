import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import type { Answer } from '../../src/dataset/query/answer.ts';
import { changesBetween, keyedAnswer } from '../../src/dataset/query/answer-changes.ts';
import type { Watched } from '../../src/output.ts';
import { toJsonDocument } from '../../src/render/json.ts';
import type { RenderOptions } from '../../src/render/render-options.ts';
import { watchLines, watchSentence } from '../../src/render/watch.ts';

const LOOK: RenderOptions = { columns: 80, colour: 0, unicode: true, theme: 'dark', maxRows: 40 };

function table(rows: readonly (readonly [string | null, number])[]): Answer {
  const columns = [
    { name: 'label', type: 'string' },
    { name: 'count', type: 'int', role: 'count' },
  ] as const;
  return { kind: 'table', columns, rows, total: rows.length };
}

function watched(expression: string, before: Answer | undefined, answer: Answer): Watched {
  const keyed = keyedAnswer(answer);
  if (keyed === undefined) throw new Error('there is nothing to follow');
  const rows = changesBetween(before && keyedAnswer(before), keyed);
  const changes = before === undefined ? 0 : 1;
  return { number: 3, expression, dataset: 'reef', answer, keyed, rows, changes, problem: undefined };
}

const BEFORE = table([
  ['Porites', 1200],
  ['Pavona', 7],
  ['Fungia', 3],
  ['Atrea', 1],
]);
const NOW = table([
  ['Porites', 1203],
  ['Pavona', 5],
  ['Fungia', 3],
  ['Acropora', 2],
]);
const CLASSES = watched("ds.countValues('gt_polylines.label')", BEFORE, NOW);

test('rows with what became of them', () => {
  expect(watchLines(CLASSES, 12, LOOK)).toEqual([
    "[3] ds.countValues('gt_polylines.label')  5 rows  1 change",
    'label     count  change',
    'Porites   1,203      +3',
    'Pavona        5      -2',
    'Fungia        3',
    'Acropora      2     new',
    'Atrea         1    gone',
  ]);
});

test('where there is no room for all, those that changed come first, and the others are counted', () => {
  expect(watchLines(CLASSES, 6, LOOK)).toEqual([
    "[3] ds.countValues('gt_polylines.label')  5 rows  1 change",
    'label     count  change',
    'Porites   1,203      +3',
    'Pavona        5      -2',
    'Acropora      2     new',
    '+2 rows, 1 changed',
  ]);
  expect(watchLines(CLASSES, 1, LOOK)).toHaveLength(1);
  expect(watchLines(CLASSES, 0, LOOK)).toEqual([]);
});

test('a number has one line', () => {
  const count = watched('ds.count()', { kind: 'scalar', value: 12 }, { kind: 'scalar', value: 12_000 });
  expect(watchLines(count, 12, LOOK)).toEqual(['[3] ds.count()  12,000  +11,988  1 change']);
});

test('what cannot be answered just now says why, and keeps what was', () => {
  const lines = watchLines({ ...CLASSES, problem: 'there is no field gt\u001b[2J' }, 12, LOOK);
  expect(lines[1]).toBe(String.raw`  there is no field gt\x1b[2J`);
  expect(lines).toContain('Porites   1,203      +3');
});

test('names in any script, and bytes that would move the cursor, stay in their line', () => {
  const names = [
    '珊瑚礁珊瑚礁',
    '👩‍👩‍👧‍👦 family',
    'e\u0301\u0302 accents',
    'שלום עולם',
    'a\u001b[2Jb\nc',
    '\u202egnp.exe',
    '',
    'x'.repeat(300),
  ];
  const odd = watched('ds.countValues("珊瑚\u001b]0;title\u0007")', BEFORE, table(names.map((name, i) => [name, i])));
  for (const columns of [40, 80, 200]) {
    for (const height of [1, 3, 4, 5, 12]) {
      const lines = watchLines(odd, height, { ...LOOK, columns });
      expect(lines.length).toBeLessThanOrEqual(height);
      expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
      // eslint-disable-next-line no-control-regex -- control bytes are what must not be there
      expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u202e]/u);
    }
  }
});

test('for a screen reader a sentence says what changed', () => {
  expect(watchSentence(CLASSES, LOOK)).toBe(
    "Watch 3, ds.countValues('gt_polylines.label'): Porites 1203 plus 3; Pavona 5 minus 2; Acropora 2 new; Atrea 1 gone.",
  );
});

test('to programs it is the answer, with what changed', () => {
  expect(JSON.parse(toJsonDocument({ kind: 'watch', watched: CLASSES }, 1))).toMatchObject({
    step: 1,
    kind: 'table',
    total: 4,
    changes: 1,
    changed: [
      { key: ['Porites'], values: [1203], change: 'changed', by: [3] },
      { key: ['Pavona'], change: 'changed', by: [-2] },
      { key: ['Acropora'], change: 'new' },
      { key: ['Atrea'], change: 'gone' },
    ],
  });
});
