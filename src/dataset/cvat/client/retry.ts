import { throwIfCancelled } from '../../../diagnostics.ts';

/** An attempt that may be made again; `after` is what the server asked for, in milliseconds. */
export type Again = { readonly again: true; readonly after: number | null; readonly error: unknown };

/** How often and how long. */
export type Patience = {
  readonly attempts: number;
  readonly signal: AbortSignal;
  /** Resolves after that many milliseconds, or rejects when the signal is aborted. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
};

/**
 * Runs `attempt` until it yields something that is no `Again`, with growing pauses between. After the last attempt the
 * error of it is thrown.
 */
export async function retrying<T>(attempt: () => Promise<T | Again>, patience: Patience): Promise<T> {
  const { attempts, signal, wait } = patience;
  for (let n = 1; ; n++) {
    throwIfCancelled(signal);
    const result = await attempt();
    if (!isAgain(result)) return result;
    if (n >= attempts) throw result.error;
    await pause(result.after ?? delayBefore(n), wait, signal);
  }
}

/** Milliseconds that a Retry-After header asks for: seconds or a date; null where it says nothing usable. */
export function retryAfter(header: unknown, now: Date): number | null {
  if (typeof header !== 'string') return null;
  const seconds = /^\s*\d{1,6}\s*$/u.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), LONGEST_ASKED) : null;
}

const LONGEST_ASKED = 120_000;
const FIRST = 500;
const LONGEST = 20_000;

/** Half a second, then twice as long each time, up to twenty seconds. */
export function delayBefore(attempt: number): number {
  return Math.min(FIRST * 2 ** (attempt - 1), LONGEST);
}

async function pause(milliseconds: number, wait: Patience['wait'], signal: AbortSignal): Promise<void> {
  try {
    await wait(milliseconds, signal);
  } catch (error) {
    throwIfCancelled(signal);
    throw error;
  }
}

function isAgain(value: unknown): value is Again {
  return typeof value === 'object' && value !== null && 'again' in value;
}
