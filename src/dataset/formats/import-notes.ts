import type { Tally } from '../model/tally.ts';

/** A number of things in words: `1 image`, `1,500 images`. */
export function counted(count: number, one: string): string {
  return `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`;
}

/** The note about pictures that do not exist. */
export function absentNote(absent: number, total: number, where: string): string {
  const what =
    absent === total ? counted(absent, 'picture') : `${absent.toLocaleString('en-US')} of ${counted(total, 'picture')}`;
  return `${what} not found ${where}; imported without (--media DIR says where pictures are)`;
}

/** Notes about picture names that `pictureName` had to change. */
export function nameNotes(faults: Tally): string[] {
  return faults.list().map(({ reason, count, examples }) => {
    return `${counted(count, 'picture')} with a name that ${reason}, made safe: ${examples.join(', ')}`;
  });
}
