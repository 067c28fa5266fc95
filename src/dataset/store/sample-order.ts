import type { Catalog } from '../query/catalog.ts';
import { compileSampleOrder, compileSamplePage, fieldsOf } from '../query/compile.ts';
import type { Plan } from '../query/plan.ts';
import type { Row, Sql } from '../query/statement.ts';
import { decodeSampleHeads, type SampleHead } from './decode-samples.ts';

/** The samples of a view in its order, as keys: 12 bytes each, so that any of them is found at once. */
export type SampleOrder = {
  readonly ids: Float64Array;
  /** Tells apart a sample that is there several times. */
  readonly branches: Uint32Array;
};

type Run = (sql: Sql) => Promise<readonly Row[]>;

/** Reads the order of a view's samples. */
export async function readSampleOrder(plan: Plan, catalog: Catalog, run: Run): Promise<SampleOrder> {
  const [row] = await run(compileSampleOrder(plan, catalog));
  return parseOrder(typeof row?.[0] === 'number' ? String(row[0]) : ((row?.[0] ?? '') as string));
}

/** The samples at the places `from` to `to` (exclusive) of an order; null for one that is gone since. */
export async function readSampleHeads(
  plan: Plan,
  order: SampleOrder,
  { from, to }: { readonly from: number; readonly to: number },
  { catalog, run }: { readonly catalog: Catalog; readonly run: Run },
): Promise<readonly (SampleHead | null)[]> {
  const rows: (SampleHead | null)[] = [];
  const last = Math.min(to, order.ids.length);
  for (let at = from; at < last;) {
    const branch = order.branches[at] ?? 0;
    let end = at;
    while (end < last && order.branches[end] === branch) end += 1;
    const ids = [...order.ids.subarray(at, end)];
    const page = compileSamplePage(plan, catalog, { ids, branch });
    const found = decodeSampleHeads(
      { samples: await run(page.samples), tags: await run(page.tags) },
      fieldsOf(plan, catalog),
    );
    rows.push(...ids.map((id) => found.get(id) ?? null));
    at = end;
  }
  return rows;
}

const SPACE = 32;
const COLON = 58;
const ZERO = 48;

/** Keys as `compileSampleOrder` writes them. */
function parseOrder(text: string): SampleOrder {
  let length = text === '' ? 0 : 1;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) === SPACE) length += 1;
  const [ids, branches] = [new Float64Array(length), new Uint32Array(length)];
  let at = 0;
  let number = 0;
  let isBranch = false;
  const put = (): void => {
    if (isBranch) branches[at] = number;
    else ids[at] = number;
    number = 0;
  };
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === SPACE || code === COLON) {
      put();
      isBranch = code === COLON;
      if (code === SPACE) at += 1;
    } else number = number * 10 + (code - ZERO);
  }
  if (length > 0) put();
  return { ids, branches };
}
