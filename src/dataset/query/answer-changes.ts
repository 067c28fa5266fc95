import type { Answer, Column, Value } from './answer.ts';

/** An answer as rows that can be told from each other: by their keys, each with its values. */
export type KeyedAnswer = {
  readonly keys: readonly Column[];
  readonly values: readonly Column[];
  readonly rows: readonly KeyedRow[];
};

export type KeyedRow = { readonly key: readonly Value[]; readonly values: readonly Value[] };

/** A row, and what became of it since the answer before; `by`: how much each value has grown, null where it is no number. */
export type ChangedRow = KeyedRow & {
  readonly change: 'same' | 'changed' | 'new' | 'gone';
  readonly by: readonly (number | null)[];
};

/**
 * The rows of an answer. Of a table of counts all columns but the counts are keys; of any other the first is, of a list each
 * value. A number has one row without a key. Undefined for samples: they are nothing that is counted.
 */
export function keyedAnswer(answer: Answer): KeyedAnswer | undefined {
  switch (answer.kind) {
    case 'scalar':
      return { keys: [], values: [VALUE], rows: [{ key: [], values: [answer.value] }] };
    case 'view':
      return keyedView(answer);
    case 'list':
      return { keys: [VALUE], values: [], rows: answer.values.map((value) => ({ key: [value], values: [] })) };
    case 'table':
      return keyedTable(answer);
    case 'sample':
    case 'samples':
      return undefined;
  }
}

/** The rows of the answer now in their order, each with what became of it, and behind them those that are gone. */
export function changesBetween(before: KeyedAnswer | undefined, now: KeyedAnswer): readonly ChangedRow[] {
  const none = now.values.map(() => null);
  if (before === undefined) return now.rows.map((row) => ({ ...row, change: 'same', by: none }));
  const known = Map.groupBy(before.rows, nameOf);
  const kept = now.rows.map((row): ChangedRow => {
    // Several rows of a list may be the same: each has its partner.
    const was = known.get(nameOf(row))?.shift();
    if (was === undefined) return { ...row, change: 'new', by: none };
    const by = row.values.map((value, i) => growth(was.values[i] ?? null, value));
    const isSame = row.values.every((value, i) => isEqual(value, was.values[i] ?? null));
    return { ...row, change: isSame ? 'same' : 'changed', by: isSame ? none : by };
  });
  const gone = [...known.values()].flat().map((row): ChangedRow => ({ ...row, change: 'gone', by: none }));
  return [...kept, ...gone];
}

const VALUE: Column = { name: 'value', type: 'mixed' };
const COUNT: Column = { name: 'count', type: 'int', role: 'count' };

function keyedView({ samples, labels }: Extract<Answer, { kind: 'view' }>): KeyedAnswer {
  const counts = [['samples', samples] as const, ...Object.entries(labels)];
  return {
    keys: [{ name: 'view', type: 'string' }],
    values: [COUNT],
    rows: counts.map(([name, count]) => ({ key: [name], values: [count] })),
  };
}

function keyedTable({ columns, rows }: Extract<Answer, { kind: 'table' }>): KeyedAnswer {
  const hasCounts = columns.some(({ role }) => role === 'count');
  const isKey = columns.map(({ role }, at) => (hasCounts ? role !== 'count' : at === 0));
  const pick = <T>(list: readonly T[], wanted: boolean): T[] => list.filter((_, at) => isKey[at] === wanted);
  return {
    keys: pick(columns, true),
    values: pick(columns, false),
    rows: rows.map((row) => ({ key: pick(row, true), values: pick(row, false) })),
  };
}

function nameOf({ key }: KeyedRow): string {
  return JSON.stringify(key);
}

function growth(before: Value, now: Value): number | null {
  return typeof before === 'number' && typeof now === 'number' ? now - before : null;
}

function isEqual(one: Value, other: Value): boolean {
  return Object.is(one, other) || JSON.stringify(one) === JSON.stringify(other);
}
