import type { Label } from '../../model/label.ts';
import { keepIds } from '../pull/keep-ids.ts';
import type { CvatLabel } from '../reply/records.ts';
import { type AnnotationBody, annotationOf } from './annotation-body.ts';
import type { Size } from './label-shape.ts';

/** A shape or tag of the server: what a pull makes of it, and as it was sent. */
export type ServerLabel = { readonly label: Label; readonly raw: AnnotationBody };

/** Shapes and tags by what is to be done with them. */
export type Edit = {
  readonly create: readonly Sent[];
  readonly update: readonly Sent[];
  readonly remove: readonly Sent[];
};

/** A shape or a tag. */
export type Sent = { readonly isTag: boolean; readonly body: AnnotationBody };

/** Where labels stand, and whose they are. */
export type EditedFrame = {
  readonly frame: number;
  readonly size: Size;
  readonly ownerOf: (label: Label) => CvatLabel;
};

/**
 * What is to be done on a frame so that the server has the labels that are here. A shape that is another now keeps its id there.
 */
export function frameEdit(here: readonly Label[], there: readonly ServerLabel[], where: EditedFrame): Edit {
  const byId = new Map(there.map((one) => [one.label.id, one]));
  const left = new Set(there);
  const create: Sent[] = [];
  const update: Sent[] = [];
  const paired = keepIds(
    there.map(({ label }) => label),
    here,
  );
  for (const label of paired) {
    const partner = byId.get(label.id);
    const sent = bodyOf(label, where);
    if (partner === undefined || sent.isTag !== (partner.label.kind === 'classification')) {
      create.push(sent);
      continue;
    }
    left.delete(partner);
    if (textOf(sent) === textOf(bodyOf(partner.label, where))) continue;
    update.push({ ...sent, body: { ...sent.body, id: partner.raw['id'] ?? null } });
  }
  const remove = [...left].map(({ label, raw }) => ({ isTag: label.kind === 'classification', body: raw }));
  return { create, update, remove };
}

/** True where nothing is to be done. */
export function isEmptyEdit({ create, update, remove }: Edit): boolean {
  return create.length + update.length + remove.length === 0;
}

function bodyOf(label: Label, { frame, size, ownerOf }: EditedFrame): Sent {
  return { isTag: label.kind === 'classification', body: annotationOf(label, frame, size, ownerOf(label)) };
}

/** Values of attributes in no order. */
function textOf({ body }: Sent): string {
  const attributes = Array.isArray(body['attributes']) ? body['attributes'].map((value) => JSON.stringify(value)) : [];
  return JSON.stringify({ ...body, attributes: attributes.sort() });
}
