import { UserError } from '../../../diagnostics.ts';
import type { Label } from '../../model/label.ts';
import { tally } from '../../model/tally.ts';
import { keepSamples } from '../../query/plan.ts';
import { idAmong } from '../../query/verbs/select.ts';
import type { Requests } from '../client/cvat-client.ts';
import { type CvatAnnotations, readAnnotations } from '../reply/annotations.ts';
import type { CvatLabel } from '../reply/records.ts';
import { type AnnotationBody, annotationOf } from './annotation-body.ts';
import { labelsToPush, type PushTask, type PushView } from './plan-push.ts';
import { framesByName, type PushedTask } from './push-task.ts';

/** Where labels are written to. */
export type LabelTarget = {
  readonly requests: Requests;
  readonly labels: readonly CvatLabel[];
  readonly task: PushTask;
  readonly pushed: PushedTask;
  readonly signal: AbortSignal;
};

/**
 * Writes all labels of a task at once, in the place of those that are there, and reads them back: what CVAT does not like it
 * drops without a word. @throws UserError `invalid` where the counts differ
 */
export async function pushLabels(view: PushView, target: LabelTarget): Promise<number> {
  const { requests, pushed, task } = target;
  const path = `/api/tasks/${String(pushed.id)}/annotations`;
  const what = `annotations of task ${String(pushed.id)}`;
  const { tags, shapes } = await annotationsOf(view, target);
  // An empty body would be taken for an empty annotation too: the lists are always named.
  const body = JSON.stringify({ version: 0, tags, shapes, tracks: [] });
  await requests.send({ method: 'PUT', path, body, what });
  const stored: CvatAnnotations = readAnnotations((await requests.get({ path, what })).value, pushed.id);
  if (stored.shapes.length !== shapes.length || stored.tags.length !== tags.length) {
    const [sent, kept] = [shapes.length + tags.length, stored.shapes.length + stored.tags.length];
    throw new UserError('invalid', `the server kept ${String(kept)} of ${String(sent)} labels of ${task.name}`, {
      hint: 'somebody may have changed the task meanwhile: push again',
    });
  }
  return shapes.length + tags.length;
}

async function annotationsOf(
  view: PushView,
  { labels, task, pushed, signal }: LabelTarget,
): Promise<{ readonly tags: readonly AnnotationBody[]; readonly shapes: readonly AnnotationBody[] }> {
  const frames = framesByName(pushed.meta, task.pictures);
  const sizes = new Map(task.pictures.map(({ id, size }) => [id, size]));
  const byName = new Map(labels.map((label) => [label.name, label]));
  const tags: AnnotationBody[] = [];
  const shapes: AnnotationBody[] = [];
  const plan = keepSamples(view.plan, idAmong([...frames.keys()]));
  for await (const sample of view.dataset.samples(plan, signal)) {
    const frame = frames.get(sample.id ?? '');
    const size = sizes.get(sample.id ?? '');
    if (frame === undefined || size === undefined) continue;
    for (const label of labelsToPush(sample, view.fields, size, tally())) {
      const sent = annotationOf(label, frame, size, ownerOf(label, byName));
      (label.kind === 'classification' ? tags : shapes).push(sent);
    }
  }
  return { tags, shapes };
}

function ownerOf({ label }: Label, byName: ReadonlyMap<string, CvatLabel>): CvatLabel {
  const owner = byName.get(label ?? '');
  if (owner === undefined) throw new UserError('invalid', `the project has no label ${label ?? ''}`);
  return owner;
}
