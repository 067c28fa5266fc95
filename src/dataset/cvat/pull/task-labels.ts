import { hash } from 'node:crypto';
import type { Label } from '../../model/label.ts';
import type { Tally } from '../../model/tally.ts';
import type { CvatAnnotations } from '../reply/annotations.ts';
import type { CvatJob } from '../reply/records.ts';
import { FIELDS, type LabelIndex } from './label-index.ts';
import { jobOf } from './job-of.ts';
import { type LabelOrFault, shapeLabel, tagLabel } from './shape-label.ts';
import { trackShapes } from './track-shapes.ts';

/** Labels of one frame by field; fields without any are left out. */
export type FrameLabels = Readonly<Record<string, readonly Label[]>>;

/** Where the labels come from. */
export type LabelSource = {
  readonly server: string;
  readonly taskId: number;
  readonly annotations: CvatAnnotations;
  readonly jobs: readonly CvatJob[];
  readonly index: LabelIndex;
  /** Counts what is left out. */
  readonly faults: Tally;
};

/**
 * Labels of a task by frame, in the order in which they were made. A label's id is derived from the server, the task, and what
 * CVAT calls it.
 */
export function taskLabels(source: LabelSource): ReadonlyMap<number, FrameLabels> {
  const frames = new Map<number, Record<string, Label[]>>();
  const { annotations, index } = source;
  const add = (frame: number, name: string, made: LabelOrFault): void => {
    if ('fault' in made) {
      source.faults.count(made.fault, `task ${String(source.taskId)}, frame ${String(frame)}, ${name}`);
      return;
    }
    const fields = frames.get(frame) ?? {};
    frames.set(frame, fields);
    (fields[FIELDS[made.label.kind]] ??= []).push({ ...made.label, id: labelId(source, name) });
  };
  // Tracks end with the job they are in.
  const lastFrameOf = (frame: number): number => jobOf(source.jobs, frame)?.stopFrame ?? frame;
  for (const tag of annotations.tags) add(tag.frame, `tag ${String(tag.id)}`, tagLabel(tag, index));
  for (const shape of annotations.shapes) add(shape.frame, `shape ${String(shape.id)}`, shapeLabel(shape, index));
  for (const track of annotations.tracks) {
    for (const { shape, isHeld } of trackShapes(track, lastFrameOf(track.shapes[0]?.frame ?? 0))) {
      const name = `track ${String(track.id)}, frame ${String(shape.frame)}`;
      if (isHeld) source.faults.count('track whose shape between two key frames is that of the first', name);
      add(shape.frame, name, shapeLabel(shape, index));
    }
  }
  return frames;
}

/** 24 hex digits, the same for the same thing on the same server. */
export function labelId({ server, taskId }: Pick<LabelSource, 'server' | 'taskId'>, name: string): string {
  return hash('sha256', `label\ncvat:${server}:${String(taskId)}:${name}`, 'hex').slice(0, 24);
}
