import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** Where more of FiftyOne's recorded answers lie; absent in a clone of its own. */
export const RECORDED = fileURLToPath(new URL('../../../shared/fiftyone/', import.meta.url));

const FIXTURES = fileURLToPath(new URL('../fixtures/fiftyone/', import.meta.url));

/** What FiftyOne answered. Ids are the last 12 hex digits as a number. */
export type Result =
  | {
      readonly kind: 'view';
      readonly ids: readonly number[];
      /** By label field, parallel to `ids`: the labels that are left. */
      readonly labels?: Readonly<Record<string, readonly unknown[]>>;
      /** By path, what `values()` then answers. */
      readonly values?: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'samples'; readonly ids: readonly number[] }
  | { readonly kind: 'id'; readonly id: number }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'error'; readonly message: string };

/** A line as it was typed there, and the answer. `order`: what of the order of rows means nothing. */
export type Case = {
  readonly id: string;
  readonly expr: string;
  readonly order?: 'ties' | 'groups';
  readonly result: Result;
};

/** A dataset that FiftyOne was asked about: its answers, its export, and how its ids begin where the lines name others. */
export type Recording = {
  readonly name: string;
  readonly answers: string;
  readonly folder: string;
  readonly media: string;
  readonly ids: Readonly<Record<string, string>>;
};

/** Twelve samples with every odd case, and three hundred like a survey. */
export const RECORDINGS: readonly Recording[] = [
  { name: 'coral12', answers: `${FIXTURES}answers.json`, folder: `${FIXTURES}coral12`, media: '/data/coral', ids: {} },
  {
    name: 'coral300',
    answers: `${RECORDED}oracle-300.json.gz`,
    folder: `${RECORDED}golden/300-labels-only`,
    media: '/data/coral',
    ids: { '660ca': '6601a', '670cb': '6701b' },
  },
];

/** The cases of a recording: a list of our own, or FiftyOne's file with the answers of one dataset. */
export function readCases({ answers: file, ids }: Recording): readonly Case[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const content = JSON.parse(text) as readonly Case[] | { readonly cases: readonly RawCase[] };
  const cases = 'cases' in content ? content.cases.flatMap(ofOneDataset) : content;
  return cases.map((each) => ({ ...each, expr: retargeted(each.expr, ids) }));
}

type RawCase = Omit<Case, 'result'> & { readonly result: Readonly<Record<string, Result>> };

function ofOneDataset({ result, ...rest }: RawCase): readonly Case[] {
  return Object.values(result).map((each) => ({ ...rest, result: each }));
}

function retargeted(expr: string, ids: Recording['ids']): string {
  return Object.entries(ids).reduce((text, [from, to]) => text.replaceAll(`"${from}`, `"${to}`), expr);
}
