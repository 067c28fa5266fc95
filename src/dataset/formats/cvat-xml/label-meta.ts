import type { Json } from '../../model/label.ts';
import { xmlText } from './xml-text.ts';

/** Collects what the head of a file says about its labels, while these are written. */
export type LabelMeta = {
  readonly see: (label: string, attributes: Readonly<Record<string, Json>>) => void;
  /** A class whose shapes are skeletons of these parts. */
  readonly seeParts: (label: string, parts: readonly string[]) => void;
  /** The element `labels`. */
  readonly xml: (names: readonly string[]) => string;
};

/** Values of an attribute so far; of many different texts the first are kept. */
type Seen = { readonly kinds: Set<string>; readonly values: Set<string>; least: number; greatest: number };

/** Nothing yet. */
export function labelMeta(): LabelMeta {
  const attributes = new Map<string, Map<string, Seen>>();
  const parts = new Map<string, string[]>();
  return {
    see: (label, own) => {
      const known = attributes.get(label) ?? new Map<string, Seen>();
      attributes.set(label, known);
      for (const [name, value] of Object.entries(own)) note(known, name, value);
    },
    seeParts: (label, names) => {
      const known = parts.get(label) ?? [];
      parts.set(label, [...known, ...names.filter((name) => !known.includes(name))]);
    },
    xml: (names) => {
      const labels = names.flatMap((name) => [
        labelXml(name, { type: parts.has(name) ? 'skeleton' : 'any', attributes: attributes.get(name) }),
        ...(parts.get(name) ?? []).map((part) =>
          labelXml(part, { type: 'points', parent: name, attributes: attributes.get(part) }),
        ),
      ]);
      return `<labels>\n${labels.join('')}</labels>`;
    },
  };
}

const MOST_VALUES = 100;

function note(known: Map<string, Seen>, name: string, value: Json): void {
  const seen = known.get(name) ?? { kinds: new Set(), values: new Set(), least: Infinity, greatest: -Infinity };
  known.set(name, seen);
  seen.kinds.add(typeof value);
  if (typeof value === 'number') {
    seen.least = Math.min(seen.least, value);
    seen.greatest = Math.max(seen.greatest, value);
  } else if (seen.values.size < MOST_VALUES) seen.values.add(attributeText(value));
}

/** The text of an attribute's value; a text that is no scalar is JSON. */
export function attributeText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

type About = {
  readonly type: string;
  readonly parent?: string;
  readonly attributes?: ReadonlyMap<string, Seen> | undefined;
};

function labelXml(name: string, { type, parent, attributes }: About): string {
  const list = [...(attributes ?? [])].map(([attribute, seen]) => attributeXml(attribute, seen)).join('');
  const above = parent === undefined ? '' : `<parent>${xmlText(parent)}</parent>`;
  return `<label><name>${xmlText(name)}</name><type>${type}</type><attributes>${list}</attributes>${above}</label>\n`;
}

function attributeXml(name: string, { kinds, values, least, greatest }: Seen): string {
  const [only] = kinds;
  const kind = kinds.size === 1 ? only : 'string';
  // CVAT wants least, greatest and step of a number, and the default of a check box.
  const [type, choices] =
    kind === 'number'
      ? ['number', [least, greatest, Number.isInteger(least) && Number.isInteger(greatest) ? 1 : 0.01].map(String)]
      : kind === 'boolean'
        ? ['checkbox', ['false']]
        : ['text', [...values].slice(0, 1)];
  const first = kind === 'number' ? String(least) : (choices[0] ?? '');
  return (
    `<attribute><name>${xmlText(name)}</name><mutable>False</mutable><input_type>${type}</input_type>` +
    `<default_value>${xmlText(first)}</default_value><values>${choices.map(xmlText).join('\n')}</values></attribute>`
  );
}
