import type { ErrorCode, Span } from '../diagnostics.ts';
import { isEqual } from '../dataset/model/diff.ts';
import type { Json } from '../dataset/model/label.ts';
import type { Skipped } from '../dataset/model/job.ts';
import type { Value } from '../dataset/query/answer.ts';
import type { Output } from '../output.ts';
import { jsonSample } from '../dataset/formats/tables/json-sample.ts';
import { renderOutput } from './index.ts';
import type { OutputOf, RenderOptions } from './render-options.ts';

/** What went wrong, as programs read it; `bug` is an error that is not the user's. */
export type JsonError = {
  readonly code: ErrorCode | 'bug';
  readonly message: string;
  readonly hint?: string | undefined;
  readonly span?: Span | undefined;
};

/** A document as it is before NaN, infinities and dates have found their form. */
export type Document =
  null | boolean | number | string | Date | readonly Document[] | { readonly [key: string]: Document };

/**
 * The JSON document of what a step yielded, on one line without a line end. Missing is null, NaN and infinities are
 * `{"$float": "NaN"}`, dates ISO 8601; a picture is the document of its sample. Characters that could disturb a
 * terminal are escaped.
 */
export function toJsonDocument(output: Output, step: number): string {
  return print({ step, kind: kindOf(output), ...bodyOf(output) });
}

/** Some kinds are shown in their own way and are to programs what others are. */
function kindOf(output: Output): string {
  const { kind } = output;
  if (kind === 'watch') return kindOf(output.watched.answer);
  if (kind === 'full-screen') return kindOf(output.printed);
  if (kind === 'help') return 'text';
  if (kind === 'plot') return 'table';
  return kind === 'picture' ? 'sample' : kind;
}

/** The JSON document of a failed step, on one line without a line end; the span is `[start, end)` in UTF-16 units. */
export function toJsonError({ code, message, hint, span }: JsonError, step: number): string {
  const place = span === undefined ? null : [span.start, span.end];
  return print({ step, kind: 'error', code, message, hint: hint ?? null, span: place });
}

/** Help is text for people; here as it looks on a terminal of ordinary width. */
const PLAIN: RenderOptions = { columns: 80, colour: 0, unicode: true, theme: 'dark', maxRows: 40 };

type Body = Readonly<Record<string, Document>>;

function tableBody({ columns, rows, total }: OutputOf<'table'>): Body {
  return { columns: columns.map(({ name, type }) => ({ name, type })), rows, total };
}

const BODIES: { readonly [K in Output['kind']]: (output: OutputOf<K>) => Body } = {
  view: ({ samples, labels }) => ({ samples, labels }),
  scalar: ({ value }) => ({ value }),
  list: ({ values }) => ({ values }),
  table: tableBody,
  plot: ({ plot }) => tableBody(plot.table),
  sample: ({ sample }) => ({ sample: jsonSample(sample) }),
  samples: ({ samples }) => ({ samples: samples.map(jsonSample) }),
  files: ({ root, files, bytes, digest, skipped, notes }) => ({
    root,
    files,
    bytes,
    digest,
    skipped: jsonSkipped(skipped),
    notes,
  }),
  document: ({ format, bytes, digest, skipped, notes }) => ({
    format,
    bytes,
    digest,
    skipped: jsonSkipped(skipped),
    notes,
  }),
  change: ({ dataset, samples, labels, what, skipped, notes, planned = false, undo, failed, stopped }) => ({
    dataset,
    samples,
    labels,
    what,
    skipped: jsonSkipped(skipped),
    notes,
    ...(planned && { planned }),
    undo,
    ...(failed !== undefined && { failed }),
    ...(stopped !== undefined && { stopped }),
  }),
  findings: ({ findings, checked }) => ({
    findings: findings.map(({ check, severity, sample = null, label = null, message, where = null, count, hint }) => ({
      check,
      severity,
      sample,
      label,
      message,
      where,
      ...(count !== undefined && { count }),
      ...(hint !== undefined && { hint }),
    })),
    checked,
  }),
  diff: ({ diff }) => diffBody(diff),
  verdict: ({ verdicts }) => ({ verdicts: verdicts.map((verdict) => ({ ...verdict })) }),
  picture: ({ picture }) => ({ sample: jsonSample(picture.sample) }),
  text: ({ text }) => ({ text }),
  jobs: ({ jobs }) => ({
    jobs: jobs.map(({ number, statement, state, progress, elapsed }) => {
      const { what = null, done = null, total = null, unit = null } = progress ?? {};
      return { number, statement, state, what, done, total, unit, seconds: elapsed / 1000 };
    }),
  }),
  watch: ({ watched }) => ({
    ...bodyOf(watched.answer),
    changes: watched.changes,
    changed: watched.rows
      .filter(({ change }) => change !== 'same')
      .map(({ key, values, change, by }) => ({ key, values, change, by })),
  }),
  help: (output) => ({ text: renderOutput(output, PLAIN) }),
  'full-screen': ({ printed }) => bodyOf(printed),
  copied: ({ format, rows, bytes, file }) => ({ format, rows, bytes, file }),
};

function diffBody(whole: OutputOf<'diff'>['diff']): Body {
  const { sides, samples, about, fetched, fields, classes, relabelled, tasks, entries, ...diff } = whole;
  return {
    a: sides[0],
    b: sides[1],
    ...diff,
    equal: isEqual(whole),
    samples: {
      a: samples.total[0],
      b: samples.total[1],
      added: samples.added,
      removed: samples.removed,
      changed: samples.changed,
      rounded: samples.rounded,
    },
    about: [...about],
    fields: countsOf(fields),
    fetched: { samples: fetched.samples, fields: countsOf(fetched.fields) },
    classes: [...classes],
    relabelled: [...relabelled],
    tasks: [...tasks],
    differences: [...entries],
  };
}

function countsOf(fields: readonly { readonly name: string; readonly samples: number }[]): Body {
  return Object.fromEntries(fields.map(({ name, samples }) => [name, samples]));
}

/** The table pairs each kind with a function of its own kind; the compiler cannot follow that through the union. */
function bodyOf(output: Output): Body {
  return (BODIES[output.kind] as (output: Output) => Body)(output);
}

function jsonSkipped(skipped: readonly Skipped[]): Document {
  return skipped.map(({ reason, count, examples }) => ({ reason, count, examples }));
}

function print(document: Document): string {
  return JSON.stringify(jsonable(document)).replace(DISTURBING, escapeUnit);
}

/** C1 controls, delete, bidirectional marks, line separators: all of them can stand in strings only. */
const DISTURBING = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function jsonable(value: Document | Value): Json {
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $float: String(value) };
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (isList(value)) return value.map(jsonable);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, jsonable(inner)]));
}

function isList(value: Document | Value): value is readonly Document[] {
  return Array.isArray(value);
}
