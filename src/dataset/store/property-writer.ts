import type { Database } from 'better-sqlite3';
import { sameTexts } from './is-stored.ts';
import type { EncodedProperties } from './encode-label.ts';

/** What a label is to be besides its outline, and the row in which it stands, where that is known. */
export type PropertyChange = EncodedProperties & { readonly row: number | undefined };

/** Changes labels of a field of a sample by their ids. @returns the first id that no label there has. */
export type PropertyWriter = (
  sample: number,
  field: number,
  changes: ReadonlyMap<string, PropertyChange>,
) => string | undefined;

type StoredProperties = [
  id: number,
  oid: string,
  label: string | null,
  confidence: number | null,
  attributes: string | null,
  isTagged: number,
];

/** A writer of what labels are besides their outlines, which are most of them: those are neither read nor written. */
export function propertyWriter(db: Database, retag: (label: number, tags: readonly string[]) => void): PropertyWriter {
  const stored =
    'SELECT id, oid, class, confidence, attributes, EXISTS (SELECT 1 FROM label_tag WHERE label_id = id) FROM label';
  const rows = db
    .prepare<[number, number], StoredProperties>(`${stored} WHERE sample_id = ? AND field_id = ? ORDER BY position`)
    .raw();
  const known = db
    .prepare<[string, number, number], StoredProperties>(
      `${stored} WHERE id IN (SELECT value FROM json_each(?)) AND +sample_id = ? AND +field_id = ?`,
    )
    .raw();
  const write = changeWriter(db, retag);
  return (sample, field, changes) => {
    const left = new Map(changes);
    const writeFrom = (found: StoredProperties): void => {
      const wanted = left.get(found[1]);
      if (wanted === undefined) return;
      left.delete(found[1]);
      write(found, wanted);
    };
    const at = Array.from(changes.values()).flatMap(({ row }) => row ?? []);
    if (at.length > 0) for (const found of known.all(JSON.stringify(at), sample, field)) writeFrom(found);
    if (left.size > 0) for (const found of rows.all(sample, field)) writeFrom(found);
    return left.keys().next().value;
  };
}

function changeWriter(
  db: Database,
  retag: (label: number, tags: readonly string[]) => void,
): (stored: StoredProperties, wanted: EncodedProperties) => void {
  const tagsOf = db.prepare<[number], string>('SELECT tag FROM label_tag WHERE label_id = ? ORDER BY position').pluck();
  const write = db.prepare<[string | null, number | null, string | null, number]>(
    'UPDATE OR ROLLBACK label SET (class, confidence, attributes) = (?, ?, ?) WHERE id = ?',
  );
  return ([id, , label, confidence, attributes, isTagged], wanted) => {
    const { attributes: text, tags } = wanted;
    const isSame = wanted.label === label && wanted.confidence === confidence && text === (attributes ?? '');
    if (!isSame) write.run(wanted.label, wanted.confidence, text === '' ? null : text, id);
    if (!sameTexts(isTagged === 1 ? tagsOf.all(id) : [], tags)) retag(id, tags);
  };
}
