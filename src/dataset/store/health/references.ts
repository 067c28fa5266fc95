import type { Trouble } from '../../model/trouble.ts';
import { type HealthCheck, repairHint } from './health-check.ts';

/** Rows of one table that name a row of another that is not there: what they are, and how they are found. */
export const REFERENCES = [
  ['labels of no sample', 'label', 'sample_id NOT IN (SELECT id FROM sample)'],
  ['labels of no field', 'label', 'field_id NOT IN (SELECT id FROM field)'],
  ['tags of no sample', 'sample_tag', 'sample_id NOT IN (SELECT id FROM sample)'],
  ['tags of no label', 'label_tag', 'label_id NOT IN (SELECT id FROM label)'],
] as const;

/** Whether every row that names another finds it. */
export const referencesCheck: HealthCheck = {
  name: 'references',
  run: async ({ name, ask }) => {
    const troubles: Trouble[] = [];
    for (const [what, table, condition] of REFERENCES) {
      const [row] = await ask(`SELECT count(*) FROM ${table} WHERE ${condition}`);
      const count = Number(row?.[0] ?? 0);
      if (count === 0) continue;
      const message = `${String(count)} ${what}: they are in the file and cannot be seen`;
      troubles.push({ check: 'references', severity: 'error', message, where: name, hint: repairHint(name) });
    }
    return troubles;
  },
};
