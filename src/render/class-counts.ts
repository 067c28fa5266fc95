import type { Label } from '../dataset/model/label.ts';
import { sanitize } from './sanitize.ts';

/** How many labels bear a class; the class is null for labels without one. */
export type ClassCount = { readonly name: string | null; readonly count: number };

/** Classes by descending count, then name; labels without a class last. */
export function countClasses(labels: readonly Label[]): ClassCount[] {
  const counts = new Map<string | null, number>();
  for (const { label } of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count })).toSorted(byCount);
}

/** Name of a class, safe to print. */
export function className(name: string | null): string {
  return name === null ? 'without class' : sanitize(name);
}

function byCount(a: ClassCount, b: ClassCount): number {
  if (a.name === null || b.name === null) return a.name === null ? 1 : -1;
  return b.count - a.count || (a.name < b.name ? -1 : 1);
}
