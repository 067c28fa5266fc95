import { countOr, fieldsOf, listIn } from '../reply/fields.ts';
import type { Call, Requests } from './cvat-client.ts';

/** Rows asked for at once. */
const PAGE = 500;

/**
 * All rows of a list, page after page, by ascending id so that newcomers shift no page. Addresses of pages are our own:
 * behind a proxy those in the answers may name another host.
 */
export async function listAll<T extends { readonly id: number }>(
  requests: Requests,
  { path, query, what }: Call,
  read: (value: unknown) => T,
): Promise<readonly T[]> {
  const rows = new Map<number, T>();
  for (let page = 1; ; page++) {
    // A page past the end is answered 404: rows were deleted meanwhile.
    const accept = page > 1 ? [404] : [];
    const answer = await requests.get({ path, what, accept, query: { ...query, sort: 'id', page_size: PAGE, page } });
    if (answer.status === 404) break;
    const fields = fieldsOf(answer.value, `the list of ${what}`);
    const results = listIn(fields, 'results').map(read);
    for (const row of results) rows.set(row.id, row);
    const count = countOr(fields, 'count', 0);
    if (results.length === 0 || fields.values['next'] === null || rows.size >= count) break;
  }
  return [...rows.values()].sort((a, b) => a.id - b.id);
}
