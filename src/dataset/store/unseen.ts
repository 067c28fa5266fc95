import type { Json } from '../model/label.ts';
import type { Sample } from '../model/sample.ts';

/** What of a sample no query sees. */
export type Unseen = Pick<Sample, 'nulls' | 'extras'>;

type Extras = Readonly<Record<string, Json>>;

/** What stands in the column `nulls`: the names of explicit nulls, and last an object where there are extras; null for nothing. */
export function encodeUnseen({ nulls = [], extras = {} }: Unseen): string | null {
  const list = Object.keys(extras).length === 0 ? nulls : [...nulls, extras];
  return list.length === 0 ? null : JSON.stringify(list);
}

/** Reads back what `encodeUnseen` wrote. */
export function decodeUnseen(stored: string): Unseen {
  const list = JSON.parse(stored) as readonly (string | Extras)[];
  const nulls = list.filter((item) => typeof item === 'string');
  const extras = list.find((item) => typeof item !== 'string');
  return { ...(nulls.length > 0 && { nulls }), ...(extras !== undefined && { extras }) };
}
