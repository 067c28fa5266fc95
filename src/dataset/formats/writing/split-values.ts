import type { Sample } from '../../model/sample.ts';

/** What was seen of the field to split by. */
export type SplitValues = {
  readonly see: (fields: Sample['fields']) => void;
  readonly isThere: () => boolean;
  /** What to do where no sample is in a split. */
  readonly hint: () => string;
};

/** Nothing seen yet; without a name the tags say the split. */
export function splitValues(name: string | null): SplitValues {
  const some = new Set<string>();
  let isThere = false;
  return {
    see: (fields) => {
      if (name === null || !Object.hasOwn(fields, name)) return;
      isThere = true;
      const value = fields[name] ?? null;
      if (value !== null && some.size <= NAMED) some.add(shortened(JSON.stringify(value)));
    },
    isThere: () => isThere,
    hint: () => (name === null ? TAGS_HINT : fieldHint(name, [...some])),
  };
}

/** Values of a field that are named. */
const NAMED = 4;
const LONGEST = 40;
const TAGS_HINT = 'tag samples with train, val or test; only those are written';

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function fieldHint(name: string, values: readonly string[]): string {
  const more = values.length > NAMED ? ' and others' : '';
  const has = values.length === 0 ? 'has no value' : `has the values ${values.slice(0, NAMED).join(', ')}${more}`;
  return `${name} ${has}, and only train, val (or validation) and test are splits; without --split-by the tags say the split`;
}
