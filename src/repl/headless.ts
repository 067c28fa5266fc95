import { cancelled, UserError } from '../diagnostics.ts';
import { renderDiagnostic } from '../render/diagnostic.ts';
import { toJsonError } from '../render/json.ts';
import type { Scalar } from '../dataset/query/answer.ts';
import type { Invocation } from './argv.ts';
import { pictureDrawer } from './draw-picture.ts';
import { logBug } from './home.ts';
import type { Run } from './host.ts';
import { capabilityFor, lookOf } from './look.ts';
import type { SessionPorts } from './engine.ts';
import { homeOf, openSession } from './open-session.ts';
import { createPrinter, type Printer, type PrinterOptions } from './printer.ts';
import { createProgressLine, type ProgressLine } from './progress-line.ts';
import { rewrapOf } from './rewrap.ts';
import { readerOf } from './reader-of.ts';
import { signalsHeard } from './signals-heard.ts';
import { runStatements, type Statement } from './run-statements.ts';
import { standardOutputOn } from './standard-output.ts';

/** Runs statements without a screen and prints what they yield; gives the exit code. */
export async function runHeadless(
  host: Run,
  invocation: Invocation,
  statements: readonly Statement[],
  params: Readonly<Record<string, Scalar>>,
): Promise<number> {
  const progress = progressOn(host, invocation);
  const { dataset, mode, json } = invocation;
  const session = await openSession(host, {
    dataset,
    params,
    runner: runnerFor(mode),
    progress,
    standardOutput: standardOutputOn(host.stdout, { json, progress }),
  });
  // A script that asks nothing must not hide that its dataset is not there.
  if (mode.kind === 'shell' && dataset !== undefined) await session.dataset(dataset);
  let place = '';
  const printer = printerOn(host, invocation, { progress, place: () => place });
  session.on((event) => {
    // What stopped because nobody reads has nobody to tell.
    if (event.type !== 'cell:failed' || host.output.lost() === undefined || !isCancelled(event.error)) printer(event);
  });
  let isAsked = false;
  host.onInterrupt(() => {
    isAsked ||= session.snapshot().running === undefined;
    session.interrupt();
  });
  const before = (statement: Statement): void => {
    place = statement.place;
  };
  const code = await runStatements(session, statements, {
    keepGoing: invocation.keepGoing,
    before,
    after: async () => {
      await printer.drained();
      await host.output.flushed();
      await signalsHeard();
    },
    interrupt: {
      asked: () => isAsked,
      tell: (number, { text }) => {
        const error = cancelled();
        if (invocation.json) host.stdout.write(`${toJsonError(error, number)}\n`);
        host.stderr.write(renderDiagnostic(error, text, lookOf(host, 'stderr', invocation.colour), place));
      },
    },
    reader: readerOf(host.output, session, invocation.keepGoing),
  });
  await session.close();
  return code;
}

/** A command stops between batches; a query stops where it runs in a process of its own. */
function runnerFor(mode: Invocation['mode']): SessionPorts['runner'] {
  return mode.kind === 'command' && mode.words[0] !== 'replay' ? 'in-place' : 'by-size';
}

function isCancelled(error: unknown): boolean {
  return error instanceof UserError && error.code === 'cancelled';
}

/** A printer on the host's streams; `screenReader` says results in sentences. */
export function printerOn(
  host: Run,
  { colour, json }: Pick<Invocation, 'colour' | 'json'>,
  {
    progress,
    place,
    screenReader = false,
  }: Pick<PrinterOptions, 'progress' | 'place'> & { readonly screenReader?: boolean },
): Printer {
  return createPrinter({
    out: (text) => {
      if (host.output.lost() === undefined) host.stdout.write(text);
    },
    err: (text) => host.stderr.write(text),
    look: { ...lookOf(host, 'stdout', colour), ...(screenReader && { screenReader }) },
    narrationLook: lookOf(host, 'stderr', colour),
    json,
    progress,
    drawPicture: drawerOn(host, colour),
    logBug: (error) => logBug(homeOf(host), error, new Date().toISOString()),
    place,
  });
}

/** Draws pictures on stdout. */
export function drawerOn(host: Run, colour: Invocation['colour']): PrinterOptions['drawPicture'] {
  const rows = (): number => host.stdout.rows ?? 24;
  return pictureDrawer({ capability: () => capabilityFor(host, 'stdout', colour), rows });
}

/** Progress on stderr: one line that is rewritten on a terminal, a line now and then elsewhere. */
export function progressOn(host: Run, { colour }: Pick<Invocation, 'colour'>): ProgressLine {
  return createProgressLine({
    write: (text) => host.stderr.write(text),
    look: () => lookOf(host, 'stderr', colour),
    live: host.stderr.isTTY === true && host.env['TERM'] !== 'dumb',
    rows: () => host.stderr.rows ?? 24,
    rewrap: rewrapOf(host.env),
    now: host.now,
  });
}
