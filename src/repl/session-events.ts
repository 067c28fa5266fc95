import type { UserError } from '../diagnostics.ts';
import type { Progress } from '../dataset/model/job.ts';
import type { JobInfo, Output } from '../output.ts';

/** A statement as it was submitted; `number` is what `_7` refers to. */
export type Cell = {
  readonly number: number;
  readonly statement: string;
  readonly state: 'running' | 'done' | 'failed';
  /** What it yielded; undefined for an assignment or a command that yields nothing. */
  readonly output: Output | undefined;
  /** `UserError`, or anything else: a bug. */
  readonly error: unknown;
  readonly ms: number;
  /** True where replay may compare the output: queries, and commands whose output depends on the data alone. */
  readonly comparable: boolean;
};

/**
 * What a session tells its subscribers, in this order for each cell: started; progress, warnings and that it ends after the
 * part at hand; output, of which there may be several, or failed; finished. A cell that was sent behind the prompt goes on
 * while others start and finish; one may bring it to the front and is then told of as if the work were its own.
 */
export type SessionEvent =
  | { readonly type: 'cell:started'; readonly cell: Cell }
  | { readonly type: 'progress'; readonly cell: Cell; readonly progress: Progress }
  | { readonly type: 'cell:warning'; readonly cell: Cell; readonly warning: UserError }
  | { readonly type: 'cell:ending'; readonly cell: Cell; readonly part: string }
  | { readonly type: 'cell:sent'; readonly cell: Cell }
  | { readonly type: 'cell:brought'; readonly cell: Cell; readonly job: JobInfo }
  | { readonly type: 'cell:output'; readonly cell: Cell; readonly output: Output }
  | { readonly type: 'cell:failed'; readonly cell: Cell; readonly error: unknown }
  | { readonly type: 'cell:finished'; readonly cell: Cell };

/** Called for each event, synchronously; it must not throw. */
export type SessionListener = (event: SessionEvent) => void;

/** What a screen shows of a session besides its results. */
export type SessionState = {
  readonly dataset: string | undefined;
  readonly running: Cell | undefined;
  readonly progress: Progress | undefined;
  readonly variables: readonly string[];
  readonly ended: boolean;
};
