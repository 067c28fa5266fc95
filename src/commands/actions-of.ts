import type { Declaration } from './declaration.ts';

/** The words that say what a command is to do, such as `restore` of `trash restore`; none where it does one thing. */
export function actionsOf({ params }: Pick<Declaration, 'params'>): readonly string[] {
  return params.find(({ name }) => name === 'action')?.choices ?? [];
}
