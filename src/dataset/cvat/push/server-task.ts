import type { Label } from '../../model/label.ts';
import { tally } from '../../model/tally.ts';
import type { Requests } from '../client/cvat-client.ts';
import { listAll } from '../client/list-all.ts';
import { indexLabels } from '../pull/label-index.ts';
import { labelId, taskLabels } from '../pull/task-labels.ts';
import { digestOf } from '../pull/task-samples.ts';
import { readAnnotations } from '../reply/annotations.ts';
import { fieldsOf, listIn } from '../reply/fields.ts';
import { type CvatLabel, readLabel } from '../reply/records.ts';
import { UserError } from '../../../diagnostics.ts';
import type { AnnotationBody } from './annotation-body.ts';
import type { ServerLabel } from './frame-edit.ts';

/** The annotations of a task as the server has them now. */
export type ServerTask = {
  readonly id: number;
  readonly hasTracks: boolean;
  readonly labelsOf: (frame: number) => readonly ServerLabel[];
  /** The digest that a pull would note for a frame. */
  readonly digestOf: (frame: number) => string;
  readonly hasLabel: (name: string) => boolean;
  /** The label of the project that a label is of. @throws UserError `invalid` where there is none */
  readonly ownerOf: (label: Label) => CvatLabel;
};

/** Asks for the labels and annotations of a task. */
export async function readServerTask(requests: Requests, task: number): Promise<ServerTask> {
  const call = { path: '/api/labels', query: { task_id: task }, what: `labels of task ${String(task)}` };
  const labels = await listAll(requests, call, readLabel);
  const path = `/api/tasks/${String(task)}/annotations`;
  const { value } = await requests.get({ path, what: `annotations of task ${String(task)}` });
  const annotations = readAnnotations(value, task);
  const index = indexLabels(labels);
  const source = { server: requests.url, taskId: task, annotations, jobs: [], index, faults: tally() };
  const frames = taskLabels(source);
  const raw = rawById(value, source);
  const byName = new Map(labels.map((label) => [label.name, label]));
  return {
    id: task,
    hasTracks: annotations.tracks.length > 0,
    labelsOf: (frame) =>
      Object.values(frames.get(frame) ?? {})
        .flat()
        .flatMap((label) => {
          const body = raw.get(label.id ?? '');
          return body === undefined ? [] : [{ label, raw: body }];
        }),
    digestOf: (frame) => digestOf(frames.get(frame) ?? {}),
    hasLabel: (name) => byName.has(name),
    ownerOf: ({ label }) => {
      const owner = byName.get(label ?? '');
      if (owner !== undefined) return owner;
      throw new UserError('invalid', `the project has no label ${label ?? ''}`);
    },
  };
}

/** Shapes and tags as they came, by the id that a pull gives to their labels. */
function rawById(
  value: unknown,
  source: { readonly server: string; readonly taskId: number },
): ReadonlyMap<string, AnnotationBody> {
  const fields = fieldsOf(value, 'annotations');
  const entries = (['shape', 'tag'] as const).flatMap((kind) =>
    listIn(fields, `${kind}s`).map((one) => {
      const body = one as AnnotationBody;
      return [labelId(source, `${kind} ${String(Number(body['id']))}`), body] as const;
    }),
  );
  return new Map(entries);
}
