import type { Json } from '../model/label.ts';
import type { FieldValue } from '../model/sample.ts';
import { BUILT_IN_FIELDS } from '../model/schema.ts';

/** Finds types and names for members of a source that become user fields of samples. */
export type FieldValues = {
  /** First of all records: takes note of what types a member has. */
  readonly see: (key: string, value: Json) => void;
  /** Then: the fields of one record, without missing ones. */
  readonly fieldsOf: (members: Iterable<readonly [string, Json]>) => Record<string, FieldValue>;
  /** Members whose name or type had to change, in words. */
  readonly notes: () => readonly string[];
};

/**
 * A field has one type. Where all values of a member are ISO dates (a space for the `T` and no zone are accepted, and
 * mean UTC) it is a date; where values are of several types it is text, and what is no text is written as JSON.
 * A name that every sample has already, or that is in `taken`, is prefixed.
 */
export function fieldValues(prefix: string, taken: readonly string[]): FieldValues {
  const kinds = new Map<string, Set<Kind>>();
  const names = new Map<string, string>();
  const used = new Set([...taken, 'metadata', ...Object.keys(BUILT_IN_FIELDS)]);
  const nameOf = (key: string): string => {
    const known = names.get(key);
    if (known !== undefined) return known;
    let name = key.replace(UNFIT, '_') || '_';
    for (let n = 1; used.has(name); n++) name = `${prefix}_${key.replace(UNFIT, '_')}${n === 1 ? '' : String(n)}`;
    used.add(name);
    names.set(key, name);
    return name;
  };
  return {
    see: (key, value) => {
      const kind = kindOf(value);
      if (kind === null) return;
      nameOf(key);
      kinds.set(key, (kinds.get(key) ?? new Set()).add(kind));
    },
    fieldsOf: (members) => {
      const fields: [string, FieldValue][] = [];
      for (const [key, value] of members) {
        const seen = kinds.get(key);
        if (kindOf(value) !== null && seen !== undefined) fields.push([nameOf(key), valueAs(seen, value)]);
      }
      return Object.fromEntries(fields);
    },
    notes: () => [...names].flatMap(([key, name]) => noteOf(key, name, kinds.get(key) ?? new Set())),
  };
}

const UNFIT = /[\p{Cc}."]/gu;
const DATE = /^\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

type Kind = 'number' | 'bool' | 'string' | 'date' | 'list' | 'dict';

function kindOf(value: Json): Kind | null {
  if (value === null || value === '') return null;
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return isDate(value) ? 'date' : 'string';
  return Array.isArray(value) ? 'list' : 'dict';
}

function isDate(text: string): boolean {
  return DATE.test(text) && !Number.isNaN(dateOf(text).getTime());
}

/** The moment an ISO date names; without a zone it is UTC. */
function dateOf(text: string): Date {
  const iso = text.replace(' ', 'T');
  return new Date(iso.length <= 10 || /(?:Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
}

function typeOf(kinds: ReadonlySet<Kind>): Kind {
  const [only] = kinds;
  return kinds.size === 1 && only !== undefined ? only : 'string';
}

function valueAs(kinds: ReadonlySet<Kind>, value: Json): FieldValue {
  const type = typeOf(kinds);
  if (type === 'date' && typeof value === 'string') return dateOf(value);
  if (type === 'string' && typeof value !== 'string') return JSON.stringify(value);
  return value;
}

function noteOf(key: string, name: string, kinds: ReadonlySet<Kind>): string[] {
  const isMixed = kinds.size > 1 && !(kinds.size === 2 && kinds.has('date') && kinds.has('string'));
  return [
    ...(name === key ? [] : [`${JSON.stringify(key)} of the images is the field ${name}`]),
    ...(isMixed ? [`the field ${name} is text: its values are of several types (${[...kinds].join(', ')})`] : []),
  ];
}
