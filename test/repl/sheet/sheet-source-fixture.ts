import type { Value } from '../../../src/dataset/query/answer.ts';
import type { SheetSource } from '../../../src/repl/sheet/sheet-source.ts';
import { tableSource } from '../../../src/repl/sheet/table-source.ts';

/** A table in memory. */
export function tableOf(names: readonly string[], rows: readonly (readonly Value[])[], title = 'table'): SheetSource {
  const columns = names.map((name) => ({ name, type: 'mixed' as const }));
  return tableSource({ kind: 'table', columns, rows, total: rows.length }, { title });
}
