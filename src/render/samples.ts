import type { FieldLabels, Sample } from '../dataset/model/sample.ts';
import { droppedNote, type GridColumn, layoutGrid } from './grid.ts';
import { counted, formatCount } from '../dataset/model/counted.ts';
import { paint } from './paint.ts';
import type { OutputOf, RenderOptions } from './render-options.ts';
import { sizeOf, tagsOf } from './sample.ts';
import { sanitize } from './sanitize.ts';
import { formatValue, missingMark } from './value.ts';

/**
 * Samples as a compact table: end of the id, file name, number of labels, size, tags, fields. Of labels only the number
 * is shown: a dash is never annotated, 0 is annotated and empty.
 */
export function renderSamples({ samples }: OutputOf<'samples'>, options: RenderOptions): string {
  const shown = samples.slice(0, options.maxRows);
  const note = shown.length < samples.length ? `${formatCount(shown.length)} of ` : '';
  const rows = paint(`${note}${counted(samples.length, 'sample')}`, 'dim', options);
  if (shown.length === 0) return `${rows}\n`;
  const { lines, dropped } = layoutGrid(columnsOf(shown, options), options);
  return `${[...lines, rows, ...droppedNote(dropped).map((text) => paint(text, 'dim', options))].join('\n')}\n`;
}

function columnsOf(samples: readonly Sample[], options: RenderOptions): GridColumn[] {
  const fields = namesOf(samples.map((sample) => sample.fields));
  const labels = namesOf(samples.map((sample) => sample.labels));
  return [
    column({ head: 'file', cells: samples.map(fileName), priority: 100, cut: 'middle', least: 24 }, options),
    ...labels.map((name) => labelColumn(name, samples, options)),
    column({ head: 'tags', cells: samples.map(({ tags }) => tagsOf(tags)), priority: 80 }, options),
    ...fields.map((name, i) => fieldColumn(name, samples, { ...options, priority: 70 - Math.min(i, 60) })),
    column(
      { head: 'size', cells: samples.map((sample) => sizeOf(sample, options)), priority: 6, cut: 'never' },
      options,
    ),
    column({ head: 'id', cells: samples.map((sample) => idEnd(sample, options)), priority: 5, cut: 'never' }, options),
  ];
}

type Draft = Pick<GridColumn, 'head' | 'cells' | 'priority'> & Partial<GridColumn>;

function column(draft: Draft, options: RenderOptions): GridColumn {
  const missing = missingMark(options);
  return {
    align: 'left',
    cut: 'end',
    paint: (text) => (text.trim() === missing ? paint(text, 'dim', options) : text),
    ...draft,
  };
}

function labelColumn(name: string, samples: readonly Sample[], options: RenderOptions): GridColumn {
  const cells = samples.map(({ labels }) => countOf(labels[name], options));
  return column({ head: sanitize(name), cells, priority: 90, align: 'right', cut: 'never' }, options);
}

function fieldColumn(
  name: string,
  samples: readonly Sample[],
  options: RenderOptions & { priority: number },
): GridColumn {
  const values = samples.map(({ fields }) => fields[name] ?? null);
  const numeric = values.every((value) => value === null || typeof value === 'number');
  const cells = values.map((value) => formatValue(value, options));
  const shape = numeric ? ({ align: 'right', cut: 'never' } as const) : {};
  return column({ head: sanitize(name), cells, priority: options.priority, ...shape }, options);
}

function countOf(labels: FieldLabels | undefined, options: RenderOptions): string {
  return labels === null || labels === undefined ? missingMark(options) : formatCount(labels.length);
}

/** Last part of the file path. */
function fileName({ filepath }: Sample): string {
  return sanitize(filepath.slice(filepath.lastIndexOf('/') + 1));
}

function idEnd({ id }: Sample, options: RenderOptions): string {
  if (id === undefined) return missingMark(options);
  return (options.unicode ? '…' : '..') + sanitize(id.slice(-6));
}

/** Names in the order in which they are first seen. */
function namesOf(records: readonly Readonly<Record<string, unknown>>[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))];
}
