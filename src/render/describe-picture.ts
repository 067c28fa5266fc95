import { measure } from '../dataset/geometry/measure.ts';
import type { Label } from '../dataset/model/label.ts';
import type { Sample } from '../dataset/model/sample.ts';
import { className, countClasses } from './class-counts.ts';
import { emptyNote, labelsOf } from './legend.ts';
import { counted } from '../dataset/model/counted.ts';
import { sanitize } from './sanitize.ts';

/**
 * A picture in a sentence, for screen readers and wherever no picture can be drawn:
 * `image reef_05, 4000 by 3000 pixels, 14 labels: 6 Acropora mostly upper left, 3 Porites spread.`
 */
export function describePicture(sample: Sample): string {
  const labels = labelsOf(sample);
  const size =
    sample.width === null || sample.height === null
      ? ''
      : `, ${String(sample.width)} by ${String(sample.height)} pixels`;
  const head = `image ${sanitize(stemOf(sample.filepath))}${size}`;
  if (labels.length === 0) return `${head}, ${emptyNote(sample)}.`;
  const classes = countClasses(labels).map(({ name, count }) => {
    const own = labels.filter(({ label }) => label === name);
    return [`${String(count)} ${className(name)}`, placeOf(own, sample)].filter((part) => part !== '').join(' ');
  });
  return `${head}, ${counted(labels.length, 'label')}: ${classes.join(', ')}.`;
}

/** File name without folder and extension. */
function stemOf(filepath: string): string {
  const name = filepath.slice(filepath.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

const ROWS = ['upper', 'middle', 'lower'] as const;
const COLUMNS = ['left', 'centre', 'right'] as const;

/** Where labels lie, by ninths of the picture: all in one, most in one, or spread; empty where it cannot be known. */
function placeOf(labels: readonly Label[], sample: Sample): string {
  const places = labels.map((label) => ninthOf(label, sample)).filter((place) => place !== undefined);
  if (places.length === 0) return '';
  const counts = new Map<string, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  const [most = ['', 0]] = [...counts].toSorted((a, b) => b[1] - a[1]);
  if (most[1] === places.length) return most[0];
  return most[1] > places.length / 2 ? `mostly ${most[0]}` : 'spread';
}

function ninthOf(label: Label, sample: Sample): string | undefined {
  const { x, y, w, h } = measure(label, sample);
  if (x === null || y === null || w === null || h === null) return undefined;
  const row = ROWS[thirdOf(y + h / 2)] ?? '';
  const column = COLUMNS[thirdOf(x + w / 2)] ?? '';
  return row === 'middle' && column === 'centre' ? 'in the middle' : `${row} ${column}`;
}

function thirdOf(share: number): number {
  return Math.min(2, Math.max(0, Math.floor(share * 3)));
}
