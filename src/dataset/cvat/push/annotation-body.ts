import { UserError } from '../../../diagnostics.ts';
import type { Json, Label } from '../../model/label.ts';
import type { CvatLabel } from '../reply/records.ts';
import { aboutOf, elementAttributes, ownAttributes } from './label-attributes.ts';
import { labelShape, type Size } from './label-shape.ts';

/** A shape or tag as it is sent. */
export type AnnotationBody = { readonly [key: string]: Json };

/** A label as CVAT takes it on a frame. @throws UserError `invalid` where the project lacks a point of a skeleton */
export function annotationOf(label: Label, frame: number, size: Size, owner: CvatLabel): AnnotationBody {
  const group = aboutOf(label, 'group_id');
  const base = {
    frame,
    label_id: owner.id,
    source: sourceOf(label),
    attributes: valuesFor(ownAttributes(label), owner),
    ...(typeof group === 'number' && { group }),
  };
  const shape = labelShape(label, size);
  if ('fault' in shape) throw new Error(`a label without a shape was not left out: ${shape.fault}`);
  if (shape.type === 'tag') return base;
  const order = aboutOf(label, 'z_order');
  return {
    ...base,
    type: shape.type,
    points: shape.points,
    rotation: shape.rotation ?? 0,
    occluded: aboutOf(label, 'occluded') === true,
    z_order: typeof order === 'number' ? order : 0,
    ...(shape.elements !== undefined && { elements: elementsOf(label, shape.elements, frame, owner) }),
  };
}

type Elements = NonNullable<Extract<ReturnType<typeof labelShape>, { readonly type: string }>['elements']>;

function elementsOf(label: Label, elements: Elements, frame: number, owner: CvatLabel): readonly AnnotationBody[] {
  const occluded = aboutOf(label, 'occluded_elements');
  const hidden = Array.isArray(occluded) ? occluded : [];
  return elements.map(({ name, points, outside }) => {
    const part = owner.sublabels.find((one) => one.name === name);
    if (part === undefined) throw new UserError('invalid', `the skeleton ${owner.name} has no point ${name}`);
    const attributes = valuesFor(elementAttributes(label, name), part);
    return { type: 'points', frame, label_id: part.id, points, outside, occluded: hidden.includes(name), attributes };
  });
}

/** Later servers take no other words. */
const SOURCES: ReadonlySet<unknown> = new Set(['auto', 'semi-auto', 'manual', 'file', 'consensus']);

function sourceOf(label: Label): string {
  const source = aboutOf(label, 'source');
  return typeof source === 'string' && SOURCES.has(source) ? source : 'manual';
}

function valuesFor(values: ReturnType<typeof ownAttributes>, { attributes }: CvatLabel): readonly AnnotationBody[] {
  const specs = new Map(attributes.map(({ name, id }) => [name, id]));
  return values.flatMap(([name, value]) => {
    const id = specs.get(name);
    if (id === undefined) return [];
    return [{ spec_id: id, value: typeof value === 'string' ? value : JSON.stringify(value) }];
  });
}
