import { sanitize } from '../../render/sanitize.ts';
import { goesOnAlone } from '../goes-on.ts';
import type { ScreenOptions } from '../host.ts';
import { editorText } from '../input/editor.ts';
import type { Session } from '../session.ts';
import type { Start } from '../start.ts';
import type { Shell } from './shell.ts';

/** The line to the terminal, and what is written down when it ends. */
export type Line = {
  /** The terminal is gone: a question that runs is stopped, work that changes something is not. */
  readonly hangUp: () => void;
  /** Writes down, once, how the session ended; the draft is kept. */
  readonly end: (how: Parameters<ScreenOptions['journal']['end']>[0]) => void;
  /** Resolves when the terminal is gone. */
  readonly lost: Promise<undefined>;
  readonly isLost: () => boolean;
};

/** Milliseconds after the last key in which a draft is not on the disk yet. */
const DRAFT_DELAY = 200;

/** Keeps the draft on the disk while it is typed, and sees to the end of the session. */
export function watchTerminal({ session, journal }: ScreenOptions, shell: Shell): Line {
  const { promise: lost, resolve } = Promise.withResolvers<undefined>();
  let isLost = false;
  let ended = false;
  let kept = '';
  let timer: NodeJS.Timeout | undefined;
  const keep = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const text = editorText(shell.store.get().editor);
    if (text !== kept) journal.draft(text);
    kept = text;
  };
  const unsubscribe = shell.store.subscribe(() => {
    if (timer === undefined && editorText(shell.store.get().editor) !== kept)
      timer = setTimeout(keep, DRAFT_DELAY).unref();
  });
  const end: Line['end'] = (how) => {
    if (ended) return;
    ended = true;
    keep();
    unsubscribe();
    journal.end(how);
  };
  return {
    end,
    lost,
    isLost: () => isLost,
    hangUp: () => {
      if (isLost) return;
      isLost = true;
      end('hung up');
      const { running } = session.snapshot();
      if (running !== undefined && !goesOnAlone(running.statement, session.commands)) session.interrupt('now');
      for (const { number, statement } of session.jobs.list()) {
        if (!goesOnAlone(statement, session.commands)) session.jobs.cancel(number, 'now');
      }
      shell.leave();
      resolve(undefined);
    },
  };
}

/** Resolves when no statement runs, neither in front nor behind the prompt. */
export function settled(session: Session): Promise<void> {
  const isIdle = (): boolean => session.snapshot().running === undefined && session.jobs.list().length === 0;
  return new Promise((resolve) => {
    if (isIdle()) resolve();
    else
      session.on(({ type }) => {
        if (type === 'cell:finished' && isIdle()) resolve();
      });
  });
}

/** Puts what was typed and not entered into the prompt again. */
export function takeUp({ store }: Shell, { past }: Start): void {
  const draft = past?.draft ?? '';
  if (draft !== '') store.dispatch({ type: 'edited', action: { type: 'set-text', text: draft } });
}

/** Names the views of the session before again, and says which could not be. */
export async function bringBack({ store, ports: { session } }: Shell, { past }: Start): Promise<void> {
  if (past === undefined) return;
  const failed = await session.restore(past.definitions);
  const sentences = [
    ...failed.map(({ name, why }) => `${name} could not be brought back: ${why}`),
    ...(past.values.length === 0 ? [] : [`results are not kept, ask again for: ${past.values.join(', ')}`]),
  ];
  if (sentences.length > 0) store.dispatch({ type: 'printed', text: `${sentences.map(sanitize).join('\n')}\n` });
}
