import { UserError } from '../../../diagnostics.ts';
import type { Expr } from '../ast.ts';
import { constant, type Term } from '../term.ts';
import { FLOAT } from '../type.ts';

/**
 * Python's `timedelta(days=1)`, in milliseconds.
 * @throws UserError `bad-argument` for what is no number or no unit
 */
export function duration({ args, span }: Extract<Expr, { kind: 'call' }>): Term {
  const parts = args.map(({ keyword, value }, i) => {
    const unit = UNITS.get(keyword?.name ?? POSITIONAL[i] ?? '');
    return unit === undefined || value.kind !== 'literal' ? NaN : unit * Number(value.value);
  });
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (Number.isFinite(total)) return constant(total, FLOAT);
  throw new UserError('bad-argument', 'this is no duration', { span, hint: 'write timedelta(days=1)' });
}

const POSITIONAL = ['days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks'];

/** Milliseconds of each. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['microseconds', 0.001],
  ['milliseconds', 1],
  ['seconds', 1000],
  ['minutes', 60_000],
  ['hours', 3_600_000],
  ['days', 86_400_000],
  ['weeks', 604_800_000],
]);
