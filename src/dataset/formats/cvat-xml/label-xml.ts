import type { Attributes, Json, Label } from '../../model/label.ts';
import { numberOf, textOf } from '../../model/json-value.ts';
import type { CvatElement, SkeletonPart } from './cvat-element.ts';
import { attributeText, type LabelMeta } from './label-meta.ts';
import { openTag, xmlText } from './xml-text.ts';

/** What the reader keeps as attributes although CVAT has a place of its own for it. */
const ABOUT = ['occluded', 'source', 'z_order', 'group_id'] as const;

/** The attributes of a label: CVAT's own places, and the rest, which are children of its elements. */
export type Sorted = {
  readonly about: Readonly<Record<(typeof ABOUT)[number], Json | undefined>>;
  readonly own: Attributes;
};

/**
 * Sorts the attributes of a label; those in `said` stand elsewhere. Where the reader had to prefix one with `cvat_`, because
 * an attribute of the user bears its name, that is undone.
 */
export function sortAttributes(attributes: Attributes, said: ReadonlySet<string>): Sorted {
  const own = new Map(Object.entries(attributes));
  for (const key of said) own.delete(key);
  const place = (key: string): Json | undefined => {
    const name = own.has(`cvat_${key}`) ? `cvat_${key}` : key;
    const value = own.get(name);
    own.delete(name);
    return value;
  };
  const [occluded, source, order, group] = ABOUT.map(place);
  return { about: { occluded, source, z_order: order, group_id: group }, own: Object.fromEntries(own) };
}

const BARE: ReadonlySet<string> = new Set(['tag', 'skeleton']);

/** The element of a shape, with its attributes as children; notes in `meta` what it has. */
export function elementXml(label: Label, element: CvatElement, { about, own }: Sorted, meta: LabelMeta): string {
  const name = label.label ?? '';
  const attributes = {
    label: name,
    source: textOf(about.source) ?? 'manual',
    // A skeleton has it point by point, a tag not at all.
    ...(!BARE.has(element.name) && { occluded: about.occluded === true ? 1 : 0 }),
    ...element.place,
    ...(element.name !== 'tag' && { z_order: Math.trunc(numberOf(about.z_order) ?? 0) }),
    group_id: numberOf(about.group_id) ?? undefined,
  };
  noteLabel(name, element, own, meta);
  const children = [...(element.parts ?? []).map(partXml), ...childrenXml(own)];
  return `    ${openTag(element.name, attributes)}>\n${children.join('')}    </${element.name}>\n`;
}

function noteLabel(name: string, { parts }: CvatElement, own: Attributes, meta: LabelMeta): void {
  meta.see(name, own);
  if (parts === undefined) return;
  for (const part of parts) meta.see(part.name, part.attributes);
  meta.seeParts(
    name,
    parts.map((part) => part.name),
  );
}

function partXml({ name, points, outside, occluded, attributes }: SkeletonPart): string {
  const tag = openTag('points', {
    label: name,
    source: 'manual',
    outside: outside ? 1 : 0,
    occluded: occluded ? 1 : 0,
    points,
  });
  return `      ${tag}>\n${childrenXml(attributes).join('')}      </points>\n`;
}

function childrenXml(attributes: Attributes): string[] {
  return Object.entries(attributes).map(
    ([name, value]) => `      ${openTag('attribute', { name })}>${xmlText(attributeText(value))}</attribute>\n`,
  );
}
