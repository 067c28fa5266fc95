import { countIn, countOr, type Fields, fieldsOf, listIn, textIn, textOr } from './fields.ts';

/** A project in a list. */
export type CvatProject = {
  readonly id: number;
  readonly name: string;
  readonly owner: string | null;
  /** Id of its organisation; null in the personal space. */
  readonly organization: number | null;
  readonly tasks: number;
  readonly subsets: readonly string[];
  /** ISO 8601, as the server writes it. */
  readonly updated: string;
};

/** A task in a list. */
export type CvatTask = {
  readonly id: number;
  readonly name: string;
  readonly projectId: number | null;
  /** '' for none. */
  readonly subset: string;
  /** `annotation`, `validation` or `completed`: how far the stage of every job is. */
  readonly status: string;
  /** Number of frames; 0 where it has no data or its data failed. */
  readonly size: number;
  /** Frames a chunk; null without data. */
  readonly chunkSize: number | null;
  /** True for a film: its pictures are no files of their own. */
  readonly isVideo: boolean;
  readonly dimension: string;
  /** `gt`, `gt_pool`, or null. */
  readonly validationMode: string | null;
  readonly updated: string;
};

/** A job in a list. Frames are those of its task; both ends count. */
export type CvatJob = {
  readonly id: number;
  readonly taskId: number;
  /** `annotation`, `ground_truth` or `consensus_replica`. */
  readonly type: string;
  readonly stage: string;
  /** `new`, `in progress`, `completed` or `rejected`. */
  readonly state: string;
  readonly startFrame: number;
  readonly stopFrame: number;
  readonly frames: number;
  readonly assignee: string | null;
  readonly updated: string;
};

/** An attribute of a label; values of shapes refer to it by id. */
export type CvatAttribute = {
  readonly id: number;
  readonly name: string;
  /** `select`, `radio`, `checkbox`, `number` or `text`. */
  readonly inputType: string;
};

/** A label of a project or task; `sublabels` are the points of a skeleton, in order. */
export type CvatLabel = {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly attributes: readonly CvatAttribute[];
  readonly sublabels: readonly CvatLabel[];
};

/** Reads a project. @throws UserError `invalid` */
export function readProject(value: unknown): CvatProject {
  const fields = named(value, 'project');
  const tasks = fieldsOf(fields.values['tasks'] ?? {}, `${fields.where}: tasks`);
  return {
    id: countIn(fields, 'id'),
    name: textIn(fields, 'name'),
    owner: userIn(fields, 'owner'),
    organization: countOr(fields, 'organization', null),
    tasks: countOr(tasks, 'count', 0),
    subsets: listIn(fields, 'task_subsets').filter((subset) => typeof subset === 'string'),
    updated: textOr(fields, 'updated_date', ''),
  };
}

/** Reads a task. @throws UserError `invalid` */
export function readTask(value: unknown): CvatTask {
  const fields = named(value, 'task');
  return {
    id: countIn(fields, 'id'),
    name: textIn(fields, 'name'),
    projectId: countOr(fields, 'project_id', null),
    subset: textOr(fields, 'subset', ''),
    status: textOr(fields, 'status', ''),
    size: countOr(fields, 'size', 0),
    chunkSize: countOr(fields, 'data_chunk_size', null),
    isVideo:
      textOr(fields, 'mode', '') === 'interpolation' || textOr(fields, 'data_original_chunk_type', '') === 'video',
    dimension: textOr(fields, 'dimension', '2d'),
    validationMode: textOr(fields, 'validation_mode', null),
    updated: textOr(fields, 'updated_date', ''),
  };
}

/** Reads a job. @throws UserError `invalid` */
export function readJob(value: unknown): CvatJob {
  const fields = named(value, 'job');
  const startFrame = countOr(fields, 'start_frame', 0);
  const stopFrame = countOr(fields, 'stop_frame', 0);
  return {
    id: countIn(fields, 'id'),
    taskId: countIn(fields, 'task_id'),
    type: textOr(fields, 'type', 'annotation'),
    stage: textOr(fields, 'stage', ''),
    state: textOr(fields, 'state', ''),
    startFrame,
    stopFrame,
    frames: countOr(fields, 'frame_count', stopFrame - startFrame + 1),
    assignee: userIn(fields, 'assignee'),
    updated: textOr(fields, 'updated_date', ''),
  };
}

/** Reads a label with its sublabels. @throws UserError `invalid` */
export function readLabel(value: unknown): CvatLabel {
  const fields = named(value, 'label');
  return {
    id: countIn(fields, 'id'),
    name: textIn(fields, 'name'),
    type: textOr(fields, 'type', 'any'),
    attributes: listIn(fields, 'attributes').map(readAttribute),
    sublabels: listIn(fields, 'sublabels').map(readLabel),
  };
}

function readAttribute(value: unknown): CvatAttribute {
  const fields = named(value, 'attribute');
  return { id: countIn(fields, 'id'), name: textIn(fields, 'name'), inputType: textOr(fields, 'input_type', 'text') };
}

function named(value: unknown, kind: string): Fields {
  const fields = fieldsOf(value, `a ${kind}`);
  return { ...fields, where: `${kind} ${String(countIn(fields, 'id'))}` };
}

function userIn(fields: Fields, name: string): string | null {
  const value = fields.values[name];
  if (value === undefined || value === null) return null;
  return textOr(fieldsOf(value, `${fields.where}: ${name}`), 'username', null);
}
