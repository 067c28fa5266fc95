import { cellWidth, padCells, truncate } from '../../render/cells.ts';
import { formatCount } from '../../dataset/model/counted.ts';
import { paint } from '../../render/paint.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import { sanitize } from '../../render/sanitize.ts';
import type { CompletionItem } from '../completion/completion.ts';
import type { Menu, Search } from './shell-state.ts';

/** The completions around the selected one, at most `height` rows; for a screen reader a numbered list. */
export function menuRows({ items, selected }: Menu, height: number, look: RenderOptions): readonly string[] {
  const first = firstShown(selected, items.length, height);
  const shown = items.slice(first, first + height);
  if (look.screenReader === true) {
    return shown.map((item, i) => spoken(item, first + i + 1, first + i === selected, look));
  }
  const widest = Math.max(...shown.map(({ label }) => cellWidth(sanitize(label))));
  const counts = Math.max(...shown.map(({ count }) => (count === undefined ? 0 : formatCount(count).length)));
  const details = Math.max(...shown.map(({ detail }) => cellWidth(sanitize(detail))));
  // Half of the row, or what the descriptions leave of it.
  const left = look.columns - details - counts - 7;
  const labels = Math.min(widest, Math.max(12, Math.floor(look.columns / 2), left));
  const widths = { labels, counts };
  return shown.map((item, i) => row(item, first + i === selected, widths, look));
}

/** Lines found by the search, the best first. */
export function searchRows({ matches, selected }: Search, height: number, look: RenderOptions): readonly string[] {
  const first = firstShown(selected, matches.length, height);
  return matches.slice(first, first + height).map(({ text }, i) => {
    const line = truncate(sanitize(text.replaceAll('\n', ' ')), look.columns - 3, mark(look));
    return first + i === selected ? `> ${paint(line, 'heading', look)}` : `  ${line}`;
  });
}

/** The first of some rows that are shown, so that the selected one is among them. */
export function firstShown(selected: number, length: number, height: number): number {
  return Math.max(0, Math.min(selected - Math.floor(height / 2), length - height));
}

function row(
  { label, detail, count }: CompletionItem,
  isSelected: boolean,
  widths: { readonly labels: number; readonly counts: number },
  look: RenderOptions,
): string {
  const name = padCells(truncate(sanitize(label), widths.labels, mark(look)), widths.labels);
  const number =
    widths.counts === 0 ? '' : `  ${(count === undefined ? '' : formatCount(count)).padStart(widths.counts)}`;
  const room = look.columns - 5 - widths.labels - number.length;
  const told = room < 8 || detail === '' ? '' : `  ${truncate(sanitize(detail), room, mark(look))}`;
  const start = isSelected ? `> ${paint(name, 'heading', look)}` : `  ${name}`;
  return start + number + paint(told, 'dim', look);
}

function spoken(
  { label, detail, count }: CompletionItem,
  at: number,
  isSelected: boolean,
  look: RenderOptions,
): string {
  const number = count === undefined ? [] : [formatCount(count)];
  const parts = [sanitize(label), ...number, ...(detail === '' ? [] : [sanitize(detail)])];
  return truncate(`${String(at)}. ${parts.join(', ')}${isSelected ? ', selected' : ''}`, look.columns - 1, mark(look));
}

function mark({ unicode }: RenderOptions): string {
  return unicode ? '…' : '...';
}
