import { UserError } from '../../diagnostics.ts';
import type { Needed } from './plan.ts';

/**
 * Complains where a single sample was asked for and there is none, or more than one.
 * @throws UserError `not-found`
 */
export function checkNeeded(needed: Needed, found: number): void {
  if (needed === 'any') return;
  if (found === 0)
    throw new UserError('not-found', 'no sample meets the condition', { hint: 'first() yields missing instead' });
  if (found === 1 || needed === 'one') return;
  throw new UserError('not-found', 'more than one sample meets the condition', {
    hint: 'leave out exact to have the first of them',
  });
}
