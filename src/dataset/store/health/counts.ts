import type { Trouble } from '../../model/trouble.ts';
import { quoted } from '../bulk-tables.ts';
import type { Ask } from '../read-catalog.ts';
import { type HealthCheck, repairHint } from './health-check.ts';

/** Whether the counts that are kept up to date are those of the rows: by class, by sample, and in all. */
export const countsCheck: HealthCheck = {
  name: 'counts',
  run: async ({ name, ask }) => {
    const messages = [await classCounts(ask), ...(await labelNumbers(ask)), ...(await totals(ask))];
    return messages
      .filter((message) => message !== undefined)
      .map((message): Trouble => ({
        check: 'counts',
        severity: 'error',
        message,
        where: name,
        hint: repairHint(name),
      }));
  },
};

/** Field, class, stored and counted number of labels, where they differ. */
export const WRONG_CLASS_COUNTS = `
  SELECT field_id, class, sum(stored) AS stored, sum(counted) AS counted FROM (
    SELECT field_id, class, labels AS stored, 0 AS counted FROM label_count
    UNION ALL SELECT field_id, class, 0, count(*) FROM label GROUP BY 1, 2
  ) GROUP BY 1, 2 HAVING sum(stored) <> sum(counted)`;

/** The condition on `sample s` that its number of labels in a field is not that of its rows. */
export function wrongLabelNumber(column: string, field: number): string {
  const stored = `s.${quoted(column)}`;
  const counted = `(SELECT count(*) FROM label l WHERE l.sample_id = s.id AND l.field_id = ${String(field)})`;
  return `${stored} IS NOT ${counted} AND NOT (${stored} IS NULL AND ${counted} = 0)`;
}

async function classCounts(ask: Ask): Promise<string | undefined> {
  const rows = await ask(`${WRONG_CLASS_COUNTS} ORDER BY 1, 2`);
  if (rows.length === 0) return undefined;
  const shown = rows.slice(0, 3).map(([, label, stored, counted]) => {
    const named = label === null ? 'labels without a class' : String(label);
    return `${named} ${String(stored)} instead of ${String(counted)}`;
  });
  return `wrong numbers of labels by class: ${shown.join(', ')}${rows.length > 3 ? ' and others' : ''}`;
}

async function labelNumbers(ask: Ask): Promise<readonly string[]> {
  const messages: string[] = [];
  for (const [field, fieldName, column] of await ask("SELECT id, name, column_name FROM field WHERE kind = 'labels'")) {
    const wrong = wrongLabelNumber(String(column), Number(field));
    const rows = await ask(`SELECT s.filepath, count(*) OVER () FROM sample s WHERE ${wrong} LIMIT 1`);
    const [first] = rows;
    if (first !== undefined) {
      const [path, count] = first;
      messages.push(`wrong numbers of ${String(fieldName)} on ${String(count)} samples, such as ${String(path)}`);
    }
  }
  return messages;
}

async function totals(ask: Ask): Promise<readonly string[]> {
  const messages: string[] = [];
  for (const table of ['sample', 'label'] as const) {
    const [row] = await ask(`SELECT (SELECT value FROM meta WHERE key = '${table}s'), (SELECT count(*) FROM ${table})`);
    const [stored, counted] = row ?? [];
    if (String(stored) === String(counted)) continue;
    messages.push(`${String(stored)} ${table}s are noted, ${String(counted)} are there`);
  }
  return messages;
}
