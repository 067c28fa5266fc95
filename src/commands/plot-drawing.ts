import { UserError } from '../diagnostics.ts';
import type { Answer, Value } from '../dataset/query/answer.ts';
import { binned } from '../dataset/query/bins.ts';
import type { Bounds, Output, Plot } from '../output.ts';
import type { Query } from './context.ts';
import { ask, type PlotField } from './plot-fields.ts';
import { BINS } from './plot-rules.ts';

/** Ways to draw. */
export const FORMS = ['bars', 'histogram', 'stacked', 'grouped', 'heat', 'line', 'scatter'] as const;

/** A way to draw. */
export type Form = (typeof FORMS)[number];

/** What is drawn: one field or two of a view. */
export type Drawing = Query & { readonly fields: readonly PlotField[]; readonly signal: AbortSignal };

type Table = Extract<Answer, { readonly kind: 'table' }>;

/** Draws fields in the way that is asked for, or that fits them. @throws UserError where they cannot be drawn so */
export function drawingOf(drawing: Drawing, kind: Form | undefined): Promise<Output> {
  const [x, y] = drawing.fields;
  if (x === undefined) throw new Error('a drawing has a field');
  return y === undefined ? ofOne(drawing, x, kind) : ofTwo(drawing, x, y, kind);
}

function ofOne(drawing: Drawing, x: PlotField, kind: Form = x.isFew ? 'bars' : 'histogram'): Promise<Output> {
  if (kind === 'bars') return counts(drawing);
  if (kind !== 'histogram') throw needs(kind, 'two fields');
  if (x.bounds === undefined) throw needs(kind, 'numbers');
  const { name, of } = x.key;
  return ask(drawing, { kind: 'histogram-values', of, name, bins: BINS, range: null }, drawing.signal);
}

function ofTwo(drawing: Drawing, x: PlotField, y: PlotField, kind = fitting(x, y)): Promise<Output> {
  switch (kind) {
    case 'bars':
    case 'histogram':
      throw needs(kind, 'one field');
    case 'stacked':
    case 'grouped':
    case 'heat':
      return counted(drawing, kind);
    case 'line':
      return means(drawing, x, y);
    case 'scatter':
      return scattered(drawing, x, y);
  }
}

/** Two measures are scattered, a measure is followed over values; numbers across make a matrix, names parts of a bar. */
function fitting(x: PlotField, y: PlotField): Form {
  if (!x.isFew && !y.isFew) return 'scatter';
  if (!y.isFew) return 'line';
  if (!x.isFew) return 'scatter';
  return y.bounds === undefined ? 'stacked' : 'heat';
}

/** How often each combination occurs. */
async function counts({ dataset, bound, signal }: Drawing): Promise<Table> {
  const answer = await dataset.answer(bound, signal);
  if (answer.kind !== 'table') throw new Error('combinations are counted in a table');
  return answer;
}

async function counted(drawing: Drawing, form: Plot['form']): Promise<Output> {
  return { kind: 'plot', plot: { form, table: await counts(drawing) } };
}

/** The mean of y for each x. */
async function means({ dataset, bound, signal }: Drawing, x: PlotField, y: PlotField): Promise<Output> {
  if (x.key.of.kind === 'leaves' || x.key.of.type.kind === 'list') {
    throw new UserError('unsupported', 'a line goes over values of samples, and this is one of labels', {
      hint: 'swap the fields, or use --kind scatter',
    });
  }
  if (y.bounds === undefined) throw needs('line', 'numbers as the second field');
  const { of, name } = y.key;
  const table = await dataset.answer(
    {
      kind: 'aggregate',
      plan: bound.plan,
      aggregation: { kind: 'grouped', by: [x.key], of: { kind: 'mean', of, safe: true }, name: `mean ${name}` },
      mentions: [],
    },
    signal,
  );
  if (table.kind !== 'table') throw new Error('groups are answered in a table');
  return { kind: 'plot', plot: { form: 'line', table } };
}

/** Bins across and up: enough for the dots of a wide terminal, few enough to be small. */
const ACROSS = 144;
const UP = 56;

async function scattered(drawing: Drawing, x: PlotField, y: PlotField): Promise<Output> {
  if (x.bounds === undefined || y.bounds === undefined) throw needs('scatter', 'two fields of numbers');
  const bounds = { x: x.bounds, y: y.bounds };
  const bins = { x: binsOf(bounds.x, ACROSS), y: binsOf(bounds.y, UP) };
  const [binX, binY] = [binned(x.key, bins.x), binned(y.key, bins.y)];
  if (binX === undefined || binY === undefined) throw needs('scatter', 'numbers, not lists of them');
  const answer = await ask(drawing, { kind: 'count-by', keys: [binX, binY] }, drawing.signal);
  if (answer.kind !== 'table') throw new Error('combinations are counted in a table');
  const { total, of } = answer;
  const columns = answer.columns.map((column, i) => (i < 2 ? ({ ...column, type: 'float' } as const) : column));
  const rows = answer.rows.map(([a = null, b = null, count = null]) => [
    edge(a, bins.x, ACROSS),
    edge(b, bins.y, UP),
    count,
  ]);
  return {
    kind: 'plot',
    plot: { form: 'scatter', table: { kind: 'table', columns, rows, total, ...(of && { of }) }, bounds },
  };
}

function binsOf([low, high]: Bounds, count: number): { readonly low: number; readonly width: number } {
  return { low, width: high > low ? (high - low) / count : 1 };
}

/** The lower edge of a bin; the largest value lies in the last. */
function edge(bin: Value, { low, width }: ReturnType<typeof binsOf>, count: number): number | null {
  return typeof bin === 'number' ? low + Math.min(bin, count - 1) * width : null;
}

function needs(kind: Form, what: string): UserError {
  return new UserError('bad-argument', `a plot of kind ${kind} needs ${what}`, {
    hint: 'leave --kind out to have what fits',
  });
}
