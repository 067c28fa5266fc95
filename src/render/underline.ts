import type { Span } from '../diagnostics.ts';
import { type PaintOptions, RESET } from './paint.ts';

/** Underlines a part of painted text; `span` counts UTF-16 units of the text without its colour sequences. */
export function underline(painted: string, span: Span, options: PaintOptions): string {
  if (options.colour === 0 || span.end <= span.start) return painted;
  let at = 0;
  let ink = '';
  const parts = painted.split(SEQUENCE).map((piece) => {
    const sequence = INK.exec(piece)?.[1];
    if (sequence !== undefined) {
      ink = sequence === '0' ? '' : sequence;
      return piece;
    }
    const from = Math.min(Math.max(span.start - at, 0), piece.length);
    const to = Math.min(Math.max(span.end - at, from), piece.length);
    at += piece.length;
    if (from === to) return piece;
    const back = RESET + (ink === '' ? '' : `\x1b[${ink}m`);
    return `${piece.slice(0, from)}\x1b[${withLine(ink)}m${piece.slice(from, to)}${back}${piece.slice(to)}`;
  });
  return parts.join('');
}

function withLine(ink: string): string {
  return ink === '' ? '4' : `4;${ink}`;
}

// eslint-disable-next-line no-control-regex -- colour sequences are what is looked for
const SEQUENCE = /(\x1b\[[0-9;]*m)/u;
// eslint-disable-next-line no-control-regex -- as above
const INK = /^\x1b\[([0-9;]*)m$/u;
