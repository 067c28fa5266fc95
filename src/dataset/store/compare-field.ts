import type { Database } from 'better-sqlite3';
import type { PackedLabel, PackedLabels } from '../model/packed-sample.ts';
import type { Row, SqlValue } from '../query/statement.ts';
import { quoted } from './bulk-tables.ts';
import { packLabel } from './decode-samples.ts';

/** The same sample in two files, by its row ids. */
export type SamplePair = readonly [here: number, there: number];

/** A label field in two files, by its names; one that a file does not have is missing on all of its samples. */
export type FieldPair = readonly [here: string, there: string];

/** Labels of a field that differ, on both sides in the same order; both null where it is missing. */
type ListPair = readonly [here: PackedLabels, there: PackedLabels];

/** Compares the labels of one field. */
export type FieldComparer = {
  readonly names: FieldPair;
  /** By rows of samples here; those whose labels do not pair up are left out. */
  readonly compare: (pairs: readonly SamplePair[]) => ReadonlyMap<number, ListPair>;
};

/** A comparer on a database to which another one is attached as `other`. */
export function fieldComparer(db: Database, names: FieldPair): FieldComparer {
  const sides = [stored(db, 'main', names[0]), stored(db, 'other', names[1])] as const;
  const alike = alikeReader(db, sides);
  const differing = differingReader(db, sides);
  const repeating = repeatingReader(db, sides[0]);
  return {
    names,
    compare: (pairs) => {
      const missing = alike(pairs);
      const present = pairs.filter(([here]) => missing.get(here) === false);
      const { lists, strangers } = present.length === 0 ? NO_DIFFERENCE : differing(present);
      const apart = new Set([...strangers, ...repeating([...lists.keys()])]);
      return new Map(
        Array.from(missing).flatMap(([here, isMissing]) => {
          if (apart.has(here)) return [];
          return [[here, isMissing ? MISSING : (lists.get(here) ?? NOTHING)] as const];
        }),
      );
    },
  };
}

const MISSING: ListPair = [null, null];
const NOTHING: ListPair = [[], []];

/** `isMissing`: an expression on a sample. */
type Side = { readonly schema: 'main' | 'other'; readonly id: number; readonly isMissing: string };

function stored(db: Database, schema: Side['schema'], name: string): Side {
  const field = db
    .prepare<[string], [number, string]>(
      `SELECT id, column_name FROM ${schema}.field WHERE name = ? AND kind = 'labels'`,
    )
    .raw()
    .get(name);
  if (field === undefined) return { schema, id: NO_FIELD, isMissing: '1' };
  return { schema, id: field[0], isMissing: `(${SAMPLE_OF[schema]}.${quoted(field[1])} IS NULL)` };
}

/** The id of no field. */
const NO_FIELD = -1;

/** What rows of samples are called. */
const SAMPLE_OF = { main: 's', other: 'o' } as const;

/** Pairs of samples, a list in JSON: `j.value ->> 0` is the row here, `j.value ->> 1` that in the other file. */
const PAIRS = 'json_each(?) j';

/**
 * Samples whose field is missing on both sides (true), or has labels at the same places (false), the first with the same
 * id; by their rows here.
 */
function alikeReader(
  db: Database,
  [here, there]: readonly [Side, Side],
): (pairs: readonly SamplePair[]) => ReadonlyMap<number, boolean> {
  const of = ({ schema, id }: Side): string =>
    `${schema}.label WHERE sample_id = ${SAMPLE_OF[schema]}.id AND field_id = ${String(id)}`;
  const places = (side: Side): string => `(SELECT group_concat(position) FROM ${of(side)})`;
  // Labels of other sources have other ids from the first on: that is found out before all of them are looked at.
  const first = (side: Side): string => `(SELECT oid FROM ${of(side)} ORDER BY position LIMIT 1)`;
  const rows = db
    .prepare<[string], [number, number]>(
      `SELECT s.id, ${here.isMissing} FROM ${PAIRS}
       CROSS JOIN main.sample s ON s.id = j.value ->> 0 CROSS JOIN other.sample o ON o.id = j.value ->> 1
       WHERE ${here.isMissing} = ${there.isMissing}
         AND (${here.isMissing} OR (${places(here)} IS ${places(there)} AND ${first(here)} IS ${first(there)}))`,
    )
    .raw();
  return (pairs) => new Map(rows.all(JSON.stringify(pairs)).map(([row, missing]) => [row, missing === 1]));
}

