import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../src/diagnostics.ts';
import type { Dataset } from '../../src/dataset/dataset.ts';
import type { Library } from '../../src/dataset/library.ts';
import type { Label } from '../../src/dataset/model/label.ts';
import type { FieldValue, Sample } from '../../src/dataset/model/sample.ts';
import { wholeDataset } from '../../src/dataset/query/plan.ts';
import type { Session } from '../../src/repl/session.ts';
import { type Outcome, same } from './compare.ts';

type Document = Readonly<Record<string, unknown>>;

/** Lines that merge B into A, and what A then had in FiftyOne. */
export type MergeCase = {
  readonly id: string;
  readonly code: readonly string[];
  readonly error?: string;
  readonly recorded?: Readonly<Record<string, unknown>>;
  readonly after: readonly Document[];
};

type Recorded = {
  readonly A: readonly Document[];
  readonly B: readonly Document[];
  readonly cases: readonly MergeCase[];
};

const FIXTURE = fileURLToPath(new URL('../fixtures/fiftyone/merges.json', import.meta.url));
const recorded = JSON.parse(readFileSync(FIXTURE, 'utf8')) as Recorded;

/** The recorded merges. */
export const MERGES = recorded.cases;

/** Makes both datasets as the first lines of a case want them, types the others, and compares what A then has. */
export async function compareMerge({ code, ...wanted }: MergeCase, session: Session): Promise<Outcome> {
  const base = { id: wanted.id, expr: code.join('; ') };
  const { library } = session.ports;
  const names = { A: `a-${wanted.id}`, B: `b-${wanted.id}` };
  const prepared = { A: [...recorded.A], B: [...recorded.B] };
  const lines = code.filter((line) => !prepare(line, prepared));
  await make(library, names.A, 'A', prepared.A);
  await make(library, names.B, 'B', prepared.B);
  try {
    for (const [variable, name] of Object.entries(names)) await run(`${variable} = open("${name}")`, session);
    for (const line of lines) await run(line, session);
    if (wanted.error !== undefined) return { ...base, outcome: 'deviates', detail: 'an error is expected' };
    const differing = await differences(await library.open(names.A, { runner: 'in-place' }), wanted);
    return { ...base, outcome: differing.length === 0 ? 'equal' : 'deviates', detail: differing.join('; ') };
  } catch (error) {
    if (!(error instanceof UserError)) return { ...base, outcome: 'fails', detail: String(error) };
    const differing = await differences(await library.open(names.A, { runner: 'in-place' }), wanted);
    const isEqual = wanted.error !== undefined && differing.length === 0;
    return { ...base, outcome: isEqual ? 'equal' : 'refused', detail: `${error.code}: ${error.message}` };
  }
}

