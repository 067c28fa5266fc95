import type { Detection, Label, Polyline, Ring } from '../../../src/dataset/model/label.ts';
import type { Sample } from '../../../src/dataset/model/sample.ts';

const BASE = { confidence: null, tags: [], attributes: {} } as const;

/** A closed, filled outline with normalised coordinates. */
export function outline(label: string | null, xy: readonly number[], more: Partial<Polyline> = {}): Polyline {
  const rings: Ring[] = [{ xy, hole: false }];
  return { ...BASE, kind: 'polyline', label, units: 'normalised', rings, closed: true, filled: true, ...more };
}

/** A box with normalised coordinates. */
export function box(label: string, xywh: Detection['box']): Detection {
  return { ...BASE, kind: 'detection', label, units: 'normalised', box: xywh };
}

/** A sample of 64 x 48 pixels with labels in `gt`; null where it was never annotated. */
export function sampleOf(filepath: string, tags: readonly string[], labels: readonly Label[] | null): Sample {
  return { filepath, width: 64, height: 48, tags, fields: {}, labels: { gt: labels } };
}
