import type { Database } from 'better-sqlite3';
import type { PictureSize } from '../geometry/measure.ts';
import type { Row, SqlValue } from '../query/statement.ts';
import { isStored, sameTexts } from './is-stored.ts';
import { type PropertyChange, propertyWriter } from './property-writer.ts';
import { CONTENT_COLUMNS, contentColumns, type PreparedLabel } from './prepare-labels.ts';

/** A field of a sample, both by row id, and the size of the picture. */
export type LabelPlace = { readonly sample: number; readonly field: number; readonly size: PictureSize };

/** Writes labels one by one; a label that is as it was is left alone. */
export type LabelWriter = {
  /** Makes these the labels of a field, in this order: labels are known again by their ids. */
  setAll(place: LabelPlace, labels: readonly PreparedLabel[]): void;
  /**
   * Puts a label in the place of the one with its id, else behind the others. @returns the number of labels there where it is
   * another one now.
   */
  put(place: LabelPlace, label: PreparedLabel): number | undefined;
  /** Changes labels of a field in all but their outlines, by their ids. @returns the first id that no label there has. */
  changeProperties(place: Omit<LabelPlace, 'size'>, changes: ReadonlyMap<string, PropertyChange>): string | undefined;
  /** @returns the number of labels that are left; undefined where there was none with that id. */
  remove(place: LabelPlace, oid: string): number | undefined;
  removeAllOf(sample: number): void;
  /** Keeps so many row ids for labels that are written otherwise. @returns the one before the first */
  reserve(count: number): number;
};

/** A writer on an open database. Row ids are not given twice, so that a label that replaces another is told from it. */
export function labelWriter(db: Database): LabelWriter {
  const { read, find, insert, update, move, remove, retag, clear } = statementsOn(db);
  const properties = propertyWriter(db, retag);
  const lastId = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM label').pluck();
  let last = lastId.get() ?? 0;
  const add = ({ sample, field, size }: LabelPlace, label: PreparedLabel, position: number): void => {
    last++;
    insert.run([last, label.oid, sample, field, position, ...contentColumns(label, size)]);
    if (label.tags.length > 0) retag(last, label.tags);
  };
  const change = (stored: StoredLabel, label: PreparedLabel, size: PictureSize): void => {
    const content = contentColumns(label, size);
    if (!content.every((value, i) => isStored(value, stored.content[i]))) update(stored, content);
    if (!sameTexts(stored.tags, label.tags)) retag(stored.id, label.tags);
  };
  return {
    setAll: (place, labels) => {
      const known = byOid(read(place.sample, place.field));
      let position = -1;
      for (const label of labels) {
        const stored = known.get(label.oid)?.shift();
        position = stored !== undefined && stored.position > position ? stored.position : position + 1;
        if (stored === undefined) add(place, label, position);
        else {
          change(stored, label, place.size);
          if (stored.position !== position) move.run(position, stored.id);
        }
      }
      for (const left of known.values()) for (const label of left) remove(label);
    },
    put: (place, label) => {
      const stored = find(place.sample, place.field, label.oid);
      if (stored !== undefined) {
        change(stored, label, place.size);
        return undefined;
      }
      const all = read(place.sample, place.field);
      add(place, label, (all.at(-1)?.position ?? -1) + 1);
      return all.length + 1;
    },
    changeProperties: ({ sample, field }, changes) => properties(sample, field, changes),
    remove: ({ sample, field }, oid) => {
      const all = read(sample, field);
      const stored = all.find((label) => label.oid === oid);
      if (stored === undefined) return undefined;
      remove(stored);
      return all.length - 1;
    },
    removeAllOf: clear,
    reserve: (count) => (last += count) - count,
  };
}

type StoredLabel = {
  readonly id: number;
  readonly oid: string;
  readonly position: number;
  readonly content: Row;
  readonly tags: readonly string[];
};

/** Columns that are written alone where no others differ: neither indexes nor outlines that stay are then written again. */
const GROUPS = [
  ['attributes'],
  ['class', 'confidence', 'attributes'],
  CONTENT_COLUMNS.filter((column) => column !== 'class'),
  CONTENT_COLUMNS,
] as const;

