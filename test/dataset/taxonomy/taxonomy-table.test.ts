import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { taxonomyFrom } from '../../../src/dataset/model/read-taxonomy.ts';
import type { Taxonomy } from '../../../src/dataset/model/taxonomy.ts';
import { compareTaxonomies } from '../../../src/dataset/taxonomy/compare-taxonomies.ts';
import { taxonomyAlone, taxonomyOnData } from '../../../src/dataset/taxonomy/taxonomy-table.ts';

function inline(value: unknown, name = 'mine'): Taxonomy {
  return taxonomyFrom(value, { name, at: () => name });
}

const COUNTS = [
  { value: 'Porites', count: 5 },
  { value: 'Pavona', count: 3 },
  { value: 'Leptoseris', count: 2 },
  { value: 'Empty', count: 1 },
  { value: 'Turbinaria', count: 4 },
  { value: null, count: 1 },
];

const MAP = { Leptoseris: 'P/L', Porites: 'Porites', Pavona: 'P/L', Fungia: 'P/L', Empty: null };

describe('on data', () => {
  test('classes go in by what comes out, with numbers and sums; what goes and what is in no map comes last', () => {
    const table = taxonomyOnData(inline({ map: MAP }), [{ field: 'gt', counts: COUNTS, declared: [] }]);
    expect(table.rows).toEqual([
      ['Pavona', 3, 'P/L', 'relabelled', 0, 5],
      ['Leptoseris', 2, 'P/L', 'relabelled', 0, 5],
      ['Fungia', 0, 'P/L', 'not there', 0, 5],
      ['Porites', 5, 'Porites', 'stays', 1, 5],
      ['Empty', 1, null, 'dropped', null, null],
      ['Turbinaria', 4, null, 'in no map', null, null],
      [null, 1, null, 'in no map', null, null],
    ]);
    expect(table.of).toEqual({ what: 'labels', total: 16 });
  });

  test('fields are summed', () => {
    const one = { field: 'gt', counts: [{ value: 'a', count: 1 }], declared: [] };
    const table = taxonomyOnData(inline({ map: { a: 'b' } }), [one, { ...one, field: 'pred' }]);
    expect(table.rows).toEqual([['a', 2, 'b', 'relabelled', 0, 2]]);
  });

  test('no label is lost: those of the rows are those of the data', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'constructor');
    const rest = fc.constantFrom('error', 'keep', 'drop', 'z');
    fc.assert(
      fc.property(
        fc.dictionary(name, fc.option(name)),
        fc.array(fc.record({ value: fc.option(name), count: fc.integer({ min: 1, max: 9 }) })),
        rest,
        (map, counts, unmapped) => {
          const table = taxonomyOnData(inline({ map, unmapped }), [{ field: 'gt', counts, declared: [] }]);
          const sum = table.rows.reduce((all, [, labels]) => all + Number(labels), 0);
          expect(sum).toBe(counts.reduce((all, { count }) => all + count, 0));
          const altogether = new Map(table.rows.map(([, , to, , , all]) => [to, all]));
          for (const [to, all] of altogether) {
            if (to === null) continue;
            const own = table.rows.filter((row) => row[2] === to).reduce((total, row) => total + Number(row[1]), 0);
            expect(own).toBe(all);
          }
        },
      ),
    );
  });
});

test('alone, with what becomes of the rest', () => {
  expect(taxonomyAlone(inline({ map: MAP })).rows).toEqual([
    ['Leptoseris', 'P/L', 'relabelled', 0],
    ['Pavona', 'P/L', 'relabelled', 0],
    ['Fungia', 'P/L', 'relabelled', 0],
    ['Porites', 'Porites', 'stays', 1],
    ['Empty', null, 'dropped', null],
    ['(any other)', null, 'an error', null],
  ]);
  expect(taxonomyAlone(inline({ map: { a: 'b' }, default: 'c' })).rows.at(-1)).toEqual([
    '(any other)',
    'c',
    'by default',
    1,
  ]);
});

test('compared: only what goes elsewhere', () => {
  const other = inline(
    { map: { Porites: 'Porites', Pavona: 'Pavona', Turbinaria: 'T', Empty: 'E' }, unmapped: 'keep' },
    'other',
  );
  const table = compareTaxonomies(inline({ map: MAP }), other);
  expect(table.columns.map(({ name }) => name)).toEqual(['class', 'mine', 'other']);
  expect(table.rows).toEqual([
    ['Leptoseris', 'P/L', '(stays)'],
    ['Pavona', 'P/L', 'Pavona'],
    ['Fungia', 'P/L', '(stays)'],
    ['Empty', '(dropped)', 'E'],
    ['Turbinaria', '(in no map)', 'T'],
    ['(any other)', '(in no map)', '(stays)'],
  ]);
  expect(compareTaxonomies(other, other).rows).toEqual([]);
});
