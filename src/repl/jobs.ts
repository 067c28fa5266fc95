import { UserError } from '../diagnostics.ts';
import type { JobsPort } from '../commands/context.ts';
import type { JobInfo } from '../output.ts';
import type { RunningStatement } from './running-statement.ts';

/** The statements that go on behind the prompt. */
export type Jobs = Pick<JobsPort, 'list' | 'cancel'> & {
  readonly add: (running: RunningStatement) => void;
  /** It has ended. */
  readonly remove: (running: RunningStatement) => void;
  readonly has: (running: RunningStatement) => boolean;
  /** Brings one to the front; `over` resolves when it has ended or was let go. @throws UserError `not-found` */
  readonly bring: (number: number | undefined) => { readonly job: JobInfo; readonly over: Promise<void> };
  /** The one that was brought to the front. */
  readonly inFront: () => RunningStatement | undefined;
  /** Sends that one behind the prompt again. */
  readonly letGo: () => void;
  /** Stops all and waits for their end. */
  readonly close: () => Promise<void>;
};

type Entry = { readonly running: RunningStatement; readonly ended: PromiseWithResolvers<undefined> };

/** None yet. */
export function createJobs(): Jobs {
  const entries = new Map<number, Entry>();
  let front: { readonly running: RunningStatement; readonly letGo: () => void } | undefined;
  const find = (number: number | undefined): Entry => {
    const found = number === undefined ? [...entries.values()].at(-1) : entries.get(number);
    if (found === undefined) throw noJob(number, [...entries.keys()]);
    return found;
  };
  return {
    list: () => Array.from(entries.values(), ({ running }) => running.info()),
    cancel: (number, how) => {
      const { running } = find(number);
      const part = running.interrupt(how);
      return { ...running.info(), part };
    },
    add: (running) => {
      entries.set(running.cell.number, { running, ended: Promise.withResolvers<undefined>() });
    },
    remove: ({ cell }) => {
      entries.get(cell.number)?.ended.resolve(undefined);
      entries.delete(cell.number);
    },
    has: ({ cell }) => entries.has(cell.number),
    bring: (number) => {
      const { running, ended } = find(number);
      const behind = Promise.withResolvers<undefined>();
      front = {
        running,
        letGo: () => {
          behind.resolve(undefined);
        },
      };
      const over = Promise.race([ended.promise, behind.promise]).then(() => {
        front = undefined;
      });
      return { job: running.info(), over };
    },
    inFront: () => front?.running,
    letGo: () => front?.letGo(),
    close: async () => {
      const all = [...entries.values()];
      for (const { running } of all) running.interrupt('now');
      await Promise.all(all.map(({ ended }) => ended.promise));
    },
  };
}

function noJob(number: number | undefined, known: readonly number[]): UserError {
  const [first] = known;
  if (first === undefined) return new UserError('not-found', 'nothing runs behind the prompt', { hint: HOW });
  return new UserError('not-found', `no job ${String(number)} runs behind the prompt`, {
    hint: `there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}; jobs tells more`,
  });
}

const HOW = 'Ctrl-B sends there what runs; a command that ends in & is started there';
