import { statSync } from 'node:fs';
import type { Trouble } from '../../model/trouble.ts';
import { type HealthCheck, repairHint } from './health-check.ts';

/** SQLite's own check of pages and rows; of indexes too where that takes no more than some seconds, or all is to be read. */
export const integrityCheck: HealthCheck = {
  name: 'integrity',
  gate: true,
  run: async ({ name, file, ask, deep }) => {
    const pragma = deep || statSync(file).size <= SMALL ? 'integrity_check' : 'quick_check';
    const lines = (await ask(`PRAGMA ${pragma}(${String(MOST)})`)).flatMap(([line]) => String(line).split('\n'));
    return troublesIn(lines, name);
  },
};

/** Whether a line of SQLite's check tells of an index only, which follows from its table. */
export function isAboutIndex(line: string): boolean {
  return /^(?:row \d+ missing from index|wrong # of entries in index|non-unique entry in index)/u.test(line);
}

/** Lines that tell of something: SQLite begins with a heading, and says `ok` where there is nothing. */
export function complaintsIn(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line !== 'ok' && line !== '' && !line.startsWith('***'));
}

/** Bytes up to which indexes are compared with their tables every time. */
const SMALL = 256 * 1024 * 1024;

/** Lines of SQLite's check that are asked for, and that are shown. */
const MOST = 100;
const SHOWN = 5;

function troublesIn(lines: readonly string[], name: string): readonly Trouble[] {
  const complaints = complaintsIn(lines);
  if (complaints.length === 0) return [];
  const indexOnly = complaints.every(isAboutIndex);
  const message = indexOnly
    ? 'an index does not fit its table: counts and searches may be wrong'
    : 'the file is damaged';
  const more = complaints.length > SHOWN ? [`and ${String(complaints.length - SHOWN)} more`] : [];
  return [
    {
      check: 'integrity',
      severity: 'error',
      message: `${message}: ${[...complaints.slice(0, SHOWN), ...more].join('; ')}`,
      where: name,
      hint: `${repairHint(name)}${indexOnly ? '' : ' rescues what can be read, or restore a backup'}`,
    },
  ];
}
