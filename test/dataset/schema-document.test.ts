import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Database } from 'better-sqlite3';
import { loadedDatabase, outline, sampleOf } from './library-fixture.ts';

const document = readFileSync(new URL('../../docs/schema.md', import.meta.url), 'utf8');
const queries = Array.from(document.matchAll(/```sql\n(.*?)```/gs), ([, sql = '']) => sql);

function reef(): Promise<Database> {
  const half = [0, 0, 100, 0, 100, 40, 0, 40];
  const quarter = [0, 0, 50, 0, 50, 40, 0, 40];
  return loadedDatabase([
    sampleOf('1.jpg', {
      tags: ['train'],
      fields: { area: 'Moorea' },
      labels: { gt_polylines: [outline('Porites', half), outline('Pavona', quarter)] },
    }),
    sampleOf('2.jpg', { tags: ['train'], fields: { area: 'Moorea' }, labels: { gt_polylines: null } }),
    sampleOf('3.jpg', {
      tags: ['val'],
      fields: { area: 'Tahiti' },
      labels: { gt_polylines: [outline('Porites', quarter)] },
    }),
  ]);
}

describe('docs/schema.md', () => {
  test('has examples that run, and say what they are said to', async () => {
    const db = await reef();
    const results = queries.map((sql) => db.prepare(sql).raw().all());
    expect(results).toEqual([
      [
        ['Moorea', 2],
        ['Tahiti', 1],
      ],
      [
        ['gt_polylines', 'Porites', 2],
        ['gt_polylines', 'Pavona', 1],
      ],
      [['2.jpg']],
      [
        ['Porites', 0.375],
        ['Pavona', 0.25],
      ],
      [[1, '2024-05-01T12:00:00.000Z', '3 samples, 3 labels', 'base', 'import']],
    ]);
    db.close();
  });

  test('names every table, column and index', async () => {
    const db = await reef();
    const named = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'").pluck().all();
    const columns = db
      .prepare<[], string>(
        `SELECT DISTINCT c.name FROM sqlite_schema t, pragma_table_info(t.name) c
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND c.name NOT IN ('area', 'gt_polylines')`,
      )
      .pluck()
      .all();
    expect([...named, ...columns].filter((name) => !new RegExp(`\\b${name}\\b`).test(document))).toEqual([]);
    db.close();
  });

  test('gives the marks of the file', async () => {
    const db = await reef();
    expect(document).toContain(`application_id\` is ${String(db.pragma('application_id', { simple: true }))} `);
    expect(document).toContain(`user_version\` is ${String(db.pragma('user_version', { simple: true }))},`);
    db.close();
  });
});
