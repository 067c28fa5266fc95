import { describe, expect, test } from 'vitest';
import { BUILT_IN_NAMES, builtInTaxonomy } from '../../../src/dataset/taxonomy/built-in.ts';
import { fateOf, type Taxonomy } from '../../../src/dataset/model/taxonomy.ts';

function builtIn(name: string): Taxonomy {
  const taxonomy = builtInTaxonomy(name);
  if (taxonomy === undefined) throw new Error(`no taxonomy ${name}`);
  return taxonomy;
}

/** The classes that become each class, and what goes. */
function groupsOf({ map }: Taxonomy): Readonly<Record<string, readonly string[]>> {
  const groups = Map.groupBy(map, ([, to]) => to ?? 'dropped');
  return Object.fromEntries([...groups].map(([to, entries]) => [to, entries.map(([from]) => from)]));
}

test('there are four, from the finest to the coarsest', () => {
  expect(BUILT_IN_NAMES).toEqual(['finegrained', 'extended', 'main_families', 'agnostic']);
});

test('no others are found, whatever objects have', () => {
  for (const name of ['constructor', '__proto__', 'Extended', '']) expect(builtInTaxonomy(name)).toBeUndefined();
});

describe('class numbers, which files that were exported have in them', () => {
  test.each([
    [
      'finegrained',
      'Acropora Pocillopora Porites Montipora Fungia Millepora Acanthastrea Astreopora Goniastrea Leptastrea Merulinidae Montastrea Psammocora Atrea Other Pavona/Leptoseris',
      20,
    ],
    [
      'extended',
      'Acropora Astreopora Fungia Millepora Montipora Pocillopora Porites Other Pavona/Leptoseris Group1',
      11,
    ],
    ['main_families', 'Acropora Atrea Montipora Pocillopora Porites Other Pavona/Leptoseris', 7],
    ['agnostic', 'coral', null],
  ])('%s', (name, classes, announced) => {
    expect(builtIn(name).classes).toEqual(classes.split(' '));
    expect(builtIn(name).announced).toBe(announced);
  });
});

describe('what becomes what', () => {
  const same = (names: string): Record<string, string[]> =>
    Object.fromEntries(names.split(' ').map((name) => [name, [name]]));

  test('finegrained keeps genera', () => {
    const { map, rest } = builtIn('finegrained');
    expect(map.size).toBe(19);
    expect(groupsOf(builtIn('finegrained'))).toEqual({
      ...same(
        'Acropora Pocillopora Porites Montipora Fungia Millepora Acanthastrea Astreopora Goniastrea Leptastrea Merulinidae Montastrea Psammocora Atrea',
      ),
      Other: ['Other', 'Corail mou'],
      'Pavona/Leptoseris': ['Pavona', 'Leptoseris'],
      dropped: ['Empty'],
    });
    expect(rest).toBe('error');
  });

  test('extended groups massive ones', () => {
    expect(groupsOf(builtIn('extended'))).toEqual({
      ...same('Acropora Astreopora Fungia Millepora Montipora Pocillopora Porites'),
      Other: ['Other', 'Montastrea', 'Psammocora', 'Corail mou'],
      'Pavona/Leptoseris': ['Pavona', 'Leptoseris'],
      Group1: ['Acanthastrea', 'Goniastrea', 'Leptastrea', 'Merulinidae', 'Atrea'],
      dropped: ['Empty'],
    });
    expect(builtIn('extended').rest).toBe('error');
  });

  test('main_families has Other for the rest', () => {
    expect(groupsOf(builtIn('main_families'))).toEqual({
      ...same('Acropora Atrea Montipora Pocillopora Porites Other'),
      'Pavona/Leptoseris': ['Pavona', 'Leptoseris'],
      dropped: ['Empty'],
    });
    expect(fateOf(builtIn('main_families'), 'Turbinaria')).toEqual({ kind: 'by-default', to: 'Other' });
  });

  test('agnostic has coral for everything', () => {
    expect(groupsOf(builtIn('agnostic'))).toEqual({ dropped: ['Empty'] });
    expect(fateOf(builtIn('agnostic'), null)).toEqual({ kind: 'by-default', to: 'coral' });
  });
});
