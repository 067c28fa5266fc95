import { counted } from '../dataset/model/counted.ts';
import { padCells, cellWidth } from './cells.ts';
import { formatCount } from '../dataset/model/counted.ts';
import type { OutputOf } from './render-options.ts';
import { sanitize } from './sanitize.ts';

/** `142 samples, 2,204 labels`; where several fields hold labels, a line for each follows. */
export function renderView({ samples, labels }: OutputOf<'view'>): string {
  const fields = Object.entries(labels);
  const sum = fields.reduce((all, [, n]) => all + n, 0);
  const first = `${counted(samples, 'sample')}, ${counted(sum, 'label')}\n`;
  return fields.length < 2 ? first : first + fieldLines(fields);
}

function fieldLines(fields: readonly (readonly [string, number])[]): string {
  const names = fields.map(([name]) => sanitize(name));
  const counts = fields.map(([, n]) => formatCount(n));
  const nameWidth = Math.max(...names.map(cellWidth));
  const countWidth = Math.max(...counts.map(cellWidth));
  return names
    .map((name, i) => `  ${padCells(name, nameWidth)}  ${padCells(counts[i] ?? '', countWidth, 'right')}\n`)
    .join('');
}
