import { UserError } from '../../src/diagnostics.ts';
import type { Value } from '../../src/dataset/query/answer.ts';
import type { Output } from '../../src/output.ts';
import type { Session } from '../../src/repl/session.ts';
import type { Case, Result } from './recorded.ts';

/** How an answer compares: `refused` is a message to the user, `fails` a bug. */
export type Outcome = {
  readonly id: string;
  readonly expr: string;
  readonly outcome: 'equal' | 'deviates' | 'refused' | 'fails';
  readonly detail: string;
};

/** Types what the line says, its ids those of the dataset, and compares the answer with FiftyOne's. */
export async function compareCase({ id, expr, order, result }: Case, session: Session): Promise<Outcome> {
  const base = { id, expr };
  try {
    const got = await answer(expr, result, session);
    if (result.kind === 'error') return { ...base, outcome: 'deviates', detail: `${show(got)} instead of an error` };
    const wanted = expectation(result);
    const [left, right] = order === undefined ? [got, wanted] : [unordered(got, order), unordered(wanted, order)];
    if (same(left, right)) return { ...base, outcome: 'equal', detail: '' };
    return { ...base, outcome: 'deviates', detail: `${show(got)} instead of ${show(wanted)}` };
  } catch (error) {
    if (!(error instanceof UserError)) return { ...base, outcome: 'fails', detail: String(error) };
    const outcome = result.kind === 'error' ? 'equal' : 'refused';
    return { ...base, outcome, detail: `${error.code}: ${error.message}` };
  }
}

/** What a line yields and what is recorded of it, in one form; ids where the record has numbers for them. */
export async function recordedAnswer(
  line: string,
  result: Extract<Result, { kind: 'value' }>,
  session: Session,
): Promise<{ readonly got: unknown; readonly wanted: unknown }> {
  const got = await answer(line, result, session);
  const isIds = Array.isArray(got) && line.includes('id') && got.every((each) => /^[0-9a-f]{24}$/.test(String(each)));
  return { got: isIds ? got.map(shortId) : got, wanted: expectedValue(result.value) };
}

/** What a line yields. @throws what the session caught */
async function run(statement: string, session: Session): Promise<Output | undefined> {
  const { error, output } = await session.submit(statement);
  if (error !== undefined) throw error instanceof Error ? error : new Error('no error that can be read');
  return output;
}

async function answer(expr: string, result: Result, session: Session): Promise<unknown> {
  const output = await run(expr, session);
  if (output?.kind === 'view') return answerOfView(expr, result, session);
  if (output?.kind === 'scalar' && result.kind === 'id') return shortId(output.value);
  return plainOutput(output);
}

function plainOutput(output: Output | undefined): unknown {
  if (output === undefined) return null;
  if (output.kind === 'samples') return { ids: output.samples.map(({ id }) => shortId(id)) };
  if (output.kind === 'sample') return { ids: [shortId(output.sample.id)] };
  if (output.kind === 'scalar') return plain(output.value);
  if (output.kind === 'list') return output.values.map(plain);
  return output.kind === 'table' ? plainTable(output) : output;
}

function plainTable(table: Extract<Output, { kind: 'table' }>): unknown {
  const rows = table.rows.map((row) => row.map(plain));
  if (table.columns.map(({ name }) => name).join() === 'lower,upper,count') return histogram(rows, table.other ?? 0);
  const types = table.columns.map(({ name }) => name).join() === 'name,type';
  return sorted(types ? rows.map(([name, type]) => [name, String(type).split(', ').sort().join(', ')]) : rows);
}

async function answerOfView(expr: string, result: Result, session: Session): Promise<unknown> {
  const ids = (await list(`(${expr}).ids()`, session)).map(shortId);
  if (result.kind !== 'view') return { ids };
  const labels: Record<string, unknown> = {};
  for (const field of Object.keys(result.labels ?? {})) {
    labels[field] = (await list(`(${expr}).values('${field}.id')`, session)).map(shortIds);
  }
  const values: Record<string, unknown> = {};
  for (const path of Object.keys(result.values ?? {})) {
    values[path] = (await list(`(${expr}).values('${path}')`, session)).map(plain);
  }
  return { ids, ...(result.labels && { labels }), ...(result.values && { values }) };
}

