import { UserError } from '../../diagnostics.ts';
import type { Output, Picture } from '../../output.ts';
import { cellWidth } from '../../render/cells.ts';
import { type Diagnostic, renderBug, renderDiagnostic } from '../../render/diagnostic.ts';
import { renderOutput } from '../../render/index.ts';
import { paint } from '../../render/paint.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import type { Cell } from '../session-events.ts';

/** Draws a picture as text; loads what it needs when first called. */
export type DrawPicture = (picture: Picture, look: RenderOptions) => Promise<string>;

/** An output as text for the scrollback. */
export function resultText(output: Output, look: RenderOptions, drawPicture: DrawPicture): Promise<string> {
  if (output.kind === 'picture') return drawPicture(output.picture, look);
  // It opens over the whole screen, which a screen reader could not follow.
  if (output.kind === 'full-screen' && look.screenReader !== true) return Promise.resolve('');
  return Promise.resolve(renderOutput(output, look));
}

/** Under a result: the name it can be used by, and how long it took. */
export function resultLabel({ number, ms }: Cell, look: RenderOptions): string {
  return `${paint(`_${String(number)}  ${timeText(ms)}`, 'dim', look)}\n`;
}

/** A failure. Where its statement stands right above, on one row, the carets point into that row. */
export function failureText(
  { error, statement, ms }: Cell,
  look: RenderOptions,
  { head, logBug }: { readonly head: string | null; readonly logBug: (error: unknown) => string | null },
): string {
  if (!(error instanceof UserError)) {
    return renderBug({ message: error instanceof Error ? error.message : String(error), log: logBug(error) }, look);
  }
  if (error.code === 'cancelled') return `${paint(`cancelled after ${timeText(ms)}`, 'warning', look)}\n`;
  return diagnosticText(error, statement, look, head);
}

/** An error and its place. `head` is the prompt before its statement, where that stands right above; else null. */
export function diagnosticText(error: Diagnostic, statement: string, look: RenderOptions, head: string | null): string {
  const isAbove = head !== null && !statement.includes('\n') && cellWidth(head + statement) < look.columns;
  if (!isAbove || error.span === undefined) return renderDiagnostic(error, statement, look);
  const text = renderDiagnostic(error, statement, look, head);
  return text.slice(text.indexOf('\n') + 1);
}

function timeText(ms: number): string {
  return ms < 1000 ? `${String(Math.max(1, Math.round(ms)))} ms` : `${(ms / 1000).toFixed(1)} s`;
}
