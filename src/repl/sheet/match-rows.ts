import { breathe, regexpSearch } from '../../dataset/dataset.ts';
import { UserError } from '../../diagnostics.ts';
import { formatCount } from '../../dataset/model/counted.ts';
import { formatValue } from '../../render/value.ts';
import { patternFrom } from './pattern-condition.ts';
import type { ColumnPattern, SheetRow } from './sheet-source.ts';

/**
 * The rows in memory whose text in a column fits a pattern; others run meanwhile.
 * @throws UserError `bad-argument` for what is no pattern, `unsupported` for one that takes too long on one text, `cancelled`
 */
export async function rowsThatMatch(
  rows: readonly SheetRow[],
  { column, source }: ColumnPattern,
  signal: AbortSignal,
): Promise<readonly SheetRow[]> {
  const pattern = patternFrom(source);
  const search = regexpSearch();
  const found: SheetRow[] = [];
  let since = performance.now();
  for (const row of rows) {
    const text = formatValue(row.cells[column] ?? null, { unicode: true });
    if (search(pattern.source, pattern.flags, text) === 1) found.push(row);
    if (performance.now() - since < SLICE) continue;
    await breathe({ signal });
    since = performance.now();
  }
  return found;
}

/** Milliseconds in which nothing else runs. */
const SLICE = 10;

/** What is told where a pattern fits more rows than can be selected. */
export function tooManyMatches(count: number, most: number, hint: string): UserError {
  const message = `${formatCount(count)} rows fit, and at most ${formatCount(most)} can be selected`;
  return new UserError('unsupported', message, { hint });
}