async function list(statement: string, session: Session): Promise<readonly Value[]> {
  const output = await run(statement, session);
  if (output?.kind !== 'list') throw new Error(`${statement} yields no list`);
  return output.values;
}

function shortId(id: unknown): number {
  return Number.parseInt(String(id).slice(-12), 16);
}

/** Ids as their last 12 hex digits, nested as they are. */
export function shortIds(value: Value): unknown {
  if (value === null) return null;
  return Array.isArray(value) ? value.map(shortIds) : shortId(value);
}

function plain(value: Value): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return Array.isArray(value) ? value.map(plain) : value;
}

/** FiftyOne's form: counts, edges, how many values lie elsewhere. */
function histogram(rows: readonly (readonly unknown[])[], other: number): unknown {
  const last = rows.at(-1);
  const edges = last === undefined ? [] : [...rows.map(([lower]) => lower), last[1]];
  return [rows.map(([, , count]) => count), edges, rows.length === 0 ? 0 : other];
}

function expectation(result: Exclude<Result, { kind: 'error' }>): unknown {
  switch (result.kind) {
    case 'view': {
      const { ids, labels, values } = result;
      return { ids, ...(labels && { labels }), ...(values && { values: unmarked(values) }) };
    }
    case 'samples':
      return { ids: result.ids };
    case 'id':
      return result.id;
    case 'value':
      return expectedValue(result.value);
  }
}

function expectedValue(value: unknown): unknown {
  if (!isObject(value) || '$float' in value || '$date' in value) return unmarked(value);
  if ('$field' in value) return typeName(value);
  return sorted(asPairs(value).map(([key, each]) => [unmarked(key), unmarked(each)]));
}

function asPairs(value: Readonly<Record<string, unknown>>): readonly (readonly [unknown, unknown])[] {
  return '$pairs' in value ? (value['$pairs'] as [unknown, unknown][]) : Object.entries(value);
}

/** JSON has no NaN, infinities and dates; FiftyOne's names of types become ours. */
export function unmarked(value: unknown): unknown {
  if (Array.isArray(value)) return value.some(isField) ? value.map(unmarked).sort().join(', ') : value.map(unmarked);
  if (!isObject(value)) return value;
  if ('$float' in value) return value['$float'] === 'NaN' ? null : String(value['$float']);
  if ('$date' in value) return new Date(String(value['$date'])).toISOString();
  if (isField(value)) return typeName(value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unmarked(each)]));
}

function isField(value: unknown): value is { readonly $field: string } {
  return isObject(value) && '$field' in value;
}

function typeName({ $field: name }: { readonly $field?: unknown }): string {
  const parts = String(name).match(/\w+Field/g) ?? [];
  return parts.map((part) => TYPES.get(part) ?? part).join(' of ');
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['StringField', 'string'],
  ['IntField', 'int'],
  ['FloatField', 'float'],
  ['BooleanField', 'bool'],
  ['DateTimeField', 'date'],
  ['ListField', 'list'],
  ['DictField', 'dict'],
]);

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(value: readonly unknown[]): readonly unknown[] {
  return value.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/**
 * Rows whose keys tie may come in any order: each with all that belongs to it. Groups come in another order with each question,
 * so that there only what is in each column can be compared.
 */
function unordered(value: unknown, order: 'ties' | 'groups'): unknown {
  if (Array.isArray(value)) return sorted(value);
  if (!isObject(value) || !Array.isArray(value['ids'])) return value;
  const { ids, labels = {} } = value as {
    readonly ids: readonly unknown[];
    readonly labels?: Record<string, unknown[]>;
  };
  if (order === 'groups') return [sorted(ids), ...Object.values(labels).map(sorted)];
  return sorted(ids.map((id, i) => [id, ...Object.values(labels).map((column) => column[i])]));
}

/** Equal but for the last digits of floating point. */
export function same(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, i) => same(each, b[i]));
  if (!isObject(a) || !isObject(b)) return JSON.stringify(a) === JSON.stringify(b);
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 600);
}
