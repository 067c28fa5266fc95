import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { changesBetween, keyedAnswer } from '../../../src/dataset/query/answer-changes.ts';
import type { JobInfo, Watched } from '../../../src/output.ts';
import type { RenderOptions } from '../../../src/render/render-options.ts';
import { drawFrame } from '../../../src/repl/ui/frame.ts';
import { initialState, reduceShell, type ShellEvent, type ShellState } from '../../../src/repl/ui/shell-state.ts';

const LOOK: RenderOptions = { columns: 80, colour: 0, unicode: true, theme: 'dark', maxRows: 40 };
const SIZE = { columns: 80, rows: 24 };

function after(...events: readonly ShellEvent[]): ShellState {
  return events.reduce(reduceShell, initialState('demo', 'dark'));
}

const typed = (text: string): ShellEvent => ({ type: 'edited', action: { type: 'insert', text } });

const MENU = {
  type: 'menu-shown' as const,
  menu: {
    replace: { start: 0, end: 0 },
    selected: 9,
    total: 20,
    items: Array.from({ length: 20 }, (_, i) => ({
      text: `v${String(i)}`,
      name: `value ${String(i)}`,
      label: `value ${String(i)}`,
      detail: 'what it is',
      kind: 'value' as const,
      count: 20 - i,
    })),
  },
} satisfies ShellEvent;

test('an empty prompt, and under it what is open', () => {
  expect(drawFrame(after(), SIZE, LOOK)).toEqual({ rows: ['demo> ', 'demo'], cursor: { x: 6, y: 0 } });
});

test('the menu shows eight rows round the selected one', () => {
  const { rows } = drawFrame(after(typed('ds.'), MENU), SIZE, LOOK);
  expect(rows.slice(0, 7)).toEqual([
    'demo> ds.',
    '  value 5   15  what it is',
    '  value 6   14  what it is',
    '  value 7   13  what it is',
    '  value 8   12  what it is',
    '> value 9   11  what it is',
    '  value 10  10  what it is',
  ]);
  expect(rows.at(-1)).toBe('10 of 20  Tab next  Enter takes it  Esc closes');
  expect(rows).toHaveLength(10);
});

test('on a large screen the menu takes a third of the rows', () => {
  const state = after(typed('ds.'), MENU);
  expect(drawFrame(state, { columns: 160, rows: 50 }, LOOK).rows).toHaveLength(1 + 16 + 1);
  expect(drawFrame(state, { columns: 160, rows: 24 }, LOOK).rows).toHaveLength(1 + 8 + 1);
  expect(drawFrame(state, { columns: 160, rows: 90 }, LOOK).rows).toHaveLength(1 + 20 + 1);
});

test.each([
  [100, '2 of 3  on, off, or what else there is to choose  Enter changes  Esc closes  from config.yaml'],
  [80, '2 of 3  on, off, or what else there is to choose  Enter changes  Esc closes'],
  [40, '2 of 3  Enter changes  Esc closes'],
])('at %i columns the menu of settings says where one is and how to leave', (columns, hint) => {
  const row = { value: 'on', origin: 'config.yaml', choices: 'on, off, or what else there is to choose', summary: '' };
  const rows = ['theme', 'colour', 'rows'].map((name) => ({ ...row, name }));
  const state = after({ type: 'settings-menu-shown', selected: 1 });
  const shown = { ...state, settings: { ...state.settings, rows } };
  expect(drawFrame(shown, { columns, rows: 12 }, LOOK).rows.at(-1)).toBe(hint);
});

test('for a screen reader the menu is a numbered list', () => {
  const { rows } = drawFrame(after(typed('ds.'), MENU), SIZE, { ...LOOK, screenReader: true });
  expect(rows[5]).toBe('10. value 9, 11, what it is, selected');
});

test('a line of the history is suggested, in brackets where there is no colour', () => {
  const state = after({ type: 'history-read', lines: ['ds.count()'] }, typed('ds.c'));
  expect(drawFrame(state, SIZE, LOOK).rows[0]).toBe('demo> ds.c[ount()]');
  expect(drawFrame(state, SIZE, { ...LOOK, colour: 2 }).rows[0]).toContain('ds.c\x1b[38;5;245mount()\x1b[0m');
});

test('nothing is suggested while the text is refused, nor a line that ended in an error', () => {
  const read: ShellEvent = { type: 'history-read', lines: ['ds.count()', 'ds.cunt()'], failed: new Set(['ds.cunt()']) };
  const state = after(read, typed('ds.c'));
  expect(drawFrame(state, SIZE, LOOK).rows[0]).toBe('demo> ds.c[ount()]');
  const none = reduceShell(state, { type: 'line-failed', line: 'ds.count()' });
  expect(drawFrame(none, SIZE, LOOK).rows[0]).toBe('demo> ds.c');
  const mistake = {
    of: 'ds.c',
    span: { start: 3, end: 4 },
    code: 'unknown-verb',
    message: 'there is no verb c',
  } as const;
  const rest = { hint: undefined, fix: undefined, statement: 'ds.c', start: 0, isMarked: true };
  const refused = reduceShell(state, { type: 'refused', mistake: { ...mistake, ...rest } });
  expect(drawFrame(refused, SIZE, LOOK).rows.slice(0, 3)).toEqual([
    'demo> ds.c',
    '         ^',
    'unknown-verb  there is no verb c',
  ]);
});

