import type { FieldLabels, Sample } from '../dataset/model/sample.ts';
import { cellWidth, padCells, wrapWords } from './cells.ts';
import { className, countClasses } from './class-counts.ts';
import { counted } from '../dataset/model/counted.ts';
import { paint } from './paint.ts';
import type { OutputOf, RenderOptions } from './render-options.ts';
import { sanitize } from './sanitize.ts';
import { formatValue, missingMark } from './value.ts';

/**
 * One sample as `key: value` lines: what is known about the picture, its fields, and its labels by class. Values are
 * never cut here; only summaries of labels are wrapped.
 */
export function renderSample({ sample }: OutputOf<'sample'>, options: RenderOptions): string {
  const entries = [...factsOf(sample, options), ...labelFactsOf(sample, options)];
  const keyWidth = options.columns < NARROW ? 0 : Math.max(...entries.map(({ key }) => cellWidth(key))) + 2;
  return entries.map((entry) => entryLines(entry, keyWidth, options)).join('');
}

const NARROW = 60;

type Entry = { readonly key: string; readonly value: string; readonly wraps: boolean };

function factsOf(sample: Sample, options: RenderOptions): Entry[] {
  const { id = null, filepath, tags } = sample;
  const own = Object.entries(sample.fields).map(([name, value]) => fact(name, formatValue(value, options)));
  return [
    fact('id', formatValue(id, options)),
    fact('filepath', formatValue(filepath, options)),
    fact('size', sizeOf(sample, options)),
    fact('tags', tagsOf(tags)),
    ...own,
  ];
}

/** `1024 x 768`, or a dash where it is not known. */
export function sizeOf({ width, height }: Pick<Sample, 'width' | 'height'>, options: RenderOptions): string {
  return width === null || height === null ? missingMark(options) : `${String(width)} x ${String(height)}`;
}

/** Tags in their order, `[]` for none; one that could be taken for several, or for none, in quotes. */
export function tagsOf(tags: readonly string[]): string {
  return tags.length === 0 ? '[]' : tags.map(tagOf).join(', ');
}

function tagOf(tag: string): string {
  const text = sanitize(tag);
  return text === '' || text.includes(',') || text.trim() !== text ? `'${text}'` : text;
}

function fact(name: string, value: string): Entry {
  return { key: sanitize(name), value, wraps: false };
}

function labelFactsOf(sample: Sample, options: RenderOptions): Entry[] {
  return Object.entries(sample.labels).map(([name, labels]) => ({
    key: sanitize(name),
    value: labelsSummary(labels, options),
    wraps: true,
  }));
}

function labelsSummary(labels: FieldLabels, options: RenderOptions): string {
  if (labels === null) return `${missingMark(options)} (never annotated)`;
  if (labels.length === 0) return '[] (annotated, nothing there)';
  const classes = countClasses(labels).map(({ name, count }) => `${String(count)} ${className(name)}`);
  return `${counted(labels.length, 'label')}: ${classes.join(', ')}`;
}

function entryLines({ key, value, wraps }: Entry, keyWidth: number, options: RenderOptions): string {
  const head = keyWidth === 0 ? `${key}: ` : padCells(`${key}:`, keyWidth);
  const indent = keyWidth === 0 ? 2 : keyWidth;
  const [first = '', ...more] = wraps ? wrapWords(value, Math.max(16, options.columns - cellWidth(head))) : [value];
  const shown = value === missingMark(options) ? paint(value, 'dim', options) : first;
  return [
    paint(head.trimEnd(), 'heading', options) + head.slice(head.trimEnd().length) + shown,
    ...more.map((line) => ' '.repeat(indent) + line),
    '',
  ].join('\n');
}