/** Lines of Python that make B, or A, another dataset before the merge: done to what it is made of. */
function prepare(line: string, sets: { A: Document[]; B: Document[] }): boolean {
  const dup = /^([AB])\.add_sample\(/u.exec(line)?.[1] as 'A' | 'B' | undefined;
  if (dup !== undefined) {
    sets[dup].push({ id: 'new', filepath: '/data/coral/m/same.jpg', tags: [], area: 'dup' });
    return true;
  }
  const [, field, text] = /^B\.set_values\("(\w+)", \["(\w+)"\]/u.exec(line) ?? [];
  if (field !== undefined) sets.B = sets.B.map((sample) => ({ ...sample, [field]: text }));
  return /^B\.(set_values|add_sample_field|delete_sample_field)/u.test(line);
}

async function make(library: Library, name: string, letter: string, samples: readonly Document[]): Promise<void> {
  const job = { signal: new AbortController().signal, report: () => undefined };
  await library.create(name, { statement: 'import', job }, (writer) => {
    writer.declareField({ kind: 'labels', name: 'gt_polylines', label: 'polyline', list: true, attributes: {} });
    writer.declareField({ kind: 'labels', name: 'quality', label: 'classification', list: false, attributes: {} });
    writer.write(samples.map(sampleOf));
    writer.setDetail('info', { from: letter, [letter]: 1 });
    writer.setDetail('default_classes', [letter]);
    return Promise.resolve();
  });
}

function sampleOf({ id, filepath, tags, gt_polylines: outlines, quality, ...fields }: Document): Sample {
  const list = (outlines as { readonly polylines: readonly Document[] } | null | undefined)?.polylines;
  const grade = quality as Document | undefined;
  return {
    ...(id !== 'new' && { id: String(id) }),
    ...(id === 'new' && { provenance: 'added' }),
    filepath: String(filepath),
    width: null,
    height: null,
    tags: tags as readonly string[],
    fields: fields as Readonly<Record<string, FieldValue>>,
    labels: {
      gt_polylines: list?.map(outlineOf) ?? null,
      quality: grade === undefined ? null : [{ ...commonOf(grade), kind: 'classification' }],
    },
  };
}

function commonOf({ id, label, tags }: Document): Omit<Extract<Label, { kind: 'classification' }>, 'kind'> {
  return {
    id: String(id),
    label: String(label),
    confidence: null,
    tags: tags as readonly string[],
    attributes: {},
  };
}

function outlineOf(label: Document): Label {
  const rings = (label['points'] as readonly (readonly (readonly number[])[])[]).map((ring) => ({
    xy: ring.flat(),
    hole: false,
  }));
  return { ...commonOf(label), kind: 'polyline', units: 'normalised', rings, closed: true, filled: true };
}

async function run(line: string, session: Session): Promise<void> {
  const { error } = await session.submit(line);
  if (error !== undefined) throw error instanceof Error ? error : new Error('no error that can be read');
}

async function differences(
  dataset: Dataset,
  { after, recorded: values = {} }: Omit<MergeCase, 'code'>,
): Promise<string[]> {
  const documents: Document[] = [];
  const { signal } = new AbortController();
  for await (const sample of dataset.samples(wholeDataset(dataset.name), signal)) documents.push(documentOf(sample));
  const found: string[] = [];
  const [got, wanted] = [Map.groupBy(documents, keyOf), Map.groupBy(after, keyOf)];
  for (const key of new Set([...got.keys(), ...wanted.keys()])) {
    const [mine, theirs] = [got.get(key), wanted.get(key)];
    if (!same(mine, theirs)) found.push(`${key} is ${JSON.stringify(mine)} instead of ${JSON.stringify(theirs)}`);
  }
  found.push(...(await valueDifferences(values, dataset, documents)));
  await dataset.close();
  return found;
}

async function valueDifferences(
  values: Readonly<Record<string, unknown>>,
  dataset: Dataset,
  documents: readonly Document[],
): Promise<string[]> {
  const found: string[] = [];
  for (const [line, value] of Object.entries(values)) {
    const now = await recordedValue(line, dataset, documents);
    if (!same(now, value)) found.push(`${line} is ${JSON.stringify(now)} instead of ${JSON.stringify(value)}`);
  }
  return found;
}

function keyOf({ id, filepath }: Document): string {
  return `${String(filepath)} (${String(id)})`;
}

/** In the form of the recording: what is missing left out. */
function documentOf({ id, filepath, tags, fields, labels }: Sample): Document {
  const all = Object.entries({ ...fields, ...labels }).filter(([, value]) => value !== null);
  return {
    id: id?.startsWith('66aaa') === true ? id : 'new',
    filepath,
    tags,
    ...Object.fromEntries(all.map(([name, value]) => [name, plain(name, value)])),
  };
}

function plain(name: string, value: unknown): unknown {
  if (name === 'quality') return (value as readonly Label[])[0]?.label;
  if (name !== 'gt_polylines' && name !== 'theirs') return value;
  return (value as readonly Label[]).map(({ id, label, tags }) => [
    Number.parseInt(id?.slice(-12) ?? '', 16),
    label,
    tags,
  ]);
}

const BUILT_IN = ['created_at', 'filepath', 'id', 'last_modified_at', 'metadata', 'tags'];

async function recordedValue(line: string, dataset: Dataset, documents: readonly Document[]): Promise<unknown> {
  const details = await dataset.details();
  const names = (await dataset.catalog()).fields.map(({ name }) => name);
  switch (line) {
    case 'A.info':
      return details.info;
    case 'A.default_classes':
      return details.default_classes;
    case 'len(A)':
      return documents.length;
    case 'sorted(A.get_field_schema())':
      return [...names, ...BUILT_IN].sort();
    case '"extra_b" in A.get_field_schema()':
      return names.includes('extra_b');
    default: {
      const ids = await dataset
        .rows(new AbortController().signal)
        .list(wholeDataset(dataset.name), [{ kind: 'field', name: 'id', type: { kind: 'string' } }]);
      return ids
        .map(({ values: [id] }) => (typeof id === 'string' ? Number.parseInt(id.slice(-12), 16) : NaN))
        .sort((a, b) => a - b);
    }
  }
}
