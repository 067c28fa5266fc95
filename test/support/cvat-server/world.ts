import type { Upload } from './uploads.ts';

/** A record as CVAT sends it. */
export type CvatRecord = Record<string, unknown> & { id: number };

/** Somebody who may log in. */
export type WorldUser = {
  readonly username: string;
  readonly password: string;
  /** A token of CVAT's own login; revoked ones are taken out of the world's `tokens`. */
  readonly token: string;
  /** A personal access token, from 2.48 on. */
  readonly accessToken?: string;
  readonly record: CvatRecord;
  /** Ids of projects that are seen; undefined for all. */
  readonly projects?: readonly number[];
  /** Ids of tasks that are seen although their project is not. */
  readonly tasks?: readonly number[];
};

/** Everything the stand-in knows; tests change it between two calls. */
export type World = {
  version: string;
  readonly users: WorldUser[];
  /** Tokens that are accepted. */
  readonly tokens: Set<string>;
  readonly organizations: CvatRecord[];
  readonly projects: Map<number, CvatRecord>;
  readonly tasks: Map<number, CvatRecord>;
  readonly jobs: Map<number, CvatRecord>;
  /** Labels that belong to no skeleton, by id. */
  readonly labels: Map<number, CvatRecord>;
  /** `data/meta` by task. */
  readonly meta: Map<number, Record<string, unknown>>;
  /** By task. */
  readonly annotations: Map<number, Record<string, unknown>>;
  readonly jobAnnotations: Map<number, Record<string, unknown>>;
  readonly layouts: Map<number, Record<string, unknown>>;
  /** Files that are being sent, by id. */
  readonly uploads: Map<string, Upload>;
  /** Work that goes on in the background, by id: `started`, `finished`. */
  readonly requests: Map<string, string>;
  /** The bytes of a picture as they were uploaded. */
  picture: (task: number, frame: number) => Promise<Buffer>;
};

/** A world without anything in it. */
export function emptyWorld(): World {
  return {
    version: '2.23.1',
    users: [],
    tokens: new Set(),
    organizations: [],
    projects: new Map(),
    tasks: new Map(),
    jobs: new Map(),
    labels: new Map(),
    meta: new Map(),
    annotations: new Map(),
    jobAnnotations: new Map(),
    layouts: new Map(),
    uploads: new Map(),
    requests: new Map(),
    picture: () => Promise.reject(new Error('this world has no pictures')),
  };
}

/** True where a user sees a project. */
export function seesProject(user: WorldUser, project: unknown): boolean {
  return user.projects === undefined || (typeof project === 'number' && user.projects.includes(project));
}

/** True where a user sees a task: as one of its project, or as its assignee. */
export function seesTask(user: WorldUser, task: CvatRecord): boolean {
  return seesProject(user, task['project_id']) || user.tasks?.includes(task.id) === true;
}
