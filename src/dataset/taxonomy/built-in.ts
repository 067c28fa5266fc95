import { taxonomyFrom } from '../model/read-taxonomy.ts';
import type { Taxonomy } from '../model/taxonomy.ts';

/** A map in which these classes stay what they are. */
function unchanged(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, name]));
}

const PAVONA = { Pavona: 'Pavona/Leptoseris', Leptoseris: 'Pavona/Leptoseris' };

/**
 * The taxonomies that every Quadrat has, as their files would have them. The order of `classes` is that of the class numbers in
 * everything that was ever exported with them: a new class goes to the end. `announced` is the number that the annotators' guide
 * gives, which for two of them is not that of the classes.
 */
const BUILT_IN: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  finegrained: {
    description: 'Genera as they are annotated; Pavona and Leptoseris are one class.',
    announced: 20,
    classes: [
      ...['Acropora', 'Pocillopora', 'Porites', 'Montipora', 'Fungia', 'Millepora', 'Acanthastrea', 'Astreopora'],
      ...['Goniastrea', 'Leptastrea', 'Merulinidae', 'Montastrea', 'Psammocora', 'Atrea', 'Other', 'Pavona/Leptoseris'],
    ],
    map: {
      ...unchanged('Acropora', 'Pocillopora', 'Porites', 'Montipora', 'Fungia', 'Millepora', 'Acanthastrea'),
      ...unchanged('Astreopora', 'Goniastrea', 'Leptastrea', 'Merulinidae', 'Montastrea', 'Psammocora', 'Atrea'),
      ...unchanged('Other'),
      ...PAVONA,
      'Corail mou': 'Other',
      Empty: null,
    },
  },
  extended: {
    description: 'Common genera; massive ones that are hard to tell apart are Group1.',
    announced: 11,
    classes: [
      ...['Acropora', 'Astreopora', 'Fungia', 'Millepora', 'Montipora', 'Pocillopora', 'Porites', 'Other'],
      ...['Pavona/Leptoseris', 'Group1'],
    ],
    map: {
      ...unchanged('Acropora', 'Astreopora', 'Fungia', 'Millepora', 'Montipora', 'Pocillopora', 'Porites', 'Other'),
      ...PAVONA,
      ...{ Acanthastrea: 'Group1', Goniastrea: 'Group1', Leptastrea: 'Group1', Merulinidae: 'Group1', Atrea: 'Group1' },
      ...{ Montastrea: 'Other', Psammocora: 'Other', 'Corail mou': 'Other' },
      Empty: null,
    },
  },
  main_families: {
    description: 'The main families; everything else is Other.',
    announced: 7,
    classes: ['Acropora', 'Atrea', 'Montipora', 'Pocillopora', 'Porites', 'Other', 'Pavona/Leptoseris'],
    map: { ...unchanged('Acropora', 'Atrea', 'Montipora', 'Pocillopora', 'Porites', 'Other'), ...PAVONA, Empty: null },
    default: 'Other',
  },
  agnostic: {
    description: 'Coral or nothing.',
    classes: ['coral'],
    map: { Empty: null },
    default: 'coral',
  },
};

/** Their names, from the finest to the coarsest. */
export const BUILT_IN_NAMES: readonly string[] = Object.keys(BUILT_IN);

/** The built-in taxonomy of that name. */
export function builtInTaxonomy(name: string): Taxonomy | undefined {
  const content = Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined;
  return content && taxonomyFrom(content, { name, at: () => name });
}
