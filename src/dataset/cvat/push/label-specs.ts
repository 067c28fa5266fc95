import type { Json, Label } from '../../model/label.ts';
import { labelShape, type Size } from './label-shape.ts';
import { elementAttributes, ownAttributes } from './label-attributes.ts';

/** An attribute as a project declares it. */
export type AttributeSpec = {
  readonly name: string;
  readonly mutable: boolean;
  readonly input_type: 'checkbox' | 'number' | 'text';
  readonly default_value: string;
  readonly values: readonly string[];
};

/** A label as a project declares it. */
export type LabelSpec = {
  readonly name: string;
  readonly type: string;
  readonly color: string;
  readonly attributes: readonly AttributeSpec[];
  readonly sublabels?: readonly {
    readonly name: string;
    readonly type: 'points';
    readonly attributes: readonly AttributeSpec[];
  }[];
  readonly svg?: string;
};

/** Collects what a project must declare so that it can hold some labels. */
export type LabelCollector = {
  readonly take: (label: Label, size: Size) => void;
  /** Labels in the order of `classes`, then those that are not among them by name. */
  readonly specs: (classes: readonly string[]) => readonly LabelSpec[];
};

/** Enough of the values of each attribute to tell its type and bounds. */
type Values = Map<string, Json[]>;

type Draft = {
  readonly types: Set<string>;
  readonly attributes: Values;
  /** Points of a skeleton, in order, with their attributes. */
  readonly elements: Map<string, Values>;
};

/** Starts without any label. */
export function labelCollector(): LabelCollector {
  const drafts = new Map<string, Draft>();
  return {
    take: (label, size) => {
      const shape = labelShape(label, size);
      if ('fault' in shape || label.label === null) return;
      const draft = drafts.get(label.label) ?? emptyDraft();
      drafts.set(label.label, draft);
      draft.types.add(shape.type);
      widen(draft.attributes, ownAttributes(label));
      for (const { name } of shape.elements ?? []) {
        const values = draft.elements.get(name) ?? new Map<string, Json[]>();
        draft.elements.set(name, values);
        widen(values, elementAttributes(label, name));
      }
    },
    specs: (classes) => {
      const others = [...drafts.keys()].filter((name) => !classes.includes(name)).sort();
      return [...new Set([...classes, ...others])].map((name) => specOf(name, drafts.get(name)));
    },
  };
}

function emptyDraft(): Draft {
  return { types: new Set(), attributes: new Map(), elements: new Map() };
}

function widen(known: Values, entries: readonly (readonly [string, Json])[]): void {
  for (const [name, value] of entries) known.set(name, widened(known.get(name) ?? [], value));
}

function widened(known: readonly Json[], value: Json): Json[] {
  const numbers = [...known, value].filter((one) => typeof one === 'number');
  const other = [...known, value].find((one) => typeof one !== 'number');
  const bounds = numbers.length === 0 ? [] : [Math.min(...numbers), Math.max(...numbers)];
  return other === undefined ? bounds : [...bounds, other];
}

function specOf(name: string, draft: Draft | undefined): LabelSpec {
  const attributes = attributeSpecs(draft?.attributes ?? new Map<string, Json[]>());
  const base = { name, type: typeOf(draft), color: colourOf(name), attributes };
  if (base.type !== 'skeleton' || draft === undefined) return base;
  const sublabels = Array.from(draft.elements, ([element, values]) => {
    return { name: element, type: 'points' as const, attributes: attributeSpecs(values) };
  });
  return { ...base, sublabels, svg: svgOf([...draft.elements.keys()]) };
}

/** One type, where all shapes have it; a skeleton has parts that no other type has. */
function typeOf(draft: Draft | undefined): string {
  if (draft?.types.has('skeleton') === true) return 'skeleton';
  const [only, other] = draft?.types ?? [];
  return only === undefined || other !== undefined ? 'any' : only;
}

function attributeSpecs(values: Values): readonly AttributeSpec[] {
  return [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(attributeSpec);
}

function attributeSpec([name, values]: readonly [string, readonly Json[]]): AttributeSpec {
  const base = { name, mutable: false };
  if (values.every((value) => typeof value === 'boolean')) {
    return { ...base, input_type: 'checkbox', default_value: 'false', values: ['false'] };
  }
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length) return { ...base, input_type: 'text', default_value: '', values: [''] };
  const [low, high] = [Math.floor(Math.min(...numbers)), Math.ceil(Math.max(...numbers))];
  const step = numbers.every(Number.isInteger) ? '1' : '0.001';
  return { ...base, input_type: 'number', default_value: String(low), values: [String(low), String(high), step] };
}

/** A colour that a name always has. */
function colourOf(name: string): string {
  let hash = 0;
  for (const char of name) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 360;
  const channel = (shift: number): string => {
    const at = ((hash + shift) % 360) / 60;
    const value = 64 + 176 * Math.min(1, Math.max(0, Math.abs(at - 3) - 1));
    return Math.round(value).toString(16).padStart(2, '0');
  };
  return `#${channel(0)}${channel(240)}${channel(120)}`;
}

/** Points on a circle. CVAT finds the parts by their names, in which it allows no quotes or brackets. */
function svgOf(names: readonly string[]): string {
  return names
    .map((name, i) => {
      const angle = (2 * Math.PI * i) / names.length;
      const [x, y] = [50 - 40 * Math.cos(angle), 50 - 40 * Math.sin(angle)].map((value) => value.toFixed(2));
      const id = String(i + 1);
      return `<circle r="0.75" cx="${String(x)}" cy="${String(y)}" data-type="element node" data-element-id="${id}" data-node-id="${id}" data-label-name="${name.replace(/["<>&]/gu, '_')}"></circle>`;
    })
    .join('');
}
