import type { Trouble } from '../../model/trouble.ts';
import { type HealthCheck, repairHint } from './health-check.ts';

/** Rows of one table that name a row of another that is not there: what they are, and how they are found. */
export const REFERENCES = [
  ['labels of no sample', 'label', 'sample_id NOT IN (SELECT id FROM sample)'],
  ['labels of no field', 'label', 'field_id NOT IN (SELECT id FROM field)'],
  ['tags of no sample', 'sample_tag', 'sample_id NOT IN (SELECT id FROM sample)'],
  ['tags of no label', 'label_tag', 'label_id NOT IN (SELECT id FROM label)'],
] as const;

/** The same of rows that follow from others or only name a state: they are put right where they stand. */
export const DERIVED_REFERENCES = [
  ['numbers by class of no field', 'label_count', 'field_id NOT IN (SELECT id FROM field)'],
  ['digests of no sample', 'sample_digest', 'sample_id NOT IN (SELECT id FROM sample)'],
  ['samples without digests', 'sample', 'id NOT IN (SELECT sample_id FROM sample_digest)'],
  ['snapshots of no change', 'snapshot', 'change_id NOT IN (SELECT id FROM change)'],
  ['changes after one that is gone', 'change', 'parent IS NOT NULL AND parent NOT IN (SELECT id FROM change)'],
] as const;

/** Whether every row that names another finds it. */
export const referencesCheck: HealthCheck = {
  name: 'references',
  run: async ({ name, ask }) => {
    const troubles: Trouble[] = [];
    const there = new Set((await ask('SELECT name FROM sqlite_schema')).map(([table]) => table));
    for (const [what, table, condition] of [...REFERENCES, ...DERIVED_REFERENCES]) {
      if (!there.has(table)) continue; // of an older format, or what `tables` tells
      const [row] = await ask(`SELECT count(*) FROM ${table} WHERE ${condition}`);
      const count = Number(row?.[0] ?? 0);
      if (count === 0) continue;
      const isHidden = REFERENCES.some(([each]) => each === what);
      const message = `${String(count)} ${what}${isHidden ? ': they are in the file and cannot be seen' : ''}`;
      troubles.push({ check: 'references', severity: 'error', message, where: name, hint: repairHint(name) });
    }
    return troubles;
  },
};
