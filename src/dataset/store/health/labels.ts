import { decodeGeometry } from '../../model/geometry-blob.ts';
import type { LabelKind } from '../../model/label.ts';
import { breathe } from '../breathe.ts';
import { type HealthCheck, repairHint } from './health-check.ts';

/** Whether the outline and the attributes of every label can be read. */
export const labelsCheck: HealthCheck = {
  name: 'labels',
  deep: true,
  run: async ({ name, ask, job }) => {
    const wrong: string[] = [];
    let count = 0;
    for (let last = 0; ;) {
      const rows = await ask(
        'SELECT id, oid, kind, geometry, attributes FROM label WHERE id > ? ORDER BY id LIMIT 2000',
        last,
      );
      if (rows.length === 0) break;
      last = Number(rows.at(-1)?.[0]);
      for (const [, oid, kind, geometry, attributes] of rows) {
        if (isReadableLabel(kind, geometry, attributes)) continue;
        count += 1;
        if (wrong.length < 3) wrong.push(String(oid));
      }
      await breathe(job);
    }
    if (count === 0) return [];
    const message = `${String(count)} labels cannot be read, such as ${wrong.join(', ')}`;
    return [{ check: 'labels', severity: 'error', message, where: name, hint: repairHint(name) }];
  },
};

/** Whether what is stored of a label decodes. */
export function isReadableLabel(kind: unknown, geometry: unknown, attributes: unknown): boolean {
  try {
    if (typeof attributes === 'string') JSON.parse(attributes);
    if (kind === 'classification') return true;
    if (!(geometry instanceof Uint8Array) || !KINDS.has(String(kind))) return false;
    decodeGeometry(kind as Exclude<LabelKind, 'classification'>, geometry);
    return true;
  } catch {
    return false;
  }
}

const KINDS: ReadonlySet<string> = new Set(['polyline', 'detection', 'keypoint', 'mask']);
