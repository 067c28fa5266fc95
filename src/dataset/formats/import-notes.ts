import { counted, formatCount } from '../model/counted.ts';
import type { Tally } from '../model/tally.ts';

/** The note about pictures that do not exist. */
export function absentNote(absent: number, total: number, where: string): string {
  const what = absent === total ? counted(absent, 'picture') : `${formatCount(absent)} of ${counted(total, 'picture')}`;
  return `${what} not found ${where}; imported without (--media DIR says where pictures are)`;
}

/** Notes about picture names that `pictureName` had to change. */
export function nameNotes(faults: Tally): string[] {
  return faults.list().map(({ reason, count, examples }) => {
    return `${counted(count, 'picture')} with a name that ${reason}, made safe: ${examples.join(', ')}`;
  });
}
