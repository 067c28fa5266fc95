import type { Changed, Created } from '../dataset/library.ts';
import type { Fetched } from '../dataset/cvat/pull/fetch-all.ts';
import type { TaskFrames } from '../dataset/cvat/pull/fetch-task.ts';
import type { OpenPull } from '../dataset/cvat/pull/open-pull.ts';
import type { SyncPlan } from '../dataset/cvat/pull/plan-sync.ts';
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
    notes: [...outlineNote(created), ...notesOf(pull), ...created.notes],
    undo: null,
    ...incompleteOf(fetched),
  };
}

function outlineNote({ labelsByField }: Created): string[] {
  if (Object.values(labelsByField).every((count) => count === 0)) {
    return ['no outlines in these tasks, nor any other shape: tasks PROJECT --jobs tells how far each job is'];
  }
  return labelsByField['gt_polylines'] === 0 ? ['no outlines in these tasks: their shapes are of other kinds'] : [];
}

/** What a pull into a dataset that was there did; `changed` is null where nothing was to be done. */
export type Synced = {
  readonly pull: OpenPull;
  readonly plan: SyncPlan;
  readonly fetched: Fetched;
  readonly changed: Changed | null;
  readonly overwritten: readonly string[];
};

/** What a pull into a dataset that was there did. */
export function syncedOutput(name: string, { pull, plan, fetched, changed, overwritten }: Synced): Output {
  const came = new Set(fetched.tasks.map(({ task }) => task.id));
  const done = plan.steps.filter(({ frames }) => came.has(frames.task.id));
  const count = (action: string): number => done.filter((step) => step.action === action).length;
  const samples = changed?.samples ?? NOTHING;
  const labels = Object.values(changed?.labels ?? {});
  const sum = (part: keyof typeof NOTHING): number => labels.reduce((all, touched) => all + touched[part], 0);
  return {
    kind: 'change',
    dataset: name,
    samples: samples.added + samples.changed + samples.removed,
    labels: sum('added') + sum('changed') + sum('removed'),
    what: {
      'tasks added': count('add'),
      'tasks changed': count('update'),
      'tasks removed': plan.gone.length,
      'samples added': samples.added,
      'samples changed': samples.changed,
      'samples removed': samples.removed,
      'labels added': sum('added'),
      'labels changed': sum('changed'),
      'labels removed': sum('removed'),
    },
    skipped: [...pull.left, ...pull.faults.list()],
    notes: [
      ...nothingNote(changed),
      ...plan.notes,
      ...overwrittenNote(overwritten),
      ...notesOf(pull),
      ...(changed?.notes ?? []),
    ],
    undo: changed?.undo ?? null,
    ...incompleteOf(fetched),
  };
}

function nothingNote(changed: Changed | null): string[] {
  return changed === null ? ['nothing has changed since the last pull'] : [];
}

const NOTHING = { added: 0, changed: 0, removed: 0 };
const SHOWN = 5;

function overwrittenNote(places: readonly string[]): string[] {
  if (places.length === 0) return [];
  const some = places.slice(0, SHOWN).join(', ') + (places.length > SHOWN ? ', ...' : '');
  return [`labels changed here and on the server, those of the server were taken (undo brings yours back): ${some}`];
}

/** Classes of the project, and pictures whose corners or grid are not whole. */
function notesOf({ index, points }: OpenPull): readonly string[] {
  const { classes } = index;
  return [`${String(classes.length)} classes: ${classes.join(', ')}`, ...points.notes()];
}

/** Tasks that failed, each with why, and those that were not begun. */
function incompleteOf({ failed, left }: Fetched): Pick<ChangeOutput, 'failed' | 'stopped'> {
  const sentences = failed.map(
    ({ task, error }) => `task ${String(task.id)} (${task.name}) is left out: ${error.message}`,
  );
  return {
    ...(sentences.length > 0 && { failed: sentences }),
    ...(left.length > 0 && { stopped: `stopped before ${tasksText(left)}: pull again to go on` }),
  };
}

type ChangeOutput = Extract<Output, { kind: 'change' }>;

function tasksText(tasks: readonly TaskFrames[]): string {
  const names = tasks.slice(0, SHOWN).map(({ task }) => task.name);
  const more = tasks.length > SHOWN ? ', ...' : '';
  return `${tasks.length === 1 ? 'task' : `${String(tasks.length)} tasks`} ${names.join(', ')}${more}`;
}
