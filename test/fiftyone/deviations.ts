import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readTables } from '../docs/markdown-table.ts';

const tables = readTables(readFileSync(fileURLToPath(new URL('../../docs/fiftyone.md', import.meta.url)), 'utf8'));

/** Numbers of the reasons for which answers differ, as the documentation lists them. */
export const REASONS: ReadonlySet<string> = new Set(
  tables.filter(({ head }) => head[0] === '#').flatMap(({ rows }) => rows.map(([number = '']) => number)),
);

/** Cases in which our answer is meant to differ from FiftyOne's, by the number of the reason, or `Python`. */
export const DEVIATIONS: ReadonlyMap<string, readonly string[]> = new Map(
  tables
    .filter(({ head }) => head[0] === 'row')
    .flatMap(({ rows }) => rows.map(([reason = '', lines = '']) => [reason, casesOf(lines)] as const)),
);

/** `numbers-03 04` as `numbers-03`, `numbers-04`. */
function casesOf(list: string): readonly string[] {
  let group = '';
  return list.split(' ').map((word) => {
    const [name, number] = word.includes('-') ? word.split('-') : [group, word];
    group = name ?? '';
    return `${group}-${number ?? ''}`;
  });
}
