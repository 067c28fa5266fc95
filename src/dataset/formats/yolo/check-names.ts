import type { VerifyFinding } from '../define-format.ts';

type Problem = Pick<VerifyFinding, 'message' | 'severity'>;

/** How many classes `names` and `nc` give, null where neither says, and what is wrong with them. */
export type Classes = { readonly classes: number | null; readonly problems: readonly Problem[] };

/** Checks `names`, a list or a mapping from numbers, and `nc`. */
export function classesOf({ names, nc }: Readonly<Record<string, unknown>>): Classes {
  const count = countOf(nc);
  if (names === undefined || names === null) {
    const severity = count.classes === null ? 'error' : 'warning';
    return { classes: count.classes, problems: [...count.problems, { message: 'names is missing', severity }] };
  }
  const list = listOf(names);
  if (list.names === undefined) return { classes: count.classes, problems: [...count.problems, ...list.problems] };
  const length = list.names.length;
  const problems = [...count.problems, ...list.problems, ...checkNames(list.names)];
  if (count.classes !== null && count.classes !== length) {
    const message = `nc is ${String(count.classes)}, but names has ${String(length)}`;
    problems.push({ message, severity: 'error' });
  }
  return { classes: length, problems };
}

function countOf(nc: unknown): Classes {
  if (nc === undefined || nc === null) {
    return { classes: null, problems: [{ message: 'nc is missing: trainers count the names', severity: 'info' }] };
  }
  if (typeof nc === 'number' && Number.isInteger(nc) && nc >= 0) return { classes: nc, problems: [] };
  return { classes: null, problems: [{ message: 'nc is no whole number', severity: 'error' }] };
}

type Names = { readonly names: readonly unknown[] | undefined; readonly problems: readonly Problem[] };

function listOf(names: unknown): Names {
  if (Array.isArray(names)) return { names, problems: [] };
  if (typeof names !== 'object' || names === null) {
    return { names: undefined, problems: [{ message: 'names is neither a list nor a mapping', severity: 'error' }] };
  }
  const entries = new Map<string, unknown>(Object.entries(names));
  const gap = [...entries.keys()].findIndex((_, i) => !entries.has(String(i)));
  const list = [...entries.keys()].map((key, i) => entries.get(String(i)) ?? entries.get(key));
  if (gap < 0) return { names: list, problems: [] };
  const message = `names has no class ${String(gap)}: the numbers must run from 0 to ${String(entries.size - 1)}`;
  return { names: list, problems: [{ message, severity: 'error' }] };
}

function checkNames(names: readonly unknown[]): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<unknown, number>();
  if (names.length === 0) problems.push({ message: 'names is empty', severity: 'error' });
  names.forEach((name, i) => {
    const at = `class ${String(i)}`;
    const first = seen.get(name);
    if (name === null || name === '') problems.push({ message: `${at} has no name`, severity: 'warning' });
    else if (typeof name !== 'string')
      problems.push({ message: `the name of ${at} is no text: quote it`, severity: 'warning' });
    else if (first !== undefined) {
      problems.push({ message: `${at} is called ${name} like class ${String(first)}`, severity: 'warning' });
    }
    if (first === undefined) seen.set(name, i);
  });
  return problems;
}
