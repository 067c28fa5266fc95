import { ROUNDING } from '../dataset/geometry/differs-by-rounding.ts';
import {
  type AboutEntry,
  type Diff,
  type DiffEntry,
  isEqual,
  type LabelDiff,
  withAnother,
} from '../dataset/model/diff.ts';
import type { Column, Value } from '../dataset/query/answer.ts';
import { cellWidth, padCells, wrapWords } from './cells.ts';
import { counted, formatCount } from '../dataset/model/counted.ts';
import { paint } from './paint.ts';
import type { OutputOf, RenderOptions } from './render-options.ts';
import { sanitize } from './sanitize.ts';
import { renderTable } from './table.ts';
import { formatValue } from './value.ts';

/** What lies between two datasets: sums, then by class, by pair of classes and by task; or a row a difference. */
export function renderDiff({ diff, show }: OutputOf<'diff'>, options: RenderOptions): string {
  const { sides, samples } = diff;
  const [a = '', b = ''] = sides.map((side, i) => `${sanitize(side)} (${counted(samples.total[i] ?? 0, 'sample')})`);
  const head = [...wrapWords(a, options.columns), ...wrapWords(`-> ${b}`, options.columns)];
  const fetched = fetchedLines(diff, options);
  if (isEqual(diff)) return [...head, paint('no difference', 'good', options), ...fetched, ''].join('\n');
  const body = show === 'table' ? entryTable(diff, options) : summary(diff, options);
  const lines = [...head.map((line) => paint(line, 'heading', options)), ...body];
  return [...lines, ...aboutTable(diff, options), ...fetched, ''].join('\n');
}

/** Kinds of difference that a label can have, in the order in which they are shown. */
const FATES = [
  'added',
  'removed',
  'moved',
  'rounded',
  'relabelled',
  'retagged',
  'changed',
] as const satisfies (keyof LabelDiff)[];

function summary(diff: Diff, options: RenderOptions): readonly string[] {
  const relabelled = diff.relabelled.map(({ field, from, to, labels }) => [...inField(diff, field), from, to, labels]);
  const several = fieldsOf(diff).length > 1;
  return [
    ...countLines(diff),
    ...roundedLines(diff, options),
    ...notes(diff, options),
    ...tableOf([...(several ? ['field'] : []), 'class'], classRows(diff), { fates: diff.labels, options }),
    ...plainTable([...(several ? ['field'] : []), 'was', 'is', 'labels'], relabelled, options),
    ...tableOf(
      ['task', 'samples'],
      diff.tasks.flatMap((task) => (task.samples === 0 ? [] : [{ names: [task.task, task.samples], ...task }])),
      { fates: diff.labels, options },
    ),
  ];
}

function countLines({ samples, labels, fields }: Diff): readonly string[] {
  const counts: [string, number][] = [
    ...(['added', 'removed', 'changed', 'rounded'] as const).map((how): [string, number] => [
      `samples ${how}`,
      samples[how],
    ]),
    ...FATES.map((how): [string, number] => [`labels ${how}`, labels[how]]),
    ...fields.map(({ name, samples: n }): [string, number] => [withAnother(sanitize(name)), n]),
  ];
  const shown = counts.filter(([, n]) => n > 0).map(([name, n]) => [name, formatCount(n)] as const);
  if (shown.length === 0) return [];
  const nameWidth = Math.max(...shown.map(([name]) => cellWidth(name)));
  const countWidth = Math.max(...shown.map(([, n]) => n.length));
  return shown.map(([name, n]) => `  ${padCells(name, nameWidth)}  ${padCells(n, countWidth, 'right')}`);
}

/** What is rounded is counted as different, and looks the same. */
function roundedLines({ labels: { moved, rounded } }: Diff, options: RenderOptions): readonly string[] {
  if (rounded === 0) return [];
  const others = moved === 0 ? 'no label has moved: ' : '';
  const text = `${others}rounded are labels of the same shape, each point within ${String(ROUNDING)} pixels of where it was`;
  return noteLines(text, options);
}

/** None of one is in the other: they may be known by something else. */
function notes({ samples, by }: Diff, options: RenderOptions): readonly string[] {
  const { total, removed } = samples;
  if (removed < total[0] || total[0] === 0 || total[1] === 0) return [];
  const text = `no sample has the same ${sanitize(by)} on both sides: --by path, name, cvat or a field may fit`;
  return noteLines(text, options);
}

function noteLines(text: string, options: RenderOptions): readonly string[] {
  return wrapWords(text, Math.max(16, options.columns - 3)).map((line, i) => `${i === 0 ? 'i  ' : '   '}${line}`);
}

