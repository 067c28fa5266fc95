import { expect, test } from 'vitest';
import { UserError } from '../../src/diagnostics.ts';
import { renderDiagnostic, renderWarning } from '../../src/render/diagnostic.ts';
import { renderOutput } from '../../src/render/index.ts';
import { toJsonDocument, toJsonError } from '../../src/render/json.ts';
import type { RenderOptions } from '../../src/render/render-options.ts';
import { commandOf, readCommandLine } from '../../src/repl/command-line.ts';
import { bindText } from '../../src/repl/evaluate-expression.ts';
import type { Session } from '../../src/repl/session.ts';
import type { SessionEvent } from '../../src/repl/session-events.ts';
import { anyStatement } from '../dataset/query/fuzz/any-statement.ts';
import { randomFrom } from '../dataset/query/fuzz/random.ts';
import { vocabularyOf } from '../dataset/query/fuzz/vocabulary.ts';
import { openDemoSession } from '../demo-session.ts';

const LOOK: RenderOptions = { columns: 60, colour: 1, unicode: true, theme: 'dark', maxRows: 5 };

/** What an event is shown as, on a screen and to a program. */
function shown(event: SessionEvent): readonly string[] {
  if (event.type === 'cell:output') {
    const { cell, output } = event;
    return [...(output.kind === 'picture' ? [] : [renderOutput(output, LOOK)]), toJsonDocument(output, cell.number)];
  }
  if (event.type === 'cell:warning') return [renderWarning(event.warning.message, event.warning.hint, LOOK)];
  if (event.type !== 'cell:failed') return [];
  const { error, cell } = event;
  if (!(error instanceof UserError)) throw new Error(`a bug notice: ${cell.statement}`, { cause: error });
  return [renderDiagnostic(error, cell.statement, LOOK, ''), toJsonError(error, cell.number)];
}

/** Commands would change the dataset or end the session. */
async function isQuestion(text: string, session: Session): Promise<boolean> {
  if (commandOf(text, session.commands) !== undefined) return false;
  try {
    if (readCommandLine(text, session.commands) !== undefined) return false;
    return (await bindText(text, session.environment())).bound.kind !== 'command';
  } catch {
    return true;
  }
}

test('a session answers whatever is typed, and what it says can be shown', async () => {
  await using demo = await openDemoSession({ samples: 6 });
  const { session } = demo;
  const texts: string[] = [];
  session.on((event) => {
    texts.push(...shown(event));
  });
  const catalog = await (await session.dataset('demo')).catalog();
  const words = vocabularyOf(catalog, ['0123456789abcdef01234567']);
  for (let seed = 0; seed < 600; seed++) {
    const text = anyStatement(words, randomFrom(seed));
    if (await isQuestion(text, session)) await session.submit(text);
  }
  expect(texts.length).toBeGreaterThan(600);
  expect(texts.filter((text) => !text.isWellFormed())).toEqual([]);
}, 120_000);

test('many values that do not occur are warned of a few times only', async () => {
  await using demo = await openDemoSession({ samples: 6 });
  let warnings = 0;
  demo.session.on((event) => {
    if (event.type === 'cell:warning') warnings += 1;
  });
  const values = Array.from({ length: 500 }, (_, i) => `'${String(i)}'`).join(', ');
  await demo.session.submit(`ds.where(area in [${values}]).count()`);
  expect(warnings).toBe(20);
});
