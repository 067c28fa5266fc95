import { UserError } from '../diagnostics.ts';
import { bindText, type Environment, type Variable } from './evaluate-expression.ts';
import type { Definition } from './past-sessions.ts';

/** A variable that could not be brought back, and why. */
export type NotRestored = { readonly name: string; readonly why: string };

/** Binds definitions anew: nothing is run. `set` gets those that still mean a view. @returns the others */
export async function restoreVariables(
  definitions: readonly Definition[],
  environment: Environment,
  set: (name: string, variable: Variable) => void,
): Promise<readonly NotRestored[]> {
  const failed: NotRestored[] = [];
  for (const { name, dataset, text } of definitions) {
    try {
      const { bound } = await bindText(text, { ...environment, current: dataset, variables: new Map(), params: {} });
      if (bound.kind !== 'view') throw new UserError('invalid', 'its definition is no view');
      set(name, { kind: 'view', plan: bound.plan, text });
    } catch (error) {
      failed.push({ name, why: error instanceof Error ? error.message : String(error) });
    }
  }
  return failed;
}
