import type { Requests } from '../dataset/cvat/client/cvat-client.ts';
import type { FrameChange } from '../dataset/cvat/push/plan-labels.ts';
import type { Skipped } from '../dataset/model/job.ts';
import type { Output } from '../output.ts';
import type { Context, Target } from './context.ts';

/** Shows what labels of a view differ from those of the server, or writes them there. */
export async function pushCorrections(
  { dataset, plan }: Target,
  { requests, isWriting }: { readonly requests: Requests; readonly isWriting: boolean },
  { library, statement, job }: Context,
): Promise<Output> {
  const { planLabels, PULLED_FIELDS } = await import('../dataset/cvat/push/plan-labels.ts');
  const { changes, faults } = await planLabels({ dataset, plan, fields: PULLED_FIELDS }, requests, job);
  if (!isWriting) return differences(changes, faults.list());
  const { writeLabels } = await import('../dataset/cvat/push/write-labels.ts');
  const to = { requests, library, dataset: dataset.name, statement, job };
  const written = await writeLabels(changes, to);
  return {
    kind: 'change',
    dataset: dataset.name,
    samples: written.pictures,
    labels: written.created + written.updated + written.removed,
    what: {
      'pictures written': written.pictures,
      'labels created': written.created,
      'labels updated': written.updated,
      'labels removed': written.removed,
    },
    skipped: faults.list(),
    notes: [],
    undo: null,
  };
}

/** A picture a row, then what is left out with the reason. */
function differences(changes: readonly FrameChange[], skipped: readonly Skipped[]): Output {
  const rows = [
    ...changes.map(({ taskName, frame, filepath, edit }) => [
      ...[taskName, frame, filepath],
      ...[edit.create.length, edit.update.length, edit.remove.length, null],
    ]),
    ...skipped.map(({ reason, count, examples }) => [
      ...[null, null, examples.join(', ')],
      ...[null, null, null, `${String(count)}: ${reason}`],
    ]),
  ];
  return {
    kind: 'table',
    columns: [
      { name: 'task', type: 'string' },
      { name: 'frame', type: 'int' },
      { name: 'picture', type: 'string' },
      { name: 'create', type: 'int' },
      { name: 'update', type: 'int' },
      { name: 'remove', type: 'int' },
      { name: 'left out', type: 'string' },
    ],
    rows,
    total: rows.length,
  };
}