/** Writes what a label is, in as few columns as will do. */
function updater(db: Database): (stored: StoredLabel, values: readonly SqlValue[]) => void {
  const statements = GROUPS.map((columns) => ({
    places: columns.map((column) => CONTENT_COLUMNS.indexOf(column)),
    statement: db.prepare<[readonly SqlValue[]]>(
      `UPDATE OR ROLLBACK label SET (${columns.join(', ')}) = (${columns.map(() => '?').join(', ')}) WHERE id = ?`,
    ),
  }));
  return ({ id, content }, values) => {
    const differing = values.flatMap((value, i) => (isStored(value, content[i]) ? [] : [i]));
    const fitting = statements.find(({ places }) => differing.every((i) => places.includes(i)));
    fitting?.statement.run([...fitting.places.map((i) => values[i] ?? null), id]);
  };
}

function statementsOn(db: Database) {
  const content = CONTENT_COLUMNS.join(', ');
  const stored = `SELECT id, oid, position, EXISTS (SELECT 1 FROM label_tag WHERE label_id = id), ${content} FROM label`;
  const rows = db
    .prepare<[number, number], Row>(`${stored} WHERE sample_id = ? AND field_id = ? ORDER BY position`)
    .raw();
  // By the index of samples: whoever puts a label has just read its neighbours, while ids are spread over the whole file.
  const one = db
    .prepare<[number, number, string], Row>(
      `${stored} WHERE sample_id = ? AND field_id = ? AND +oid = ? ORDER BY position LIMIT 1`,
    )
    .raw();
  const tags = db.prepare<[number], string>('SELECT tag FROM label_tag WHERE label_id = ? ORDER BY position').pluck();
  const untag = db.prepare('DELETE FROM label_tag WHERE label_id = ?');
  const tag = db.prepare('INSERT OR ROLLBACK INTO label_tag VALUES (?, ?, ?)');
  const removeOne = db.prepare('DELETE FROM label WHERE id = ?');
  const untagAll = db.prepare('DELETE FROM label_tag WHERE label_id IN (SELECT id FROM label WHERE sample_id = ?)');
  const removeAll = db.prepare('DELETE FROM label WHERE sample_id = ?');
  const toStored = (row: Row): StoredLabel => storedLabel(row, (id) => tags.all(id));
  const places = CONTENT_COLUMNS.map(() => '?').join(', ');
  const update = updater(db);
  return {
    read: (sample: number, field: number): StoredLabel[] => rows.all(sample, field).map(toStored),
    find: (sample: number, field: number, oid: string): StoredLabel | undefined => {
      const row = one.get(sample, field, oid);
      return row === undefined ? undefined : toStored(row);
    },
    insert: db.prepare<[readonly SqlValue[]]>(
      `INSERT OR ROLLBACK INTO label (id, oid, sample_id, field_id, position, ${content}) VALUES (?, ?, ?, ?, ?, ${places})`,
    ),
    update,
    move: db.prepare<[number, number]>('UPDATE OR ROLLBACK label SET position = ? WHERE id = ?'),
    remove: ({ id, tags: { length } }: StoredLabel): void => {
      if (length > 0) untag.run(id);
      removeOne.run(id);
    },
    retag: (id: number, all: readonly string[]): void => {
      untag.run(id);
      for (const [position, one] of all.entries()) tag.run(id, position, one);
    },
    clear: (sample: number): void => {
      untagAll.run(sample);
      removeAll.run(sample);
    },
  };
}

function storedLabel(
  [id, oid, position, isTagged, ...content]: Row,
  tagsOf: (id: number) => readonly string[],
): StoredLabel {
  const tags = isTagged === 1 ? tagsOf(Number(id)) : NO_TAGS;
  return { id: Number(id), oid: String(oid), position: Number(position), content, tags };
}

const NO_TAGS: readonly string[] = [];

/** Stored labels in order, by id: an id may occur more than once. */
function byOid(labels: readonly StoredLabel[]): Map<string, StoredLabel[]> {
  const known = new Map<string, StoredLabel[]>();
  for (const label of labels) known.set(label.oid, [...(known.get(label.oid) ?? []), label]);
  return known;
}
