import { DETAIL_NAMES, type DetailName } from '../model/detail.ts';
import type { Json } from '../model/label.ts';
import type { Ask } from './read-catalog.ts';

/** What is kept of a dataset as a whole. */
export type Details = Readonly<Partial<Record<DetailName, Json>>>;

/** Reads what the source said of the dataset. */
export async function readDetails(ask: Ask): Promise<Details> {
  const places = DETAIL_NAMES.map(() => '?').join(', ');
  const rows = await ask(`SELECT key, value FROM meta WHERE key IN (${places})`, ...DETAIL_NAMES);
  return Object.fromEntries(rows.map(([key, value]) => [String(key), JSON.parse(String(value)) as Json]));
}
