import { UserError } from '../diagnostics.ts';
import { nearest } from '../dataset/model/nearest.ts';

/** Flags of an export that are about training sets, or about which labels are written. */
export type TableFlags = {
  readonly classes?: string | undefined;
  readonly field?: string | undefined;
  readonly media?: string | undefined;
  readonly missing?: string | undefined;
  readonly rows?: string | undefined;
  readonly splitBy?: string | undefined;
};

/** Formats of rows: of samples, labels or a result. */
export const OF_ROWS: ReadonlySet<string> = new Set(['csv', 'json', 'jsonl', 'md', 'parquet']);

/**
 * Looks whether a format of rows can do what the flags of an export ask.
 * @throws UserError `usage` where it would only pass over one of them
 */
export function checkTableFlags(format: string, flags: TableFlags, isResult: boolean): void {
  if (!OF_ROWS.has(format)) return;
  for (const [flag, key, hint] of USELESS) {
    if (flags[key] !== undefined) throw new UserError('usage', `${format} has no use for --${flag}`, { hint });
  }
  if (flags.field === undefined) return;
  if (isResult)
    throw new UserError('usage', 'a result is written as it is: --field says which labels of samples are written');
  if (flags.rows === 'labels' || format === 'parquet') return;
  throw new UserError('usage', `a row of ${format} is a sample, which has no use for --field`, {
    hint: '--rows labels writes a row a label',
  });
}

/** @throws UserError `unknown-field` with the nearest name where a format of rows is to write labels that are not there */
export function checkTableFields(format: string, asked: readonly string[] | null, known: readonly string[]): void {
  const stranger = OF_ROWS.has(format) ? asked?.find((name) => !known.includes(name)) : undefined;
  if (stranger === undefined) return;
  const near = nearest(stranger, known);
  const all = known.length === 0 ? 'there are none' : `there are ${known.join(', ')}`;
  throw new UserError('unknown-field', `no label field ${stranger}`, {
    hint: near === undefined ? all : `did you mean ${near}?`,
  });
}

const USELESS = [
  [
    'classes',
    'classes',
    "to write some classes only, say so of the view: --view \"ds.filterLabels('FIELD', label == 'CLASS')\"",
  ],
  ['media', 'media', 'tables hold no pictures'],
  [
    'missing',
    'missing',
    'samples that were never annotated are rows, too, with nothing in their label fields; --view leaves them out',
  ],
  ['split-by', 'splitBy', 'tables have no splits: the field is a column'],
] as const;
