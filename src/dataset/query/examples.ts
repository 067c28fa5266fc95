import type { Catalog, CatalogField, ValueCount } from './catalog.ts';

/**
 * What may stand in braces in an example: names of fields (`labels`, `text`, `number`) and values that occur in them
 * (`class`, `otherClass` in the labels, `value`, `otherValue` in the text, `low` < `middle` < `high` in the number), tags,
 * ids of samples.
 */
export const BLANKS = [
  'labels',
  'class',
  'otherClass',
  'tag',
  'otherTag',
  'text',
  'value',
  'otherValue',
  'number',
  'low',
  'middle',
  'high',
  'id',
  'otherId',
] as const;

/** One of them. */
export type Blank = (typeof BLANKS)[number];

/** What a dataset has to fill them with; what it has not is left out. */
export type ExampleWords = Readonly<Partial<Record<Blank, string | number>>>;

/** Blanks that name a field; the others are values. */
const FIELDS: ReadonlySet<string> = new Set<Blank>(['labels', 'text', 'number']);

/** The blanks of an example, in order. */
export function blanksIn(example: string): readonly Blank[] {
  return [...example.matchAll(HOLES)].map(([, name = '']) => {
    if (!isBlank(name)) throw new Error(`an example has a blank that means nothing: ${name}`);
    return name;
  });
}

/**
 * The example with its blanks filled: in quotes as they stand, elsewhere a field as a name or `F('...')` and a value as a
 * literal. Undefined where the dataset has nothing to fill one of them with.
 */
export function fillExample(example: string, words: ExampleWords): string | undefined {
  if (blanksIn(example).some((blank) => words[blank] === undefined)) return undefined;
  return example.replaceAll(HOLES, (_, name: Blank, at: number) => {
    const word = words[name] ?? '';
    if (isQuoted(example.slice(0, at))) return escaped(String(word));
    return FIELDS.has(name) ? fieldTerm(String(word)) : literal(word);
  });
}

/** What the catalog alone tells: the field with the most labels, its most frequent classes, the most frequent tags. */
export function wordsOfCatalog({ fields, classes, tags }: Catalog): ExampleWords {
  const [labels] = fields
    .filter((field) => field.kind === 'labels' && isAddressable(field))
    .toSorted((a, b) => rank(b, classes) - rank(a, classes));
  const [first, second] = labels === undefined ? [] : named(classes[labels.name]);
  const [tag, otherTag] = named(tags);
  return { labels: labels?.name, class: first, otherClass: second, tag, otherTag } as ExampleWords;
}

/** Fields whose values examples may show, those that look like names or numbers of records last. */
export function fieldsOfType({ fields }: Catalog, types: readonly string[]): readonly string[] {
  const fitting = fields.filter(
    (field) => field.kind === 'value' && types.includes(field.type) && isAddressable(field),
  );
  return fitting.map(({ name }) => name).toSorted((a, b) => Number(RECORD.test(a)) - Number(RECORD.test(b)));
}

const RECORD = /(?:^|_)(?:ids?|name|path|file|url|uuid)$/iu;

const HOLES = /\{([A-Za-z]+)\}/gu;

function isBlank(name: string): name is Blank {
  return (BLANKS as readonly string[]).includes(name);
}

/** A dot in a name would read as a path. */
function isAddressable({ name }: CatalogField): boolean {
  return !/[.[\]]/u.test(name);
}

/** Fields that hold many labels a sample show more than those that hold one. */
function rank(field: CatalogField, classes: Catalog['classes']): number {
  const labels = (classes[field.name] ?? []).reduce((sum, { count }) => sum + count, 0);
  return labels + (field.kind === 'labels' && field.list ? Number.MAX_SAFE_INTEGER / 2 : 0);
}

function named(counts: readonly ValueCount[] = []): readonly string[] {
  return counts.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}

/** Whether a text ends inside quotes. */
function isQuoted(before: string): boolean {
  let quote = '';
  for (const char of before) {
    if (quote === '' && (char === "'" || char === '"')) quote = char;
    else if (char === quote) quote = '';
  }
  return quote !== '';
}

/** A field as an expression names it: `area`, or `F('...')` where it is no word. */
export function fieldTerm(name: string): string {
  return /^[A-Za-z][A-Za-z0-9_]*$/u.test(name) && !RESERVED.has(name) ? name : `F(${literal(name)})`;
}

/** Words that TypeScript or Python keeps for itself. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'and as async await break case catch class const continue debugger default delete do else enum export extends false ' +
    'finally for from function if import in instanceof is lambda let new None not null of or return sample static super ' +
    'switch this throw true True False try typeof undefined var void while with yield'
  ).split(' '),
);

/** A value as an expression has it. */
export function literal(value: string | number): string {
  return typeof value === 'number' ? String(value) : `'${escaped(value)}'`;
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
}
