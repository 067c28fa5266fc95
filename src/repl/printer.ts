import { UserError } from '../diagnostics.ts';
import type { Output, Picture } from '../output.ts';
import { renderBug, renderDiagnostic, renderWarning } from '../render/diagnostic.ts';
import { renderOutput } from '../render/index.ts';
import { toJsonDocument, toJsonError } from '../render/json.ts';
import type { RenderOptions } from '../render/render-options.ts';
import type { ProgressLine } from './progress-line.ts';
import type { Cell, SessionEvent, SessionListener } from './session-events.ts';

/** Where a run without a screen puts its bytes, and how they look there. */
export type PrinterOptions = {
  /** Data: results. */
  readonly out: (text: string) => void;
  /** Narration: progress, warnings, errors. */
  readonly err: (text: string) => void;
  readonly look: RenderOptions;
  readonly narrationLook: RenderOptions;
  readonly json: boolean;
  readonly progress: ProgressLine;
  /** Pixels of a picture as text; loads what it needs when first called. */
  readonly drawPicture: (picture: Picture, look: RenderOptions) => Promise<string>;
  /** Keeps the stack of a bug; gives the file, or null where it could not be written. */
  readonly logBug: (error: unknown) => string | null;
  /** Where the statement stands, e.g. `first-look.quadrat:12: `; shown before an error's statement. */
  readonly place: () => string;
};

/** A subscriber that prints; `drained` resolves when all that was said is written. */
export type Printer = SessionListener & { readonly drained: () => Promise<void> };

/** A subscriber that prints a session to two streams. */
export function createPrinter(options: PrinterOptions): Printer {
  let queue: Promise<void> = Promise.resolve();
  const listener = (event: SessionEvent): void => {
    if (event.type === 'progress') {
      options.progress.show(event.progress);
      return;
    }
    queue = queue.then(() => print(event, options));
  };
  return Object.assign(listener, { drained: () => queue });
}

async function print(event: SessionEvent, options: PrinterOptions): Promise<void> {
  const { narrationLook, err, progress } = options;
  progress.clear();
  if (event.type === 'cell:output') await printOutput(event.output, event.cell, options);
  else if (event.type === 'cell:warning') err(renderWarning(event.warning.message, event.warning.hint, narrationLook));
  else if (event.type === 'cell:failed') printFailure(event.cell, options);
  else if (event.type === 'cell:ending') err(`ends after this ${event.part}; Ctrl-C again stops now\n`);
}

async function printOutput(output: Output, { number }: Cell, options: PrinterOptions): Promise<void> {
  const { json, look, out, err } = options;
  if (json) {
    out(`${toJsonDocument(output, number)}\n`);
    return;
  }
  if (output.kind === 'document') {
    // The document itself is what stands on standard output.
    err(renderOutput(output, options.narrationLook));
    return;
  }
  if (output.kind === 'full-screen') err(NO_SCREEN);
  out(output.kind === 'picture' ? await options.drawPicture(output.picture, look) : renderOutput(output, look));
}

const NO_SCREEN = 'printed, as there is no shell whose screen it could open on\n';

function printFailure({ error, statement, number }: Cell, options: PrinterOptions): void {
  const { json, out, err, narrationLook } = options;
  if (json) out(`${toJsonError(failureOf(error), number)}\n`);
  if (error instanceof UserError) err(renderDiagnostic(error, statement, narrationLook, options.place()));
  else err(renderBug({ message: messageOf(error), log: options.logBug(error) }, narrationLook));
}

/** An error as its document tells of it. */
export function failureOf(error: unknown): Parameters<typeof toJsonError>[0] {
  return error instanceof UserError ? error : { code: 'bug', message: messageOf(error) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
