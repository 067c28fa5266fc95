import type { Json } from '../model/label.ts';
import type { Sample } from '../model/sample.ts';

/** What of a sample no query sees. */
type Unseen = Pick<Sample, 'nulls' | 'extras'>;

/** What stands in the column `nulls`: the list of explicit nulls, or an object where there are extras too; null for neither. */
export function encodeUnseen({ nulls = [], extras }: Unseen): string | null {
  if (extras !== undefined && Object.keys(extras).length > 0) return JSON.stringify({ nulls, extras });
  return nulls.length === 0 ? null : JSON.stringify(nulls);
}

/** Reads back what `encodeUnseen` wrote. */
export function decodeUnseen(stored: string): Unseen {
  const value = JSON.parse(stored) as
    readonly string[] | { readonly nulls: readonly string[]; readonly extras: Extras };
  if (isList(value)) return { nulls: value };
  return value.nulls.length === 0 ? { extras: value.extras } : value;
}

type Extras = Readonly<Record<string, Json>>;

function isList(value: object): value is readonly string[] {
  return Array.isArray(value);
}
