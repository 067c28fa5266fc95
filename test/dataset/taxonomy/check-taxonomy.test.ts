import { describe, expect, test } from 'vitest';
import { taxonomyFrom } from '../../../src/dataset/model/read-taxonomy.ts';
import type { Taxonomy } from '../../../src/dataset/model/taxonomy.ts';
import { builtInTaxonomy } from '../../../src/dataset/taxonomy/built-in.ts';
import { checkTaxonomy } from '../../../src/dataset/taxonomy/check-taxonomy.ts';
import type { FieldClasses } from '../../../src/dataset/taxonomy/class-use.ts';

function builtIn(name: string): Taxonomy {
  return builtInTaxonomy(name) ?? taxonomyFrom({}, { name, at: () => name });
}

function inline(value: unknown): Taxonomy {
  return taxonomyFrom(value, { name: 'mine', at: () => 'mine' });
}

function field(counts: Readonly<Record<string, number>>, declared: readonly string[] = []): FieldClasses {
  const all = Object.entries(counts).map(([value, count]) => ({ value, count }));
  return { field: 'gt', counts: all, declared };
}

/** What was found, a line each. */
function found(taxonomy: Taxonomy, ...fields: readonly FieldClasses[]): readonly string[] {
  return checkTaxonomy(taxonomy, fields).map(
    ({ check, severity, message, where }) => `${severity} ${check} ${where}: ${message}`,
  );
}

describe('the built-in taxonomies', () => {
  test('alone: the numbers that the guide announces, and a name that no coral has', () => {
    expect(found(builtIn('finegrained'))).toEqual([
      'warning class-count finegrained: announced are 20 classes, its map gives 16',
      'warning spelling Atrea: no coral of this name is known: misspelt for Astrea?',
    ]);
    expect(found(builtIn('extended'))).toEqual([
      'warning class-count extended: announced are 11 classes, its map gives 10',
      'warning spelling Atrea: no coral of this name is known: misspelt for Astrea?',
    ]);
    expect(found(builtIn('main_families'))).toEqual([
      'warning spelling Atrea: no coral of this name is known: misspelt for Astrea?',
    ]);
    expect(found(builtIn('agnostic'))).toEqual([]);
  });

  test('on data with a genus in no map, and a class list with a merged class beside its parts', () => {
    const data = field({ Acropora: 10, Turbinaria: 2, Pavona: 1 }, ['Pavona', 'Leptoseris', 'Pavona/Leptoseris']);
    const errors = found(builtIn('finegrained'), data).filter((line) => !line.startsWith('info'));
    expect(errors).toEqual([
      'warning class-count finegrained: announced are 20 classes, its map gives 16',
      'error no-map Turbinaria (2 labels): occurs and is in no map',
      'warning no-map Pavona/Leptoseris: is in the class list of the data and in no map',
      'error merged class list of gt: Pavona/Leptoseris stands beside Pavona and Leptoseris, of which it is made',
      'warning spelling Atrea: no coral of this name is known: misspelt for Astrea?',
    ]);
  });

  test('with a default nothing is in no map, and what becomes of it is told', () => {
    const lines = found(builtIn('main_families'), field({ Turbinaria: 1, Porites: 2 }));
    expect(lines.filter((line) => line.includes('no map'))).toEqual([
      'info by-default Turbinaria (1 label): is in no map and becomes Other',
    ]);
  });

  test('keys and classes that no label has', () => {
    expect(found(builtIn('agnostic'), field({ Empty: 4 }))).toEqual([
      'info without-labels coral: is a class that no label gets',
    ]);
    expect(found(builtIn('agnostic'), field({ Porites: 1234 }))).toEqual([
      'info by-default Porites (1,234 labels): is in no map and becomes coral',
      'info unused Empty: is in the map, and no label has it',
    ]);
  });
});

