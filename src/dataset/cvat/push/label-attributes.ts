import type { Attributes, Json, Label } from '../../model/label.ts';
import { isObject } from '../../model/json-value.ts';

/** Attributes that a pull makes of what CVAT says about a shape; all others are attributes of its label. */
const ABOUT: ReadonlySet<string> = new Set([
  ...['occluded', 'source', 'z_order', 'group_id', 'rotation', 'shape', 'cx', 'cy', 'rx', 'ry'],
  ...['elements', 'occluded_elements', 'element_attributes'],
]);

/** What CVAT itself knows about a shape. Where an own attribute bears its name, it stands under `cvat_` and the name. */
export function aboutOf({ attributes }: Label, name: string): Json | undefined {
  const prefixed = `cvat_${name}`;
  return Object.hasOwn(attributes, prefixed) ? attributes[prefixed] : valueOf(attributes, name);
}

/** The attributes that belong to the label, without what is missing. */
export function ownAttributes({ attributes }: Label): readonly (readonly [name: string, value: Json])[] {
  return Object.entries(attributes).filter(([name, value]) => value !== null && isOwn(name, attributes));
}

/** Attributes of the points of a skeleton, by the name of the point. */
export function elementAttributes(label: Label, element: string): readonly (readonly [name: string, value: Json])[] {
  const all = aboutOf(label, 'element_attributes');
  if (!isObject(all) || !Object.hasOwn(all, element)) return [];
  const own = all[element];
  return isObject(own) ? Object.entries(own).filter(([, value]) => value !== null) : [];
}

function isOwn(name: string, attributes: Attributes): boolean {
  if (ABOUT.has(name)) return Object.hasOwn(attributes, `cvat_${name}`);
  return !(name.startsWith('cvat_') && ABOUT.has(name.slice(5)));
}

function valueOf(attributes: Attributes, name: string): Json | undefined {
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}
