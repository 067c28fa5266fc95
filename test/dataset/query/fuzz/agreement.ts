import type { Answer, Value } from '../../../../src/dataset/query/answer.ts';
import { expression, type Place } from './expressions.ts';
import { quoted } from './literals.ts';
import type { Random } from './random.ts';
import { viewIn } from './statements.ts';
import type { Kind, Vocabulary } from './vocabulary.ts';

/** Answers a statement; undefined where it is refused. */
export type Ask = (statement: string) => Promise<Answer | undefined>;

/** Two things that have to be equal: what they are, and both. */
export type Claim = { readonly what: string; readonly left: unknown; readonly right: unknown };

/** Claims about a view made at random: different ways to ask the same thing have the same answer. */
export async function claims(words: Vocabulary, random: Random, ask: Ask): Promise<readonly Claim[]> {
  const place: Place = { words, random, label: null, names: [], python: false };
  const view = viewIn(2, place);
  const about: About = { view, place, ask, ids: await listOf(ask, `${view}.ids()`) };
  if (about.ids === undefined) return [];
  const found: Claim[] = [];
  for (const claim of [sizes, conditions, windows, orders, values, labels, joined, rewritten]) {
    found.push(...(await claim({ ...about, ids: about.ids })));
  }
  return found.filter(({ left, right }) => left !== undefined && right !== undefined);
}

type About = {
  readonly view: string;
  readonly place: Place;
  readonly ask: Ask;
  readonly ids: readonly Value[] | undefined;
};
type Known = About & { readonly ids: readonly Value[] };
type Claims = (about: Known) => Promise<readonly Claim[]>;

const sizes: Claims = async ({ view, ask, ids }) => {
  const shown = await ask(view);
  return [
    { what: `${view}: count and ids`, left: await numberOf(ask, `${view}.count()`), right: ids.length },
    {
      what: `${view}: its summary and ids`,
      left: shown?.kind === 'view' ? shown.samples : undefined,
      right: ids.length,
    },
    { what: `${view}: values of id`, left: await listOf(ask, `${view}.values('id')`), right: ids },
    { what: `${view}: samples`, left: idsIn(await ask(`${view}.head(1000)`)), right: ids },
  ];
};

const conditions: Claims = async ({ view, place, ask, ids }) => {
  const [a, b] = [expression('bool', 2, place), expression('bool', 2, place)];
  if (isLiteral(a)) return [];
  const [holds, fails] = [
    await listOf(ask, `${view}.where(${a}).ids()`),
    await listOf(ask, `${view}.where(!(${a})).ids()`),
  ];
  return [
    { what: `${view}: where ${a}, and not`, left: holds && fails && sorted([...holds, ...fails]), right: sorted(ids) },
    {
      what: `${view}: where(${a}).where(${b})`,
      left: await listOf(ask, `${view}.where(${a}).where(${b}).ids()`),
      right: await listOf(ask, `${view}.where((${a}) && (${b})).ids()`),
    },
    { what: `${view}[${a}]`, left: await listOf(ask, `${view}[${a}].ids()`), right: holds },
  ];
};

const windows: Claims = async ({ view, place: { random }, ask, ids }) => {
  const n = 1 + random.int(4);
  const many = String(n);
  return [
    { what: `${view}: limit`, left: await listOf(ask, `${view}.limit(${many}).ids()`), right: ids.slice(0, n) },
    { what: `${view}: skip`, left: await listOf(ask, `${view}.skip(${many}).ids()`), right: ids.slice(n) },
    { what: `${view}: end`, left: await listOf(ask, `${view}[-${many}:].ids()`), right: ids.slice(-n) },
    { what: `${view}: without end`, left: await listOf(ask, `${view}[:-${many}].ids()`), right: ids.slice(0, -n) },
  ];
};

const orders: Claims = async ({ view, place, ask, ids }) => {
  const key = expression(place.random.pick(['number', 'text', 'date', 'bool']), 2, place);
  const same = async (stage: string): Promise<Claim> => {
    const left = await listOf(ask, `${view}.${stage}.ids()`);
    return { what: `${view}: ${stage} keeps the samples`, left: left && sorted(left), right: sorted(ids) };
  };
  return Promise.all([`sortBy(${key})`, 'shuffle(3)', `groupBy(${key}, { flat: true })`].map(same));
};

