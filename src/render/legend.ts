import type { Label } from '../dataset/model/label.ts';
import type { Sample } from '../dataset/model/sample.ts';
import type { Picture } from '../output.ts';
import { cellWidth, truncate } from './cells.ts';
import { className, countClasses } from './class-counts.ts';
import { counted, formatCount } from '../dataset/model/counted.ts';
import { chip, type ClassStyles, classStyles, styleOf } from './palette.ts';
import { paint } from './paint.ts';
import type { RenderOptions } from './render-options.ts';
import { tagsOf } from './sample.ts';
import { sanitize } from './sanitize.ts';
import { cutMark, formatValue } from './value.ts';

/** All labels of a sample, field by field. */
export function labelsOf({ labels }: Sample): readonly Label[] {
  return Object.values(labels).flatMap((list) => list ?? []);
}

/** Styles for a picture: by the classes of the dataset where they are known, else by its own. */
export function stylesOf({ sample, classes }: Picture): ClassStyles {
  return classStyles([...(classes ?? []), ...labelsOf(sample).map(({ label }) => label)]);
}

/** One line about the picture: file name, size, tags and the fields that fit. */
export function captionLine({ sample, among = 1 }: Pick<Picture, 'sample' | 'among'>, options: RenderOptions): string {
  const { filepath, width, height, tags, fields } = sample;
  const name = sanitize(filepath.slice(filepath.lastIndexOf('/') + 1));
  const facts = [
    ...(among > 1 ? [`first of ${formatCount(among)}`] : []),
    ...(width === null || height === null ? [] : [`${String(width)} x ${String(height)}`]),
    ...(tags.length === 0 ? [] : [tagsOf(tags)]),
    ...Object.entries(fields)
      .filter(([, value]) => value !== null && typeof value !== 'object')
      .map(([field, value]) => `${sanitize(field)} ${formatValue(value, options)}`),
  ];
  let line = truncate(name, options.columns, cutMark(options));
  for (const fact of facts) {
    if (cellWidth(line) + 2 + cellWidth(fact) > options.columns) break;
    line += `  ${fact}`;
  }
  return line;
}

/** Each class with its mark, in its colour, and its count; then the number of labels. Wrapped at whole entries. */
export function legendLines({ sample }: Picture, styles: ClassStyles, options: RenderOptions): string[] {
  const labels = labelsOf(sample);
  if (labels.length === 0) return [paint(emptyNote(sample), 'dim', options)];
  const most = options.columns - 8;
  const entries = countClasses(labels).map(({ name, count }) => {
    const text = `${truncate(className(name), most, cutMark(options))} ${formatCount(count)}`;
    return `${chip(styleOf(name, styles), options)} ${text}`;
  });
  return flow([...entries, paint(counted(labels.length, 'label'), 'dim', options)], options.columns);
}

/** Why there is nothing to draw: never annotated, or annotated and empty. */
export function emptyNote({ labels }: Sample): string {
  const states = Object.values(labels);
  return states.some((list) => list !== null) ? 'annotated, no labels' : 'never annotated';
}

function flow(entries: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const entry of entries) {
    const longer = line === '' ? entry : `${line}   ${entry}`;
    if (line !== '' && cellWidth(longer) > width) {
      lines.push(line);
      line = entry;
    } else line = longer;
  }
  return [...lines, line];
}
