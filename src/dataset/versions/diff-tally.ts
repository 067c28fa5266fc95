import type { Diff, DiffEntry, LabelDiff, LabelFate } from '../model/diff.ts';
import { compareBinary } from '../model/class-map.ts';

type Counts = Record<LabelFate, number>;

/** Adds differences up, and keeps the first of them. */
export type DiffTally = {
  /** Takes a difference of a label or of a sample that is on both sides. `task`: of the sample. */
  entry(entry: DiffEntry, task: string | null): void;
  /** Counts a label that came or went with its sample. */
  label(label: CountedLabel, fate: LabelFate): void;
  /** Counts a sample in which something differs besides rounding. */
  sample(task: string | null): void;
  /** Whether another difference would be kept; what nobody sees need not be found out. */
  hasRoom(): boolean;
  result(): Pick<Diff, 'labels' | 'fields' | 'classes' | 'relabelled' | 'tasks' | 'entries' | 'total'>;
};

/** What of a label is counted. */
export type CountedLabel = { readonly field: string; readonly class: string | null; readonly task: string | null };

/** @param limit differences that are kept, so that memory stays bounded */
export function diffTally(limit: number): DiffTally {
  const labels = noCounts();
  const fields = new Map<string, number>();
  const classes = new Map<string, { field: string; class: string | null; counts: Counts }>();
  const relabelled = new Map<string, { field: string; from: string | null; to: string | null; labels: number }>();
  const tasks = new Map<string, { samples: number; counts: Counts }>();
  const kept = keptEntries(limit);
  let total = 0;

  const inClass = (field: string, name: string | null, fate: LabelFate): void => {
    const key = JSON.stringify([field, name]);
    const known = classes.get(key) ?? { field, class: name, counts: noCounts() };
    classes.set(key, known);
    known.counts[fate]++;
  };
  const inTask = (task: string | null): { samples: number; counts: Counts } | undefined => {
    if (task === null) return undefined;
    const known = tasks.get(task) ?? { samples: 0, counts: noCounts() };
    tasks.set(task, known);
    return known;
  };
  const label = ({ field, class: name, task }: CountedLabel, fate: LabelFate): void => {
    labels[fate]++;
    inClass(field, name, fate);
    const known = inTask(task)?.counts;
    if (known !== undefined) known[fate]++;
  };
  const pairOf = (entry: DiffEntry): void => {
    const pair = pairIn(entry);
    const key = JSON.stringify([pair.field, pair.from, pair.to]);
    const known = relabelled.get(key) ?? { ...pair, labels: 0 };
    relabelled.set(key, known);
    known.labels++;
    inClass(pair.field, pair.from, 'relabelled');
  };
  return {
    entry: (entry, task) => {
      total++;
      kept.take(entry);
      const { of, field } = entry;
      if (of === 'sample') {
        if (field !== null) fields.set(field, (fields.get(field) ?? 0) + 1);
        return;
      }
      label({ field: field ?? '', class: entry.class, task }, entry.what);
      if (entry.what === 'relabelled') pairOf(entry);
    },
    label,
    sample: (task) => {
      const known = inTask(task);
      if (known !== undefined) known.samples++;
    },
    hasRoom: kept.hasRoom,
    result: () => ({ ...sorted({ fields, classes, relabelled, tasks }), labels, entries: kept.list(), total }),
  };
}

type Kept = Pick<DiffTally, 'hasRoom'> & {
  readonly take: (entry: DiffEntry) => void;
  readonly list: () => readonly DiffEntry[];
};

/** The first differences, those that are rounded behind the others, so that they do not crowd them out. */
function keptEntries(limit: number): Kept {
  const entries: DiffEntry[] = [];
  const rounded: DiffEntry[] = [];
  return {
    take: (entry) => {
      const list = entry.what === 'rounded' ? rounded : entries;
      if (list.length < limit) list.push(entry);
    },
    hasRoom: () => entries.length < limit,
    list: () => [...entries, ...rounded].slice(0, limit),
  };
}

/** Everything that is counted besides labels altogether. */
type Groups = {
  readonly fields: ReadonlyMap<string, number>;
  readonly classes: ReadonlyMap<
    string,
    { readonly field: string; readonly class: string | null; readonly counts: Counts }
  >;
  readonly relabelled: ReadonlyMap<string, Diff['relabelled'][number]>;
  readonly tasks: ReadonlyMap<string, { readonly samples: number; readonly counts: Counts }>;
};

function sorted({
  fields,
  classes,
  relabelled,
  tasks,
}: Groups): Pick<Diff, 'fields' | 'classes' | 'relabelled' | 'tasks'> {
  return {
    fields: Array.from(fields, ([name, samples]) => ({ name, samples })).sort(byName(({ name }) => name)),
    classes: [...classes.values()]
      .map(({ field, class: name, counts }) => ({ field, class: name, ...counts }))
      .sort(byName((each) => `${each.field}\n${each.class ?? '\u{10ffff}'}`)),
    relabelled: [...relabelled.values()].sort((a, b) => b.labels - a.labels || pairName(a, b)),
    tasks: Array.from(tasks, ([task, { samples, counts }]) => ({ task, samples, ...counts })).sort(
      byName(({ task }) => task),
    ),
  };
}

function noCounts(): Counts {
  return { added: 0, removed: 0, moved: 0, rounded: 0, relabelled: 0, retagged: 0, changed: 0 } satisfies LabelDiff;
}

function byName<T>(nameOf: (each: T) => string): (a: T, b: T) => number {
  return (a, b) => compareBinary(nameOf(a), nameOf(b));
}

type Pair = { readonly field: string; readonly from: string | null; readonly to: string | null };

function pairIn({ field, from, to }: DiffEntry): Pair {
  return { field: field ?? '', from: textOrNull(from), to: textOrNull(to) };
}

function pairName(a: Pair, b: Pair): number {
  return compareBinary(JSON.stringify([a.field, a.from, a.to]), JSON.stringify([b.field, b.from, b.to]));
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
