import { cellWidth, padCells, truncate, truncateMiddle } from '../../render/cells.ts';
import { counted, formatCount } from '../../dataset/model/counted.ts';
import { paint } from '../../render/paint.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import { sanitize } from '../../render/sanitize.ts';
import { cutMark } from '../../render/value.ts';
import { cursorOffset, editorText } from '../input/editor.ts';
import type { Binding } from '../input/keymap.ts';
import { keyHints } from '../input/remap-keys.ts';
import { pagerHeight, type PagerState, plainLine } from './pager-state.ts';
import type { ScreenRows } from './screen-rows.ts';

/** Draws a text: title, lines, and the keys or what is being looked for. */
export function drawPager(state: PagerState, terminalLook: RenderOptions, keymap: readonly Binding[]): ScreenRows {
  const { columns, rows } = state.size;
  const look = { ...terminalLook, columns };
  const height = pagerHeight(state.size);
  const shown = state.lines
    .slice(state.top, state.top + height)
    .map((line, i) => bodyLine(line, state.top + i, state, look));
  const body = [...shown, ...Array.from({ length: height - shown.length }, () => '')];
  const { line, x } = lastLine(state, look, keymap);
  const all = [titleLine(state, look), ...body, line].slice(0, rows);
  return {
    rows: all,
    cursor: { x: Math.min(x, columns - 1), y: all.length - 1 },
    body: { top: 1, height, first: state.top },
  };
}

/** The line that was found is without its colours, so that it can be told from the others. */
function bodyLine(text: string, at: number, { found }: PagerState, look: RenderOptions): string {
  const plain = plainLine(text);
  if (at === found) return paint(truncate(plain, look.columns, cutMark(look)), 'cursor', look);
  return cellWidth(plain) <= look.columns ? text : truncate(plain, look.columns, cutMark(look));
}

function titleLine({ text, lines, top, size }: PagerState, look: RenderOptions): string {
  const last = Math.min(lines.length, top + pagerHeight(size));
  const right = `${formatCount(Math.min(top + 1, lines.length))}-${formatCount(last)} of ${counted(lines.length, 'line')}`;
  const room = look.columns - cellWidth(right) - 2;
  if (room < 8) return paint(truncate(right, look.columns, cutMark(look)), 'dim', look);
  const left = padCells(truncateMiddle(sanitize(text.title), room, cutMark(look)), room);
  return `${paint(left, 'heading', look)}  ${paint(right, 'dim', look)}`;
}

function lastLine(
  { input, notice }: PagerState,
  look: RenderOptions,
  keymap: readonly Binding[],
): { readonly line: string; readonly x: number } {
  const room = look.columns - 1;
  if (input !== null) {
    const text = sanitize(editorText(input));
    const before = text.slice(0, cursorOffset(input));
    return { line: truncate(`/ ${text}`, room, cutMark(look)), x: Math.min(room, 2 + cellWidth(before)) };
  }
  const said = notice === null ? keyHints(KEYS, keymap, 'pager').join('  ') : sanitize(notice);
  return { line: paint(truncate(said, room, cutMark(look)), notice === null ? 'dim' : 'warning', look), x: 0 };
}

/** What is told of the keys, the most wanted first. */
const KEYS = [
  ['help', 'keys'],
  ['back', 'back'],
  ['search', 'search'],
  ['next', 'next'],
  ['page-down', 'page'],
  ['last', 'end'],
] as const;
