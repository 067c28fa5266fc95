import type { Result } from '../commands/context.ts';
import type { Output } from '../output.ts';
import type { Engine } from './engine.ts';
import { answerOf, bindText } from './evaluate-expression.ts';
import type { Cell } from './session-events.ts';

/** The last result that a statement showed, or the last that has rows. */
export async function lastResult(
  session: Pick<Engine, 'finished' | 'environment' | 'dataset'>,
  which: 'any' | 'rows',
): Promise<Result | undefined> {
  const isMeant = which === 'rows' ? hasRows : isResult;
  const cell = session.finished.recent().findLast(({ output }) => output !== undefined && isMeant(output));
  return cell && shownBy(cell, session);
}

/** Whether what was shown last is text rather than rows. */
export function lastIsText({ finished }: Pick<Engine, 'finished'>): boolean {
  const last = finished.recent().findLast(({ output }) => output !== undefined && isResult(output))?.output;
  return last !== undefined && !hasRows(last);
}

/** Files, documents and copies tell of results. */
function isResult({ kind }: Output): boolean {
  return kind !== 'copied' && kind !== 'files' && kind !== 'document';
}

/** Whether an output is rows, or a view that has some. */
function hasRows(output: Output): boolean {
  if (output.kind === 'full-screen') return hasRows(output.printed);
  return WITH_ROWS.has(output.kind);
}

const WITH_ROWS: ReadonlySet<Output['kind']> = new Set([
  'view',
  'table',
  'list',
  'scalar',
  'sample',
  'samples',
  'findings',
  'plot',
  'watch',
]);

/** What an expression yields; `_7` is what the statement of that number showed, be it the answer of a command. */
export async function resultOf(session: Engine, text: string, signal: AbortSignal): Promise<Result> {
  const number = /^\s*_(\d+)\s*$/u.exec(text)?.[1];
  const cell = session.finished.recent().find((each) => String(each.number) === number);
  const shown = cell && (await shownBy(cell, session));
  if (shown !== undefined) return shown;
  const environment = session.environment();
  const { bound, definition = 'ds' } = await bindText(text, environment);
  if (bound.kind === 'view') {
    return {
      kind: 'view',
      target: { dataset: await session.dataset(bound.plan.dataset), plan: bound.plan, text: definition },
    };
  }
  return { kind: 'output', output: await answerOf(bound, environment, signal) };
}

/** A view is what its statement defined, not the numbers that were printed of it. */
async function shownBy(
  { number, output }: Cell,
  session: Pick<Engine, 'environment' | 'dataset'>,
): Promise<Result | undefined> {
  if (output === undefined) return undefined;
  const named = session.environment().variables.get(`_${String(number)}`);
  if (named?.kind === 'view') {
    const { plan, text } = named;
    return { kind: 'view', target: { dataset: await session.dataset(plan.dataset), plan, text } };
  }
  if (output.kind !== 'full-screen') return { kind: 'output', output };
  if (output.view === null) return { kind: 'output', output: output.printed };
  const { plan, text } = output.view;
  return { kind: 'view', target: { dataset: await session.dataset(plan.dataset), plan, text } };
}