test('while a statement runs there is one line, and no cursor', () => {
  const progress = { what: 'import coco', done: 500, total: 1000, unit: 'samples' };
  const running = { elapsed: 2000, phaseElapsed: 2000, progress, stopping: false, endsAfter: undefined };
  const state = after({ type: 'started', echo: 'x\n' }, { type: 'progressed', running });
  expect(drawFrame(state, SIZE, LOOK)).toEqual({
    rows: ['import coco  500 of 1,000 samples  50 %  250/s  0:02 left  Ctrl-C stops'],
    cursor: undefined,
  });
});

test('work in parts is a table above that line, which says after what it ends', () => {
  const part = (n: number, state: 'done' | 'running' | 'waiting') =>
    ({ name: `batch_${String(n)}`, done: state === 'done' ? 50 : 0, total: 50, labels: null, state }) as const;
  const parts = Array.from({ length: 40 }, (_, n) => part(n, n < 9 ? 'done' : n === 9 ? 'running' : 'waiting'));
  const progress = { what: 'reef', done: 450, total: 2000, unit: 'pictures', bytes: 90e6, parts };
  const running = { elapsed: 9000, phaseElapsed: 9000, progress, stopping: false, endsAfter: 'task' };
  const state = after({ type: 'started', echo: 'x\n' }, { type: 'progressed', running });
  expect(drawFrame(state, { columns: 100, rows: 8 }, LOOK).rows).toEqual([
    'reef      pictures  labels  state',
    'batch_8      50/50       –  done',
    'batch_9       0/50       –  running',
    'batch_10      0/50       –  waiting',
    '+37 others: 8 done, 29 waiting',
    expect.stringMatching(/^reef {2}450 of 2,000 pictures .* {2}ends after this task, Ctrl-C stops now$/),
  ]);
});

const JOB: JobInfo = {
  number: 7,
  statement: 'pull reef &',
  state: 'running',
  progress: { what: 'reef', done: 42, total: 100, unit: 'pictures' },
  elapsed: 10_000,
  phaseElapsed: 10_000,
};

test('the status line says what goes on behind the prompt', () => {
  const told = (...jobs: readonly JobInfo[]): string =>
    drawFrame(after({ type: 'jobs-told', jobs }), SIZE, LOOK).rows.at(-1) ?? '';
  expect(told(JOB)).toBe('1 job  pull 42 %  0:14 left  demo');
  const progress = { what: 'waiting for a', done: 1, total: 60, unit: 'seconds' };
  expect(told(JOB, { ...JOB, number: 9, statement: "v.tag('x')", progress })).toBe(
    "2 jobs  7 pull 42 %  9 v.tag('x') waiting  demo",
  );
  expect(told({ ...JOB, state: 'ending' })).toBe('1 job  pull ending  demo');
});

const keyed = keyedAnswer({ kind: 'list', values: Array.from({ length: 30 }, (_, i) => `珊瑚 ${String(i)}`) });
if (keyed === undefined) throw new Error('a list has keys');
const WATCH: Watched = {
  ...{ number: 3, expression: 'ds.distinct("area")', dataset: 'demo', changes: 0, problem: undefined, keyed },
  answer: { kind: 'list', values: [] },
  rows: changesBetween(undefined, keyed),
};

test('what is followed stands above the prompt, in at most half of the rows', () => {
  const { rows, cursor } = drawFrame(
    after({ type: 'watches-told', watches: [WATCH] }),
    { columns: 40, rows: 12 },
    LOOK,
  );
  expect(rows).toEqual([
    '[3] ds.distinct("area")  30 rows',
    'value   change',
    '珊瑚 0',
    '珊瑚 1',
    '+28 rows',
    'demo> ',
    'demo',
  ]);
  expect(cursor).toEqual({ x: 6, y: 5 });
  const many = Array.from({ length: 9 }, (_, i) => ({ ...WATCH, number: i + 1 }));
  const frame = drawFrame(after({ type: 'watches-told', watches: many }), { columns: 40, rows: 12 }, LOOK);
  expect(frame.rows.slice(0, 5)).toEqual([
    ...[1, 2, 3, 4].map((n) => `[${String(n)}] ds.distinct("area")  30 rows`),
    '+5 watches',
  ]);
  const spoken = { ...LOOK, screenReader: true };
  expect(drawFrame(after({ type: 'watches-told', watches: many }), SIZE, spoken).rows).toHaveLength(2);
});

test('the search shows what was found, the selected line marked', () => {
  const lines = ['ds.count()', 'ds.limit(3)', 'ds.countValues("area")'];
  const search = { type: 'search-edited', action: { type: 'insert', text: 'cou' } } as const;
  const state = after({ type: 'history-read', lines }, { type: 'search-opened' }, search);
  const { rows } = drawFrame(state, SIZE, LOOK);
  expect(rows[0]).toBe('search history: cou');
  expect(rows.slice(1, -1).filter((row) => row.startsWith('> '))).toHaveLength(1);
  expect(reduceShell(state, { type: 'search-accepted' }).search).toBeUndefined();
});

