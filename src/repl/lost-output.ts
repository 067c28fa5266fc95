import { UserError } from '../diagnostics.ts';

/** What has become of stdout: its reader has gone, as in `| head`, or it cannot be written to, as on a full disk. */
export type LostOutput = {
  /** The error of the system; undefined while all is well. */
  readonly lost: () => NodeJS.ErrnoException | undefined;
  /** Calls at most once. Without anybody who listens the error is thrown. */
  readonly onLost: (listener: () => void) => void;
  /** Resolves when what was written until now has left, or is lost. */
  readonly flushed: () => Promise<void>;
};

/** Watches a stream from now on: what is written to it when it is lost is dropped. */
export function watchOutput(stream: NodeJS.WritableStream, isScreen: () => boolean): LostOutput {
  let lost: NodeJS.ErrnoException | undefined;
  const listeners: (() => void)[] = [];
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (isScreen()) throw error;
    if (lost !== undefined) return;
    lost = error;
    for (const listener of listeners.splice(0)) listener();
  });
  return {
    lost: () => lost,
    onLost: (listener) => listeners.push(listener),
    flushed: () =>
      new Promise((resolve) => {
        if (lost !== undefined) resolve();
        else
          stream.write('', () => {
            resolve();
          });
      }),
  };
}

/** Whether nobody reads any more: no error, but whoever writes may as well stop. */
export function isReaderGone({ lost }: LostOutput): boolean {
  return lost()?.code === 'EPIPE';
}

/** The error for results that could not be written; undefined where there is none, or only nobody reads them. */
export function unwritableOutput(output: LostOutput): UserError | undefined {
  const cause = output.lost();
  if (cause === undefined || isReaderGone(output)) return undefined;
  return new UserError('unwritable', `results cannot be written to stdout: ${cause.code ?? cause.message}`, {
    hint: 'make room, or send them elsewhere; what statements changed until then is done',
    cause,
  });
}
