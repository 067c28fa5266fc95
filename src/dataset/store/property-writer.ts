import type { Database } from 'better-sqlite3';
import { sameTexts } from './is-stored.ts';
import type { EncodedProperties } from './encode-label.ts';

/** Changes labels of a field of a sample by their ids. @returns the first id that no label there has. */
export type PropertyWriter = (
  sample: number,
  field: number,
  changes: ReadonlyMap<string, EncodedProperties>,
) => string | undefined;

/** A writer of what labels are besides their outlines, which are most of them: those are neither read nor written. */
export function propertyWriter(db: Database, retag: (label: number, tags: readonly string[]) => void): PropertyWriter {
  const rows = db
    .prepare<[number, number], [number, string, string | null, number | null, string | null, number]>(
      `SELECT id, oid, class, confidence, attributes, EXISTS (SELECT 1 FROM label_tag WHERE label_id = id)
       FROM label WHERE sample_id = ? AND field_id = ? ORDER BY position`,
    )
    .raw();
  const tagsOf = db.prepare<[number], string>('SELECT tag FROM label_tag WHERE label_id = ? ORDER BY position').pluck();
  const write = db.prepare<[string | null, number | null, string | null, number]>(
    'UPDATE OR ROLLBACK label SET (class, confidence, attributes) = (?, ?, ?) WHERE id = ?',
  );
  return (sample, field, changes) => {
    const left = new Map(changes);
    for (const [id, oid, ...stored] of rows.all(sample, field)) {
      const wanted = left.get(oid);
      if (wanted === undefined) continue;
      left.delete(oid);
      const [label, confidence, attributes, isTagged] = stored;
      const { attributes: text, tags } = wanted;
      const isSame = wanted.label === label && wanted.confidence === confidence && text === (attributes ?? '');
      if (!isSame) write.run(wanted.label, wanted.confidence, text === '' ? null : text, id);
      if (!sameTexts(isTagged === 1 ? tagsOf.all(id) : [], tags)) retag(id, tags);
    }
    return left.keys().next().value;
  };
}
