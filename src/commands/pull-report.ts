import type { Created } from '../dataset/library.ts';
import type { Fetched } from '../dataset/cvat/pull/fetch-all.ts';
import type { OpenPull } from '../dataset/cvat/pull/open-pull.ts';
import type { Output } from '../output.ts';

/** What a pull into a new dataset did. */
export function createdOutput(
  name: string,
  { pull, fetched, created }: { readonly pull: OpenPull; readonly fetched: Fetched; readonly created: Created },
): Output {
  const byField = Object.entries(created.labelsByField).map(
    ([field, labels]) => [`labels in ${field}`, labels] as const,
  );
  return {
    kind: 'change',
    dataset: name,
    samples: created.samples,
    labels: created.labels,
    what: {
      'tasks added': fetched.tasks.length,
      'samples added': created.samples,
      ...Object.fromEntries(byField),
    },
    skipped: [...pull.left, ...pull.faults.list()],
    notes: [...notesOf(pull), ...created.notes],
    undo: null,
    ...failedOf(fetched),
  };
}

/** Classes of the project, and pictures whose corners or grid are not whole. */
export function notesOf({ index, points }: OpenPull): readonly string[] {
  const { classes } = index;
  return [`${String(classes.length)} classes: ${classes.join(', ')}`, ...points.notes()];
}

/** Tasks that failed, each with why. */
export function failedOf({ failed }: Fetched): { readonly failed?: readonly string[] } {
  if (failed.length === 0) return {};
  return {
    failed: failed.map(({ task, error }) => `task ${String(task.id)} (${task.name}) is left out: ${error.message}`),
  };
}
