import { readFileSync } from 'node:fs';
import { UserError } from '../../src/diagnostics.ts';
import type { Value } from '../../src/dataset/query/answer.ts';
import type { Session } from '../../src/repl/session.ts';
import { type Outcome, recordedAnswer, same, shortIds, unmarked } from './compare.ts';
import { RECORDED } from './recorded.ts';

type Document = Readonly<Record<string, unknown>>;

/** Lines that change a dataset, and what FiftyOne then had: which samples, their documents as far as they changed, and values. */
export type Mutation = {
  readonly id: string;
  readonly code: readonly string[];
  readonly error?: unknown;
  readonly ids_after?: readonly unknown[];
  readonly changed?: readonly Document[];
  readonly recorded?: Readonly<Record<string, unknown>>;
};

/** The recorded changes of the dataset of twelve samples; merges of two others are not among them. */
export function readMutations(): readonly Mutation[] {
  const text = readFileSync(`${RECORDED}oracle-mutations.json`, 'utf8');
  const { cases } = JSON.parse(text) as { readonly cases: readonly Mutation[] };
  return cases.filter(({ id }) => !id.startsWith('merge'));
}

/** Types the lines and compares what there is afterwards. The session's dataset is a fresh copy. */
export async function compareMutation(mutation: Mutation, session: Session): Promise<Outcome> {
  const base = { id: mutation.id.split(' ')[0] ?? '', expr: mutation.code.join('; ') };
  try {
    for (const line of mutation.code) await run(line, session);
    if (mutation.error !== undefined) return { ...base, outcome: 'deviates', detail: 'an error is expected' };
    const differing = await differences(mutation, session);
    return { ...base, outcome: differing.length === 0 ? 'equal' : 'deviates', detail: differing.join('; ') };
  } catch (error) {
    if (!(error instanceof UserError)) return { ...base, outcome: 'fails', detail: String(error) };
    const outcome = mutation.error === undefined ? 'refused' : 'equal';
    return { ...base, outcome, detail: `${error.code}: ${error.message}` };
  }
}

async function run(line: string, session: Session): Promise<void> {
  const { error } = await session.submit(line);
  if (error !== undefined) throw error instanceof Error ? error : new Error('no error that can be read');
}

async function differences(
  { ids_after: ids, changed = [], recorded = {} }: Mutation,
  session: Session,
): Promise<readonly string[]> {
  const found: string[] = [];
  const now = (await list('ds.ids()', session)).map(shortIds);
  if (ids !== undefined && !same(now, ids))
    found.push(`samples ${JSON.stringify(now)} instead of ${JSON.stringify(ids)}`);
  for (const [python, value] of Object.entries(recorded)) {
    const line = /^\[num\(i\) for i in (.*)\]$/.exec(python)?.[1] ?? python;
    const got = await recordedAnswer(line, { kind: 'value', value }, session);
    if (!same(got.got, got.wanted))
      found.push(`${line} is ${JSON.stringify(got.got)} instead of ${JSON.stringify(got.wanted)}`);
  }
  return [...found, ...(await changedDocuments(now, changed, session))];
}

const VALUES = ['area', 'year', 'depth', 'tags', 'reviewed', 'quadrat_id'];
const LABELS = { gt_polylines: 'polylines', predictions: 'polylines', boxes: 'detections' } as const;

/** Values, and ids and classes of labels; null and missing are one. */
async function changedDocuments(
  ids: readonly unknown[],
  changed: NonNullable<Mutation['changed']>,
  session: Session,
): Promise<readonly string[]> {
  const found: string[] = [];
  const check = async (
    path: string,
    wanted: (document: Readonly<Record<string, unknown>>) => unknown,
  ): Promise<void> => {
    const values = (await valuesOf(path, session)).map((value) => (path.endsWith('.id') ? shortIds(value) : value));
    for (const document of changed) {
      const id = String(shortIds(document['id'] as Value));
      const at = ids.findIndex((each) => String(each) === id);
      if (at < 0) continue;
      const [got, expected] = [values[at] ?? null, wanted(document)];
      if (!same(got, expected))
        found.push(`${path} of ${id} is ${JSON.stringify(got)} instead of ${JSON.stringify(expected)}`);
    }
  };
  for (const name of VALUES) await check(name, (document) => unmarked(document[name] ?? null));
  for (const [name, key] of Object.entries(LABELS)) {
    await check(`${name}.id`, (document) => labelsOf(document[name], key, (label) => shortIds(label['id'] as Value)));
    await check(`${name}.label`, (document) => labelsOf(document[name], key, (label) => label['label'] ?? null));
  }
  return found;
}

function labelsOf(field: unknown, key: string, part: (label: Document) => unknown): unknown {
  const labels = (field as Document | null | undefined)?.[key] as readonly Document[] | null | undefined;
  return labels?.map(part) ?? null;
}

/** A field that is gone has no values. */
async function valuesOf(path: string, session: Session): Promise<readonly Value[]> {
  const { output } = await session.submit(`ds.hasSampleField('${path.split('.')[0] ?? ''}')`);
  return output?.kind === 'scalar' && output.value === false ? [] : list(`ds.values('${path}')`, session);
}

async function list(line: string, session: Session): Promise<readonly Value[]> {
  const { output, error } = await session.submit(line);
  if (error !== undefined || output?.kind !== 'list')
    throw error instanceof Error ? error : new Error(`${line} is no list`);
  return output.values;
}
