import { indexIn, INDEXES, JOURNALED_TABLES } from '../tables.ts';
import { type HealthCheck, repairHint } from './health-check.ts';

/** Whether the tables are there. */
export const tablesCheck: HealthCheck = {
  name: 'tables',
  gate: true,
  run: async ({ name, ask }) => {
    const there = new Set((await ask("SELECT name FROM sqlite_schema WHERE type = 'table'")).map(([table]) => table));
    const missing = [...JOURNALED_TABLES, 'change'].filter((table) => !there.has(table));
    if (missing.length === 0) return [];
    const message = `tables are missing: ${missing.join(', ')}`;
    return [{ check: 'tables', severity: 'error', message, where: name, hint: repairHint(name) }];
  },
};

/** Whether the indexes are there: without one everything is right and slow. */
export const indexesCheck: HealthCheck = {
  name: 'indexes',
  run: async ({ name, ask }) => {
    const there = new Set((await ask("SELECT name FROM sqlite_schema WHERE type = 'index'")).map(([index]) => index));
    const missing = INDEXES.map((sql) => indexIn(sql)).filter((index) => !there.has(index));
    if (missing.length === 0) return [];
    const message = `indexes are missing, queries are slow: ${missing.join(', ')}`;
    return [{ check: 'indexes', severity: 'warning', message, where: name, hint: repairHint(name) }];
  },
};
