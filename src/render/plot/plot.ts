import type { Plot } from '../../output.ts';
import type { OutputOf, RenderOptions } from '../render-options.ts';
import { renderTable } from '../table.ts';
import { renderGrouped } from './grouped.ts';
import { renderHeat } from './heat.ts';
import { renderLine } from './line.ts';
import { renderScatter } from './scatter.ts';
import { renderStacked } from './stacked.ts';

/** A table drawn as what it is to be; as the table itself for a screen reader. */
export function renderPlot({ plot }: OutputOf<'plot'>, options: RenderOptions): string {
  if (options.screenReader === true || plot.table.rows.length === 0) return renderTable(plot.table, options);
  return FORMS[plot.form](plot, options);
}

const FORMS: Readonly<Record<Plot['form'], (plot: Plot, options: RenderOptions) => string>> = {
  stacked: ({ table }, options) => renderStacked(table, options),
  grouped: ({ table }, options) => renderGrouped(table, options),
  heat: ({ table }, options) => renderHeat(table, options),
  line: renderLine,
  scatter: renderScatter,
};
