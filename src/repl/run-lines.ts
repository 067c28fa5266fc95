import { createInterface } from 'node:readline';
import type { Invocation } from './argv.ts';
import { printerOn, progressOn } from './headless.ts';
import type { Run } from './host.ts';
import { isComplete } from './input/brackets.ts';
import { openSession } from './open-session.ts';
import { standardOutputOn } from './standard-output.ts';
import { runStatements } from './run-statements.ts';
import { paramsFrom } from './script.ts';
import { statementsIn } from './statements-in.ts';

/** A shell for terminals that cannot move a cursor (`TERM=dumb`) or whose output is piped: lines in, text out. */
export async function runLines(host: Run, invocation: Invocation): Promise<number> {
  const progress = progressOn(host, invocation);
  const session = await openSession(host, {
    dataset: invocation.dataset,
    params: paramsFrom(invocation.params),
    runner: 'in-place',
    progress,
    standardOutput: standardOutputOn(host.stdout, { json: invocation.json, progress }),
  });
  const printer = printerOn(host, invocation, { progress, place: () => '', screenReader: true });
  session.on(printer);
  const lines = createInterface({ input: host.stdin, terminal: false });
  let draft = '';
  host.stderr.write(promptOf(session.current, draft));
  for await (const line of lines) {
    draft = draft === '' ? line : `${draft}\n${line}`;
    if (draft.trim() !== '' && isComplete(draft)) {
      await runStatements(
        session,
        statementsIn(draft).map((text) => ({ text, place: '' })),
        {
          keepGoing: true,
          before: () => undefined,
          after: printer.drained,
        },
      );
      draft = '';
    }
    await host.output.flushed();
    if (session.snapshot().ended || host.output.lost() !== undefined) break;
    host.stderr.write(promptOf(session.current, draft));
  }
  lines.close();
  await session.close();
  return 0;
}

function promptOf(dataset: string | undefined, draft: string): string {
  return draft === '' ? `${dataset ?? 'quadrat'}> ` : '... ';
}
