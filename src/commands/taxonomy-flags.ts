import type { Flag } from './declaration.ts';

/** Flags of commands that hand labels on and may map their classes on the way. */
export const TAXONOMY_FLAGS = [
  { name: 'taxonomy', type: 'taxonomy', summary: 'Maps classes: the name or the file of a taxonomy.' },
  {
    name: 'unmapped',
    type: 'string',
    summary: 'With --taxonomy: error, keep, drop or a class, for classes in no map.',
  },
] as const satisfies readonly Flag[];
