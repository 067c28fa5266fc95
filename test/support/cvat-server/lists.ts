import { type Answer, type Asked, json } from './answer.ts';
import { readFilter, type Terms } from './json-logic.ts';
import type { CvatRecord } from './world.ts';

/** How a kind of record is listed. */
export type Listing = {
  /** Last part of the address: `tasks`. */
  readonly name: string;
  /** Parameters that select by being equal, and what they are compared with. */
  readonly equal: Terms;
  /** Values that a parameter may have; others are refused. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
  readonly terms: Terms;
  readonly search: Terms;
  readonly sortable: readonly string[];
  readonly ascending: boolean;
};

const DEFAULT_PAGE = 10;

/** Answers a list: selected, searched, filtered, sorted, a page of it. */
export function answerList(asked: Asked, listing: Listing, all: readonly CvatRecord[], origin: string): Answer {
  const { query } = asked;
  const refused = refusedChoice(query, listing);
  if (refused !== undefined) return refused;
  const filter = query.get('filter');
  const test = filter === null ? (): boolean => true : readFilter(filter, listing.terms);
  if (typeof test !== 'function') return test;
  const rows = sorted(
    all.filter((record) => isSelected(record, query, listing) && isFound(record, query, listing) && test(record)),
    query,
    listing,
  );
  return paged(asked, rows, `${origin}/api/${listing.name}`);
}

function refusedChoice(query: URLSearchParams, { choices }: Listing): Answer | undefined {
  for (const [name, allowed] of Object.entries(choices)) {
    const value = query.get(name);
    if (value === null || value === '' || allowed.includes(value)) continue;
    const what = name.endsWith('_id') ? 'That choice' : value;
    return json(400, { [name]: [`Select a valid choice. ${what} is not one of the available choices.`] });
  }
  return undefined;
}

function isSelected(record: CvatRecord, query: URLSearchParams, { equal }: Listing): boolean {
  return Object.entries(equal).every(([name, read]) => {
    const wanted = query.get(name);
    return wanted === null || wanted === '' || textOf(read(record)) === wanted;
  });
}

function isFound(record: CvatRecord, query: URLSearchParams, { search }: Listing): boolean {
  const text = query.get('search');
  if (text === null || text === '') return true;
  return Object.values(search).some((read) => textOf(read(record)).toLowerCase().includes(text.toLowerCase()));
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function sorted(
  rows: readonly CvatRecord[],
  query: URLSearchParams,
  { sortable, terms, ascending }: Listing,
): CvatRecord[] {
  const asked = (query.get('sort') ?? '').split(',').filter((key) => sortable.includes(key.replace(/^-/u, '')));
  const keys = [...asked, ascending ? 'id' : '-id'];
  return [...rows].sort((a, b) => {
    for (const key of keys) {
      const read = terms[key.replace(/^-/u, '')] ?? (({ id }: CvatRecord): number => id);
      const [x, y] = [read(a) as string, read(b) as string];
      if (x !== y) return (x < y ? -1 : 1) * (key.startsWith('-') ? -1 : 1);
    }
    return 0;
  });
}

function paged({ query }: Asked, rows: readonly CvatRecord[], address: string): Answer {
  const size = sizeOf(query.get('page_size'), rows.length);
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const text = query.get('page') ?? '1';
  const page = text === 'last' ? pages : Number(text);
  if (!Number.isInteger(page) || page < 1 || page > pages) return json(404, { detail: 'Invalid page.' });
  return json(200, {
    count: rows.length,
    next: page < pages ? link(address, query, page + 1) : null,
    previous: page > 1 ? link(address, query, page - 1) : null,
    results: rows.slice((page - 1) * size, page * size),
  });
}

/** Anything that is no number from 1 counts as if it had not been said. */
function sizeOf(text: string | null, all: number): number {
  if (text === 'all') return Math.max(1, all);
  const size = Number(text ?? DEFAULT_PAGE);
  return Number.isInteger(size) && size > 0 ? size : DEFAULT_PAGE;
}

/** Parameters in the order of their names; the first page is named by none. */
function link(address: string, query: URLSearchParams, page: number): string {
  const params = new URLSearchParams(query);
  if (page === 1) params.delete('page');
  else params.set('page', String(page));
  params.sort();
  const text = params.toString();
  return text === '' ? address : `${address}?${text}`;
}
