import type { Changed } from '../dataset/library.ts';
import type { Output } from '../output.ts';
import type { Flag } from './declaration.ts';

/** The flag of commands that change a dataset. */
export const PLAN = {
  name: 'plan',
  type: 'bool',
  summary: 'Only say how many samples and labels it would change.',
} as const satisfies Flag;

/** What a command yields that changed a dataset, or would. */
export function changeOutput(
  dataset: string,
  { samples, labels, fields, names, types, classes, views, details, notes, undo }: Changed,
  { planned = false, more = [] }: { readonly planned?: boolean | undefined; readonly more?: readonly string[] } = {},
): Extract<Output, { kind: 'change' }> {
  const byField = Object.entries(labels);
  const what = [
    ...Object.entries(samples).map(([how, count]) => [`samples ${how}`, count] as const),
    ...byField.flatMap(([field, touched]) =>
      Object.entries(touched).map(([how, count]) => [`labels ${how} in ${field}`, count] as const),
    ),
    ...fields.map((name) => [`new field ${name}`, 1] as const),
    ...[...names, ...types].map((change) => [change, 1] as const),
    ...classes.map((name) => [`classes of ${name} changed`, 1] as const),
    ...Object.entries(views).map(([how, count]) => [`saved views ${how}`, count] as const),
    ...details.map((name) => [`${name} changed`, 1] as const),
  ].filter(([, count]) => count > 0);
  const hint = planned ? ['this is a plan: nothing was changed'] : ['it is so already: nothing was changed'];
  return {
    kind: 'change',
    dataset,
    samples: total(samples),
    labels: byField.reduce((sum, [, touched]) => sum + total(touched), 0),
    what: Object.fromEntries(what),
    skipped: [],
    notes: [...more, ...notes, ...(planned || what.length === 0 ? hint : [])],
    ...(planned && { planned }),
    undo: planned || what.length === 0 ? null : undo,
  };
}

function total({ added, changed, removed }: Changed['samples']): number {
  return added + changed + removed;
}
