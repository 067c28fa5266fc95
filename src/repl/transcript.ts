import { type ErrorCode, UserError } from '../diagnostics.ts';
import { commandOf } from './command-line.ts';
import { evidenceOf } from './evidence.ts';
import { isComplete } from './input/brackets.ts';
import { formatScript, type ScriptHeader, type WrittenStep } from './script.ts';
import type { Engine } from './engine.ts';
import type { Cell } from './session-events.ts';
import { statementsIn } from './statements-in.ts';

/** The session so far as a script: what was typed, what it showed, and digests of the whole results. */
export async function transcriptOf(session: Engine): Promise<string> {
  const steps = session.cells.filter((cell) => isKept(session, cell)).map(written);
  return formatScript({ tool: session.ports.tool, dataset: await headerOf(session) }, steps);
}

/** Finished statements, but not those that are about the session itself (`save`, `help`, `history`), or about the user's settings. */
function isKept(session: Engine, cell: Cell): boolean {
  if (cell.state === 'running') return false;
  // A statement that was never closed would swallow what follows it.
  if (statementsIn(cell.statement).length !== 1 || !isComplete(cell.statement)) return false;
  if (cell.error !== undefined) return cell.error instanceof UserError && !OF_THE_MOMENT.has(cell.error.code);
  const effect = commandOf(cell.statement, session.commands)?.effect;
  return effect !== 'session' && effect !== 'settings';
}

/** Errors that tell of the moment or the place, not of what was asked: a replay would not meet them. */
const OF_THE_MOMENT: ReadonlySet<ErrorCode> = new Set(['busy', 'cancelled', 'exists', 'unwritable']);

function written(cell: Cell): WrittenStep {
  const { statement, error } = cell;
  if (error instanceof UserError) return { statement, evidence: undefined, error: error.code };
  return { statement, evidence: evidenceOf(cell) };
}

async function headerOf(session: Engine): Promise<ScriptHeader['dataset']> {
  if (session.current === undefined) return undefined;
  const dataset = await session.dataset(session.current);
  const { samples, labels, digests } = await dataset.info();
  return { name: dataset.name, samples, labels, digest: `sha256:${digests.labels}` };
}