const WRONG = 'ds.where(yaer > 1)';
const REFUSED = {
  type: 'refused',
  mistake: {
    of: WRONG,
    statement: WRONG,
    start: 0,
    span: { start: 9, end: 13 },
    code: 'unknown-field',
    message: 'the samples of demo have no field yaer',
    hint: 'did you mean year?',
    fix: { written: 'yaer', meant: 'year' },
    isMarked: false,
  },
} as const satisfies ShellEvent;

test('a text that is not run has its mistake below it, until it is changed', () => {
  const state = after(typed(WRONG), REFUSED);
  expect(drawFrame(state, SIZE, LOOK)).toEqual({
    rows: [
      'demo> ds.where(yaer > 1)',
      '               ^^^^',
      'unknown-field  the samples of demo have no field yaer',
      'hint: did you mean year?',
      'not run  Tab applies the fix  Enter runs it all the same',
    ],
    cursor: { x: 19, y: 0 },
  });
  expect(drawFrame(state, SIZE, { ...LOOK, colour: 2 }).rows[0]).toContain('\x1b[4myaer\x1b[0m');
  expect(drawFrame(reduceShell(state, typed('x')), SIZE, LOOK).rows).toEqual([
    'demo> ds.where(yaerx > 1)',
    'where(filter) -> view  Keep samples for which the condition holds.',
  ]);
  expect(drawFrame(reduceShell(state, { type: 'fixed' }), SIZE, LOOK)).toEqual({
    rows: ['demo> ds.where(year > 1)', 'demo'],
    cursor: { x: 24, y: 0 },
  });
});

test('a mistake that is only being written is not marked before Enter', () => {
  const found: ShellEvent = { type: 'mistake-found', mistake: REFUSED.mistake };
  expect(drawFrame(after(typed(WRONG), found), SIZE, LOOK).rows.at(-1)).toBe('demo');
  const marked = { ...found, mistake: { ...REFUSED.mistake, isMarked: true } };
  expect(drawFrame(after(typed(WRONG), marked), SIZE, LOOK).rows.at(-1)).toBe(
    'unknown-field  the samples of demo have no field yaer; did you mean year?',
  );
  expect(drawFrame(after(typed(WRONG), marked), { columns: 40, rows: 12 }, LOOK).rows.at(-1)).toBe(
    'unknown-field  did you mean year?',
  );
});

test('rows that are cut or broken leave an eighth of the terminal free, those that fit do not', () => {
  const size = { columns: 100, rows: 24 };
  const look = { ...LOOK, columns: 100 };
  const widths = (state: ShellState): readonly number[] =>
    drawFrame(state, size, look).rows.map((row) => stringWidth(row));
  expect(widths(after(typed('a'.repeat(93))))).toEqual([99, 4]);
  expect(widths(after(typed('a'.repeat(94))))).toEqual([87, 13, 4]);
  expect(widths(after({ type: 'noticed', notice: 'a'.repeat(99) }))).toEqual([6, 99]);
  expect(widths(after({ type: 'noticed', notice: 'a'.repeat(100) }))).toEqual([6, 87]);
  const items = MENU.menu.items.map((item) => ({ ...item, detail: 'a'.repeat(200) }));
  const listed = widths(after(typed('ds.'), { ...MENU, menu: { ...MENU.menu, items } }));
  expect(Math.max(...listed)).toBeLessThanOrEqual(88);
});

test('whatever is typed, the live region is lower and narrower than the terminal', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '(', "'", '\n', '珊', ' ', '.'), maxLength: 400 });
  const sizes = fc.record({ columns: fc.integer({ min: 20, max: 160 }), rows: fc.integer({ min: 4, max: 60 }) });
  fc.assert(
    fc.property(
      text,
      sizes,
      fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 5 }), fc.boolean()),
      fc.constantFrom<RenderOptions['colour']>(0, 1, 2),
      (draft, size, [menu, watched, isRefused], colour) => {
        const watches = Array.from({ length: watched }, () => WATCH);
        const told: ShellEvent = { type: 'watches-told', watches };
        const refused: ShellEvent = { type: 'refused', mistake: { ...REFUSED.mistake, of: draft } };
        const state = after(typed(draft), told, ...(menu ? [MENU] : []), ...(isRefused ? [refused] : []));
        const { rows, cursor } = drawFrame(state, size, { ...LOOK, colour });
        const most = Math.max(12, Math.floor(size.rows / 3) + 4) + (watched === 0 ? 0 : 12);
        expect(rows.length).toBeLessThanOrEqual(Math.min(size.rows - 2, most));
        expect(Math.max(...rows.map((row) => stringWidth(row)))).toBeLessThanOrEqual(size.columns);
        expect(cursor?.y ?? 0).toBeLessThan(rows.length);
      },
    ),
  );
});
