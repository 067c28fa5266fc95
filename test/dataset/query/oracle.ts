import { readFileSync } from 'node:fs';
import { UserError } from '../../../src/diagnostics.ts';
import type { Answer, Value } from '../../../src/dataset/query/answer.ts';
import { answerTo, bound, idsOf, labelIdsOf } from './ask.ts';
import type { TestDataset } from './database.ts';

/** A question and what FiftyOne answered. */
export type Case = {
  readonly id: string;
  readonly group: string;
  readonly expr: string;
  readonly order?: string;
  readonly result: Readonly<Record<string, CaseResult>>;
};
type CaseResult = {
  readonly kind: 'view' | 'samples' | 'value' | 'error';
  readonly ids?: readonly number[];
  readonly labels?: Readonly<Record<string, readonly unknown[]>>;
  readonly value?: unknown;
};

/** How an answer compares: `refused` is a message to the user, `fails` a bug. */
export type Outcome = { readonly outcome: 'equal' | 'deviates' | 'refused' | 'fails'; readonly detail: string };

/** The recorded cases of FiftyOne. */
export function readCases(file: string): readonly Case[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly Case[] }).cases;
}

/** Asks what a case asks and compares with FiftyOne's answer. */
export function compareCase({ expr, order, result }: Case, dataset: TestDataset): Outcome {
  const expected = result['coral-12'];
  if (expected === undefined) return { outcome: 'refused', detail: 'not recorded' };
  try {
    const got = ask(expr, dataset, Object.keys(expected.labels ?? {}));
    const wanted = expectation(expected);
    const [left, right] = order === 'ties' ? [sorted(got), sorted(wanted)] : [got, wanted];
    if (expected.kind !== 'error' && same(left, right)) return { outcome: 'equal', detail: '' };
    return { outcome: 'deviates', detail: `${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}` };
  } catch (error) {
    if (!(error instanceof UserError)) return { outcome: 'fails', detail: String(error) };
    if (expected.kind === 'error') return { outcome: 'equal', detail: error.message };
    return { outcome: 'refused', detail: `${error.code}: ${error.message}` };
  }
}

/** Ids of samples, with those of the labels left in `fields` where they are recorded; or the value. */
function ask(expr: string, dataset: TestDataset, fields: readonly string[]): unknown {
  const query = bound(expr, dataset);
  if (query.kind === 'value') return comparable(query.answer);
  if (query.kind === 'view' || (query.kind === 'aggregate' && query.aggregation.kind === 'samples')) {
    const ids = idsOf(expr, dataset);
    return fields.length === 0 ? ids : [ids, ...fields.map((field) => labelIdsOf(expr, field, dataset))];
  }
  return comparable(answerTo(expr, dataset));
}

function comparable(answer: Answer): unknown {
  if (answer.kind === 'scalar') return plain(answer.value);
  if (answer.kind === 'list') return answer.values.map(plain);
  if (answer.kind === 'table') return sorted(answer.rows.map((row) => row.map(plain)));
  return answer;
}

function plain(value: Value): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return Array.isArray(value) ? value.map(plain) : value;
}

function expectation({ kind, ids, labels, value }: CaseResult): unknown {
  if (kind === 'view' || kind === 'samples') return labels === undefined ? ids : [ids, ...Object.values(labels)];
  if (!isObject(value) || '$float' in value || '$date' in value) return unmark(value);
  return sorted('$pairs' in value ? unmark(value['$pairs']) : Object.entries(value));
}

function unmark(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmark);
  if (!isObject(value)) return value;
  if ('$float' in value) return value['$float'] === 'NaN' ? null : String(value['$float']);
  if ('$date' in value) return new Date(String(value['$date'])).toISOString();
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unmark(each)]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? value.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : value;
}

/** Equal but for the last digits of floating point. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, i) => same(each, b[i]));
  return JSON.stringify(a) === JSON.stringify(b);
}
