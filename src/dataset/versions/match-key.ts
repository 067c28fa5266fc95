import { UserError } from '../../diagnostics.ts';
import type { SampleRow } from '../dataset.ts';
import { nearest } from '../model/nearest.ts';
import type { Value } from '../query/answer.ts';
import type { Catalog } from '../query/catalog.ts';
import type { Term } from '../query/term.ts';
import { STRING, typeOfField } from '../query/type.ts';

/** How samples of two datasets are known to be the same. */
export type MatchKey = {
  /** As it was written: `path`, `name`, `id`, `cvat`, or a field. */
  readonly by: string;
  /** What is read of each sample. */
  readonly terms: (catalog: Catalog) => readonly Term[];
  /** The key as a text; null for a sample that has none. */
  readonly keyOf: (values: readonly Value[]) => string | null;
};

/**
 * Reads what samples are matched by: `path` (`filepath`), `name` (the last part of the path), `id`, `cvat` (task and frame), or
 * the name of a field.
 */
export function matchKey(by: string): MatchKey {
  const one = (values: readonly Value[]): string | null => textOf(values[0]);
  switch (by) {
    case 'path':
    case 'filepath':
      return { by: 'path', terms: () => [FILEPATH], keyOf: one };
    case 'name':
      return { by, terms: () => [FILEPATH], keyOf: (values) => nameOf(one(values)) };
    case 'id':
      return { by, terms: () => [{ kind: 'field', name: 'id', type: STRING }], keyOf: one };
    case 'cvat':
      return {
        by,
        terms: (catalog) => [valueTerm('cvat_task_id', catalog), valueTerm('cvat_frame', catalog)],
        keyOf: (values) => {
          const [task, frame] = values.map(textOf);
          return task == null || frame == null ? null : `${task}/${frame}`;
        },
      };
    default:
      return { by, terms: (catalog) => [valueTerm(by, catalog)], keyOf: one };
  }
}

/** Samples by their keys; `twice`: keys that several have; `without`: how many have none. */
export type Keyed = {
  readonly byKey: ReadonlyMap<string, SampleRow>;
  readonly twice: readonly string[];
  readonly without: number;
};

/** Sorts samples by what they are known by; of several with one key the first. */
export function keyed(rows: readonly SampleRow[], { keyOf }: MatchKey): Keyed {
  const byKey = new Map<string, SampleRow>();
  const twice = new Set<string>();
  let without = 0;
  for (const row of rows) {
    const key = keyOf(row.values);
    if (key === null) without++;
    else if (byKey.has(key)) twice.add(key);
    else byKey.set(key, row);
  }
  return { byKey, twice: [...twice], without };
}

/** @throws UserError `invalid` that names some of the keys that several samples of a dataset have. */
export function refuseTwice(keys: readonly string[], dataset: string, { by }: MatchKey): void {
  if (keys.length === 0) return;
  const some = keys.slice(0, NAMED).join(', ') + (keys.length > NAMED ? ', ...' : '');
  throw new UserError('invalid', `several samples of ${dataset} have the same ${by}: ${some}`, {
    hint: 'match by something that each sample has of its own: --by path, name, id, cvat or a field',
  });
}

/** @throws UserError `invalid` where samples of a dataset have nothing to be matched by. */
export function refuseWithout(count: number, dataset: string, { by }: MatchKey): void {
  if (count === 0) return;
  const samples = count === 1 ? 'one sample' : `${String(count)} samples`;
  throw new UserError('invalid', `${samples} of ${dataset} cannot be matched by ${by}: it is missing there`, {
    hint: 'match by something that all have, or give a view of those that have it',
  });
}

/** Keys that an error names. */
const NAMED = 5;

const FILEPATH: Term = { kind: 'field', name: 'filepath', type: STRING };

function valueTerm(name: string, { dataset, fields }: Catalog): Term {
  const field = fields.find((each) => each.name === name);
  if (field?.kind === 'value' && field.type !== 'list' && field.type !== 'dict') {
    return { kind: 'field', name, type: typeOfField(field.type) };
  }
  if (field !== undefined) {
    throw new UserError('wrong-type', `samples cannot be matched by ${name}: it has no single value`, {
      hint: 'match by a field of numbers, texts or dates',
    });
  }
  const near = nearest(name, ['path', 'name', 'id', 'cvat', ...fields.map((each) => each.name)]);
  throw new UserError('unknown-field', `the samples of ${dataset} have no field ${name} to be matched by`, {
    hint: near === undefined ? 'match by path, name, id, cvat or a field' : `did you mean ${near}?`,
  });
}

function textOf(value: Value | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function nameOf(path: string | null): string | null {
  return path === null ? null : path.slice(path.lastIndexOf('/') + 1);
}
