import type { Engine } from './engine.ts';
import { formatScript, type ScriptHeader, type WrittenStep } from './script.ts';
import type { NumberedStep } from './step-of-cell.ts';

/**
 * The session so far as a script: what was typed, what it showed, and digests of the whole results; in the order in which
 * statements ended, which is the order in which what they changed could be seen.
 */
export async function transcriptOf(session: Engine): Promise<string> {
  return formatScript(
    { tool: session.ports.tool, dataset: await headerOf(session) },
    renumbered(session.finished.steps()),
  );
}

/** A script leaves statements out, so that what `_7` names may have another number there. */
function renumbered(steps: readonly NumberedStep[]): readonly WrittenStep[] {
  const numbers = new Map(steps.map(({ number }, i) => [number, i + 1]));
  const rename = (name: string, digits: string): string => `_${String(numbers.get(Number(digits)) ?? name.slice(1))}`;
  return steps.map(({ statement, evidence, error }) => ({
    statement: statement.replaceAll(NUMBERED, (found, digits?: string) =>
      digits === undefined ? found : rename(found, digits),
    ),
    evidence,
    ...(error !== undefined && { error }),
  }));
}

/** A quoted string, which is passed over, or the name of a result. */
const NUMBERED = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|(?<![\w$.])_(\d+)\b/gu;

async function headerOf(session: Engine): Promise<ScriptHeader['dataset']> {
  if (session.current === undefined) return undefined;
  return (await session.dataset(session.current)).info();
}
