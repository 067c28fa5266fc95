import type { Value } from '../dataset/query/answer.ts';
import { truncate } from './cells.ts';
import { counted, formatCount } from '../dataset/model/counted.ts';
import { paint } from './paint.ts';
import type { OutputOf, RenderOptions } from './render-options.ts';
import { cutMark, formatValue } from './value.ts';

/** One value a line. A nested list is one line, cut at the width of the terminal. */
export function renderList({ values }: OutputOf<'list'>, options: RenderOptions): string {
  const shown = values.slice(0, options.maxRows);
  const lines = shown.map((value) => line(value, options));
  const cut = shown.length < values.length;
  const note = `${formatCount(shown.length)} of ${counted(values.length, 'value')}`;
  if (values.length === 0) return `${paint('[]', 'dim', options)}\n`;
  return `${[...lines, ...(cut ? [paint(note, 'dim', options)] : [])].join('\n')}\n`;
}

function line(value: Value, options: RenderOptions): string {
  const text = formatValue(value, options);
  if (value === null) return paint(text, 'dim', options);
  return typeof value === 'object' ? truncate(text, options.columns, cutMark(options)) : text;
}