/** What says nothing of a picture: a line for each field, however many samples there are. */
function fetchedLines({ fetched: { fields, samples } }: Diff, options: RenderOptions): readonly string[] {
  if (fields.length === 0) return [];
  const parts = fields.map(({ name, samples: n }) => `${sanitize(name)} differs on ${counted(n, 'sample')}`);
  const alone = samples === 0 ? '' : `, and nothing else on ${formatCount(samples)}`;
  return noteLines(`${parts.join('; ')}${alone}: no difference, unless --all-fields is given`, options);
}

/** Declared fields, class lists and notes that differ. */
function aboutTable({ about }: Diff, options: RenderOptions): readonly string[] {
  const shown = (value: Value): Value => (value === null ? null : formatValue(value, options));
  const rows = about.map((entry) => {
    const [name, from, to] = aboutRow(entry);
    return [name, shown(from), shown(to)];
  });
  return plainTable(['dataset', 'was', 'is'], rows, options);
}

function aboutRow(entry: AboutEntry): readonly [string, Value, Value] {
  const { of, name, from, to } = entry;
  if (of === 'classes') return classesRow(entry);
  return [`${ABOUT_NAMES[of]} ${name}`, from, to];
}

const ABOUT_NAMES = { field: 'field', info: 'note', fiftyone: "FiftyOne's" } as const;

/** Of two class lists those classes that the other has not; where they have the same, all in their order. */
function classesRow({ name, from, to }: Extract<AboutEntry, { of: 'classes' }>): readonly [string, Value, Value] {
  const whose = name === null ? 'of all fields' : `of ${name}`;
  const [gone, came] = [without(from, to), without(to, from)];
  if (gone?.length === 0 && came?.length === 0) return [`order of classes ${whose}`, from, to];
  return [`classes ${whose}`, gone, came];
}

function without(names: readonly string[] | null, others: readonly string[] | null): readonly string[] | null {
  return names?.filter((name) => others?.includes(name) !== true) ?? null;
}

function fieldsOf({ classes }: Diff): readonly string[] {
  return [...new Set(classes.map(({ field }) => field))];
}

function inField(diff: Diff, field: string): readonly string[] {
  return fieldsOf(diff).length > 1 ? [field] : [];
}

type CountRow = LabelDiff & { readonly names: readonly Value[] };

function classRows(diff: Diff): readonly CountRow[] {
  return diff.classes
    .filter((row) => TOLD.some((fate) => row[fate] > 0))
    .map((row) => ({ ...row, names: [...inField(diff, row.field), row.class] }));
}

/** What is told by class and by task: there is nothing to look for in what is rounded. */
const TOLD = FATES.filter((fate) => fate !== 'rounded');

/** A column a kind of difference that occurs. */
function tableOf(
  names: readonly string[],
  rows: readonly CountRow[],
  { fates, options }: { readonly fates: LabelDiff; readonly options: RenderOptions },
): readonly string[] {
  const shown = TOLD.filter((fate) => fates[fate] > 0);
  return plainTable(
    [...names, ...shown],
    rows.map((row) => [...row.names, ...shown.map((fate) => row[fate])]),
    options,
  );
}

const NUMBERS: ReadonlySet<string> = new Set([...FATES, 'samples', 'labels']);

function plainTable(
  names: readonly string[],
  rows: readonly (readonly Value[])[],
  options: RenderOptions,
): readonly string[] {
  if (rows.length === 0) return [];
  const columns = names.map((name): Column => ({ name, type: NUMBERS.has(name) ? 'int' : 'string' }));
  const text = renderTable({ kind: 'table', columns, rows, total: rows.length }, options);
  return ['', ...text.trimEnd().split('\n')];
}

/** Every difference that is kept, a row each; without columns in which nothing would stand. */
function entryTable(diff: Diff, options: RenderOptions): readonly string[] {
  if (diff.total === 0) return [];
  const rows = diff.entries.map((entry) => rowOf(entry, options));
  const used = ENTRY_COLUMNS.map((_, i) => rows.some((row) => (row[i] ?? null) !== null));
  const columns = ENTRY_COLUMNS.filter((_, i) => used[i]);
  const shown = rows.map((row) => row.filter((_, i) => used[i]));
  const text = renderTable({ kind: 'table', columns, rows: shown, total: diff.total }, options);
  return text.trimEnd().split('\n');
}

const ENTRY_COLUMNS = ['what', 'sample', 'field', 'class', 'was', 'is', 'iou'].map((name): Column => ({
  name,
  type: name === 'iou' ? 'float' : 'string',
}));

function rowOf({ of, what, filepath, field, class: name, from, to, iou }: DiffEntry, options: RenderOptions): Value[] {
  const shown = (value: Value): Value => (value === null ? null : formatValue(value, options));
  const rounded = iou === null ? null : Math.round(iou * 100) / 100;
  const fate = of === 'sample' && field === null ? `sample ${what}` : what;
  return [fate, filepath, field, name, shown(from), shown(to), rounded];
}
