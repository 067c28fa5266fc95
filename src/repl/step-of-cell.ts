import { type ErrorCode, UserError } from '../diagnostics.ts';
import type { AnyCommand } from '../commands/define-command.ts';
import { commandOf } from './command-line.ts';
import { evidenceOf } from './evidence.ts';
import { isComplete } from './input/brackets.ts';
import type { WrittenStep } from './script.ts';
import type { Cell } from './session-events.ts';
import { statementsIn } from './statements-in.ts';

/** A step of a script, and the number that its statement had in its session. */
export type NumberedStep = WrittenStep & { readonly number: number };

/** What a script keeps of a finished statement; undefined for those that are about the session itself (`save`, `help`), or the user's settings. */
export function stepOfCell(cell: Cell, commands: readonly AnyCommand[]): NumberedStep | undefined {
  return isKept(cell, commands) ? { number: cell.number, ...written(cell) } : undefined;
}

function isKept(cell: Cell, commands: readonly AnyCommand[]): boolean {
  // A statement that was never closed would swallow what follows it.
  if (statementsIn(cell.statement).length !== 1 || !isComplete(cell.statement)) return false;
  if (cell.error !== undefined) return cell.error instanceof UserError && !OF_THE_MOMENT.has(cell.error.code);
  const effect = commandOf(cell.statement, commands)?.effect;
  return effect !== 'session' && effect !== 'settings';
}

/** Errors that tell of the moment or the place, not of what was asked: a replay would not meet them. */
const OF_THE_MOMENT: ReadonlySet<ErrorCode> = new Set(['busy', 'cancelled', 'exists', 'unwritable']);

function written(cell: Cell): WrittenStep {
  const { statement, error } = cell;
  if (error instanceof UserError) return { statement, evidence: undefined, error: error.code };
  return { statement, evidence: evidenceOf(cell) };
}
