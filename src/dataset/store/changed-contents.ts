import { numberOrNull } from './number-or-null.ts';
import type { Database } from 'better-sqlite3';
import type { Row, SqlValue } from '../query/statement.ts';
import { LABEL_CHANGE } from './changed-labels.ts';
import type { ChangedContent, DigestedPicture, LabelContent } from './digest.ts';
import { IMAGE } from './image-tables.ts';

/** A sample on which labels became others, and which. */
export type ChangedContents = { readonly picture: DigestedPicture; readonly changes: readonly ChangedContent[] };

/**
 * Reads which labels of samples became others in a change, after `noteChangedLabels`: what they were and what they are. Only
 * right where the picture and the labels beside them stayed.
 */
export function contentReader(
  db: Database,
  change: number,
): (samples: readonly number[]) => ReadonlyMap<number, ChangedContents> {
  const fields = new Map(db.prepare<[], [number, string]>('SELECT id, name FROM field').raw().all());
  const pictures = db
    .prepare<[string], Row>(`SELECT s.id, s.filepath, s.width, s.height FROM ${AMONG} sample s ON s.id = j.value`)
    .raw();
  const labels = db.prepare<[string, number], Row>(CHANGED).raw();
  return (samples) => {
    const among = JSON.stringify(samples);
    const bySample = Map.groupBy(labels.all(among, change), ([sample]) => Number(sample));
    return new Map(
      pictures.all(among).map(([id, filepath, width, height]) => {
        const picture = { filepath: String(filepath), width: numberOrNull(width), height: numberOrNull(height) };
        const changes = (bySample.get(Number(id)) ?? []).map((row) => contentIn(row, fields));
        return [Number(id), { picture, changes }];
      }),
    );
  };
}

const AMONG = 'json_each(?) j CROSS JOIN';

/** The image of a label as it was, column by column what it is; a light one has its outline in the row. */
const CHANGED = `
  SELECT l.sample_id, l.field_id,
    (SELECT count(*) FROM label o WHERE o.sample_id = l.sample_id AND o.field_id = l.field_id
       AND (o.position < l.position OR o.position = l.position AND o.id < l.id)),
    l.kind, l.class, l.confidence, l.attributes, l.geometry,
    b.class, b.confidence, b.attributes, b.present = ${String(IMAGE.light)}, b.kind, b.geometry
  FROM ${AMONG} label l ON l.sample_id = j.value
    CROSS JOIN temp.changed_label c ON c.id = l.id AND c.what & ${String(LABEL_CHANGE.content)}
    CROSS JOIN before_label b ON b.change_id = ? AND b.id = l.id`;

function contentIn(row: Row, fields: ReadonlyMap<number, string>): ChangedContent {
  const [, field, rank, kind, label, confidence, attributes, geometry, ...before] = row;
  const [oldLabel, oldConfidence, oldAttributes, isLight, oldKind, oldGeometry] = before;
  const after = contentOf({ kind, geometry }, label, confidence, attributes);
  const outline = isLight === 1 ? { kind, geometry } : { kind: oldKind, geometry: oldGeometry };
  return {
    field: fields.get(Number(field)) ?? '',
    rank: Number(rank),
    before: contentOf(outline, oldLabel, oldConfidence, oldAttributes),
    after,
  };
}

type Stored = SqlValue | undefined;

function contentOf(
  { kind, geometry }: { readonly kind: Stored; readonly geometry: Stored },
  label: Stored,
  confidence: Stored,
  attributes: Stored,
): LabelContent {
  return {
    kind: String(kind),
    label: typeof label === 'string' ? label : null,
    confidence: numberOrNull(confidence),
    attributes: typeof attributes === 'string' ? attributes : '',
    geometry: geometry instanceof Uint8Array ? geometry : null,
  };
}
