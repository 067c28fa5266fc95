import { existsSync, statSync } from 'node:fs';
import { type HealthCheck } from './health-check.ts';
import type { Trouble } from '../../model/trouble.ts';

/** How much of the file is there for undo, and whether the write-ahead log has grown out of hand. */
export const journalCheck: HealthCheck = {
  name: 'journal',
  run: async ({ name, file, ask }) => {
    const troubles: Trouble[] = [];
    const log = `${file}-wal`;
    const logBytes = existsSync(log) ? statSync(log).size : 0;
    if (logBytes > LARGE_LOG) {
      troubles.push({
        check: 'journal',
        severity: 'warning',
        message: `the write-ahead log has ${megabytes(logBytes)} MB: a program holds the dataset open`,
        where: name,
        hint: 'close other shells on it; the log shrinks when the last one closes',
      });
    }
    const bytes = await journalBytes(ask);
    if (bytes > LARGE_JOURNAL && bytes > statSync(file).size / 2) {
      const message = `${megabytes(bytes)} MB of the file are there for undo`;
      troubles.push({ check: 'journal', severity: 'info', message, where: name, hint: 'log lists the changes' });
    }
    return troubles;
  },
};

const LARGE_LOG = 512 * 1024 * 1024;
const LARGE_JOURNAL = 64 * 1024 * 1024;

async function journalBytes(ask: Parameters<HealthCheck['run']>[0]['ask']): Promise<number> {
  const [row] = await ask(
    "SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE aggregate = TRUE AND name GLOB 'before_*'",
  );
  return Number(row?.[0] ?? 0);
}

function megabytes(bytes: number): string {
  return String(Math.round(bytes / 1024 / 1024));
}
