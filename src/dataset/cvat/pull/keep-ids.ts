import { pairLabels } from '../../geometry/pair-labels.ts';
import type { Label } from '../../model/label.ts';

/**
 * The labels of the server under the ids and tags of those that stood here. CVAT gives shapes new ids whenever they are
 * written as a whole, so labels are paired by id, then by what they are. A label without a partner keeps the id that it
 * came with.
 */
export function keepIds(here: readonly Label[], there: readonly Label[]): readonly Label[] {
  const { pairs } = pairLabels(there, here, { idOf: ({ id }) => id, shapeOf, labelOf: (label) => label });
  const partners = new Map(pairs);
  return there.map((label) => {
    const partner = partners.get(label);
    return partner?.id === undefined ? label : { ...label, id: partner.id, tags: partner.tags };
  });
}

/** Class and geometry, as a text. */
function shapeOf(label: Label): string {
  return JSON.stringify({ ...label, id: null, tags: null, confidence: null, attributes: null });
}