/** Columns of `label`, in the order in which labels are made of them. */
const COLUMNS = ['id', 'sample_id', 'field_id', 'oid', 'kind', 'class', 'confidence', 'closed', 'filled', 'geometry'];
const LABEL = [...COLUMNS, 'attributes'];
const CONTENT = LABEL.slice(LABEL.indexOf('kind'));

/** Labels that differ, by rows of samples here, and the samples in which labels at one place have not the same id. */
type Differing = { readonly lists: ReadonlyMap<number, ListPair>; readonly strangers: ReadonlySet<number> };

const NO_DIFFERENCE: Differing = { lists: new Map(), strangers: new Set() };

/** Expects samples whose labels stand at the same places on both sides. */
function differingReader(db: Database, sides: readonly [Side, Side]): (pairs: readonly SamplePair[]) => Differing {
  const rows = db.prepare<[string], Row>(differingRows(sides)).raw();
  return (pairs) => {
    const lists = new Map<number, readonly [PackedLabel[], PackedLabel[]]>();
    const strangers = new Set<number>();
    for (const row of rows.all(JSON.stringify(pairs))) {
      const sample = Number(row[SAMPLE]);
      if (row[0] === 1) strangers.add(sample);
      if (strangers.has(sample)) continue;
      const list = lists.get(sample) ?? [[], []];
      lists.set(sample, list);
      const [ours, theirs] = labelsOf(row);
      list[0].push(ours);
      list[1].push(theirs);
    }
    return { lists, strangers };
  };
}

/** Rows: whether the ids differ, whether the outlines are the same, tags of both, then the columns of both. */
function differingRows([here, there]: readonly [Side, Side]): string {
  const content = (of: string): string => `(${CONTENT.map((name) => `${of}.${name}`).join(', ')})`;
  const columns = (of: string, when: string): string =>
    LABEL.map((name) => (name === 'geometry' ? `CASE WHEN ${when} THEN ${of}.geometry END` : `${of}.${name}`)).join(
      ', ',
    );
  const tags = (schema: string, of: string): string =>
    `(SELECT json_group_array(tag ORDER BY position) FROM ${schema}.label_tag WHERE label_id = ${of}.id)`;
  const tagsDiffer = `${tags('main', 'l')} IS NOT ${tags('other', 'o')}`;
  const isTagged = 'EXISTS (SELECT 1 FROM main.label_tag) OR EXISTS (SELECT 1 FROM other.label_tag)';
  // Outlines are long: one that is not needed, or the same on both sides, is not handed over again.
  return `SELECT l.oid <> o.oid, l.geometry IS o.geometry, ${tags('main', 'l')}, ${tags('other', 'o')},
      ${columns('l', 'l.oid = o.oid')}, ${columns('o', 'l.oid = o.oid AND l.geometry IS NOT o.geometry')}
    FROM ${PAIRS}
    CROSS JOIN main.label l ON l.sample_id = j.value ->> 0 AND l.field_id = ${String(here.id)}
    CROSS JOIN other.label o
      ON o.sample_id = j.value ->> 1 AND o.field_id = ${String(there.id)} AND o.position = l.position
    WHERE l.oid <> o.oid OR ${content('l')} IS NOT ${content('o')} OR ((${isTagged}) AND ${tagsDiffer})
    ORDER BY j.key, l.position`;
}

/** What stands before the columns of the labels, and where the sample stands. */
const BEFORE = 4;
const SAMPLE = BEFORE + LABEL.indexOf('sample_id');

function labelsOf(row: Row): readonly [PackedLabel, PackedLabel] {
  const [, isSameOutline, ours, theirs] = row;
  const here = row.slice(BEFORE, BEFORE + LABEL.length);
  const there = row.slice(BEFORE + LABEL.length);
  const outline = LABEL.indexOf('geometry');
  if (isSameOutline === 1) there[outline] = here[outline] ?? null;
  return [packLabel(here, tagsIn(ours)), packLabel(there, tagsIn(theirs))];
}

function tagsIn(text: SqlValue | undefined): readonly string[] {
  return typeof text !== 'string' || text === '[]' ? NO_TAGS : (JSON.parse(text) as readonly string[]);
}

const NO_TAGS: readonly string[] = [];

/** Those of some samples in whose field an id occurs twice: their labels cannot be told apart. */
function repeatingReader(db: Database, { id }: Side): (samples: readonly number[]) => readonly number[] {
  const rows = db
    .prepare<[string], number>(
      `SELECT j.value FROM json_each(?) j WHERE (
         SELECT count(*) > count(DISTINCT oid) FROM main.label WHERE sample_id = j.value AND field_id = ${String(id)})`,
    )
    .pluck();
  return (samples) => (samples.length === 0 ? [] : rows.all(JSON.stringify(samples)));
}