describe('names', () => {
  const porites = { map: { Porites: 'Porites' } };

  test.each<[Readonly<Record<string, number>>, string]>([
    [
      { Montipra: 3, Montipora: 80 },
      'warning spelling Montipra (3 labels): looks like Montipora (80 labels), which is there, too: misspelt?',
    ],
    [{ Porits: 1, Pavona: 2 }, 'warning spelling Porits (1 label): looks like Porites, which is there, too: misspelt?'],
    [
      { Turbinara: 1 },
      'warning spelling Turbinara (1 label): no coral of this name is known: misspelt for Turbinaria?',
    ],
    [
      { 'Sable fin': 9, 'Sable fim': 1 },
      'warning spelling Sable fim (1 label): looks like Sable fin (9 labels), which is there, too: misspelt?',
    ],
  ])('that look misspelt: %j', (counts, line) => {
    const lines = found(inline({ ...porites, unmapped: 'keep' }), field(counts));
    expect(lines.filter((each) => each.includes(' spelling '))).toEqual([line]);
  });

  test.each<Readonly<Record<string, number>>>([
    { Goniastrea: 1, Goniopora: 1, Favia: 1, Favites: 1, Lobophyllia: 1, Lithophyllon: 1 },
    { Group1: 1, Group2: 1, 'Quadrat 10': 1, 'Quadrat 11': 1 },
    { 'Porites lutea': 1, 'Porites lobata': 1, 'Pavona/Leptoseris': 1 },
    { 'Corail mou': 1, Other: 1, Empty: 1, Sand: 1, Rock: 1, Turf: 1, CCA: 1, 珊瑚: 1, 珊瑚礁: 1 },
    { constructor: 1, ['__proto__']: 1, toString: 1 },
  ])('that do not: %j', (counts) => {
    const lines = found(inline({ ...porites, unmapped: 'keep' }), field(counts));
    expect(lines.filter((each) => each.includes(' spelling '))).toEqual([]);
  });

  test('that differ in case or space only, which a map may mean', () => {
    const counts = { 'corail mou': 2, 'Corail  mou': 1 };
    expect(found(inline({ ...porites, unmapped: 'keep' }), field(counts))).toContain(
      'warning same-name corail mou (2 labels): differs only in case or space from Corail  mou (1 label)',
    );
    expect(found(inline({ map: { 'corail mou': 'x', 'Corail  mou': 'x' } }), field(counts))).toContain(
      'info same-name corail mou (2 labels): differs only in case or space from Corail  mou (1 label)',
    );
  });

  test('é of one letter and of two', () => {
    const counts = { 'd\u00e9bris': 1, 'de\u0301bris': 2 };
    expect(
      found(inline({ ...porites, unmapped: 'keep' }), field(counts)).filter((line) => line.includes('same-name')),
    ).toHaveLength(1);
  });
});

test('a taxonomy whose own classes hold a merged one and a part', () => {
  expect(found(inline({ map: { Pavona: 'Pavona', x: 'Pavona/Leptoseris' } }))).toEqual([
    'error merged classes of mine: Pavona/Leptoseris stands beside Pavona, of which it is made',
  ]);
});

test('labels without a class are in no map, unless there is an answer for the rest', () => {
  const data = {
    field: 'gt',
    counts: [
      { value: null, count: 2 },
      { value: 'a', count: 1 },
    ],
    declared: [],
  };
  expect(found(inline({ map: { a: 'b' } }), data)).toEqual([
    'error no-map 2 labels without a class: no map names labels without a class',
  ]);
  expect(found(inline({ map: { a: 'b' }, default: 'b' }), data)).toEqual([]);
});

test('a thousand names are checked in a moment', () => {
  const counts = Object.fromEntries(
    Array.from({ length: 1000 }, (_, i) => [`class ${i.toString(36)} ${(i * 7919).toString(36)}`, 1]),
  );
  expect(found(inline({ map: { a: 'b' }, unmapped: 'keep' }), field(counts)).length).toBeGreaterThan(1000);
});