const values: Claims = async ({ view, place, ask, ids }) => {
  const key = expression(place.random.pick(['number', 'text', 'date', 'bool']), 2, place);
  if (isLiteral(key)) return [];
  const counts = await ask(`${view}.countValues(${key})`);
  const rows = counts?.kind === 'table' ? counts.rows : undefined;
  const present = rows?.filter(([value]) => value !== null);
  const total = (some: typeof rows): number | undefined => some?.reduce((sum, row) => sum + Number(row[1]), 0);
  const each = await listOf(ask, `${view}.values(${key})`);
  return [
    // A list is counted member by member.
    ...(each?.every((value) => value === null || Array.isArray(value)) === true
      ? []
      : [
          { what: `${view}: countValues(${key})`, left: total(rows), right: ids.length },
          { what: `${view}: count(${key})`, left: total(present), right: await numberOf(ask, `${view}.count(${key})`) },
          {
            what: `${view}: exists(${key})`,
            left: total(present),
            right: await numberOf(ask, `${view}.exists(${key}).count()`),
          },
        ]),
    {
      what: `${view}: distinct(${key})`,
      left: present?.length,
      right: (await listOf(ask, `${view}.distinct(${key})`))?.length,
    },
    {
      what: `${view}: aggregate of ${key}`,
      left: await listOf(ask, `${view}.aggregate([count(), distinct(${key})])`),
      right: rows && [ids.length, await listOf(ask, `${view}.distinct(${key})`)],
    },
  ];
};

const labels: Claims = async ({ view, place, ask }) => {
  const label = place.random.pick(place.words.labels.filter(({ list }) => list));
  const field = quoted(label.name, place.random);
  const every = `count('${label.name}${label.key}')`;
  const condition = expression('bool', 2, { ...place, label });
  const kept = (test: string): Promise<number | undefined> =>
    numberOf(ask, `${view}.filterLabels(${field}, ${test}, false).${every}`);
  const [all, some, others] = [
    await numberOf(ask, `${view}.${every}`),
    await kept(condition),
    await kept(`!(${condition})`),
  ];
  const counts = await listOf(ask, `${view}.values(${label.name}.count(${condition}))`);
  return [
    {
      what: `${view}: ${field} where ${condition}, and not`,
      left: some !== undefined && others !== undefined ? some + others : undefined,
      right: all,
    },
    {
      what: `${view}: ${field}.count(${condition})`,
      left: counts?.reduce<number>((sum, n) => sum + Number(n), 0),
      right: some,
    },
    {
      what: `${view}: patches of ${field}`,
      left: await numberOf(ask, `${view}.toPatches(${field}).count()`),
      right: all,
    },
    {
      what: `${view}: ${field} any(${condition})`,
      left: await listOf(ask, `${view}.where(${label.name}.any(${condition})).ids()`),
      right: await listOf(ask, `${view}.filterLabels(${field}, ${condition}).ids()`),
    },
  ];
};

const joined: Claims = async ({ view, place, ask, ids }) => {
  const other = viewIn(1, place);
  const [others, both] = [await listOf(ask, `${other}.ids()`), await listOf(ask, `${view}.concat(${other}).ids()`)];
  return [{ what: `${view}: concat(${other})`, left: both, right: others && [...ids, ...others] }];
};

const rewritten: Claims = async ({ view, place, ask }) => {
  const { name, kind } = place.random.pick(place.words.fields.filter((word) => !/\.|^(id|tags)$/.test(word.name)));
  const again = `${view}.setField('${name}', ${name})`;
  const value = expression(kind, 2, place);
  const computed = isLiteral(value) ? undefined : await listOf(ask, `${view}.values([${value}])`);
  return [
    {
      what: `${again} changes nothing`,
      left: await listOf(ask, `${again}.values('${name}')`),
      right: await listOf(ask, `${view}.values('${name}')`),
    },
    {
      what: `${view}: setField('${name}', ${value}) is read as it is computed`,
      left: await listOf(ask, `${view}.setField('${name}', ${value}).values('${name}')`),
      right: computed?.every((each) => each === null || isOfKind(each, kind)) === true ? computed : undefined,
    },
  ];
};

/** Text in quotes is a path or the name of a sample in some places, a list in brackets several keys. */
function isLiteral(text: string): boolean {
  return /^\(*['"[]/.test(text);
}

/** A field keeps its type: a value of another is missing. */
function isOfKind(value: Value, kind: Kind): boolean {
  if (kind === 'number') return typeof value === 'number';
  if (kind === 'text') return typeof value === 'string';
  if (kind === 'date') return value instanceof Date;
  return kind === 'bool' && typeof value === 'boolean';
}

async function listOf(ask: Ask, statement: string): Promise<readonly Value[] | undefined> {
  const answer = await ask(statement);
  return answer?.kind === 'list' ? answer.values : undefined;
}

async function numberOf(ask: Ask, statement: string): Promise<number | undefined> {
  const answer = await ask(statement);
  return answer?.kind === 'scalar' && typeof answer.value === 'number' ? answer.value : undefined;
}

function idsIn(answer: Answer | undefined): readonly Value[] | undefined {
  return answer?.kind === 'samples' ? answer.samples.map((sample) => sample.id ?? null) : undefined;
}

function sorted(ids: readonly Value[]): readonly Value[] {
  return ids.map(String).toSorted();
}
