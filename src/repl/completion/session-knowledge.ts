import type { Answer, Value } from '../../dataset/query/answer.ts';
import type { Catalog, ValueCount } from '../../dataset/query/catalog.ts';
import { BUILT_IN_NAMES } from '../../dataset/taxonomy/built-in.ts';
import { taxonomyNames } from '../../dataset/taxonomy/find-taxonomy.ts';
import { answerOf, bindText } from '../evaluate-expression.ts';
import type { Session } from '../session.ts';
import { taxonomyPlaces } from '../taxonomy-places.ts';
import {
  type Knowledge,
  type KnownFormat,
  type KnownState,
  type KnownValues,
  MOST_VALUES,
  type ValueQuestion,
} from './completion.ts';
import { type Late, late } from './late.ts';

/** What completions on a session are made from, kept at hand. */
export type SessionKnowledge = {
  readonly now: () => Knowledge;
  /** Whether something that was asked for is still being read; the end of it is told. */
  readonly isReading: () => boolean;
  /** Reads everything again, as after each statement; catalogs stay until the new ones are there. */
  readonly refresh: () => void;
};

/** Knows nothing until it is refreshed. `told` is called when something that was asked for is there. */
export function sessionKnowledge(session: Session, told: () => void): SessionKnowledge {
  const catalogs = catalogsOf(session, told);
  let datasets: readonly string[] = [];
  let trash: readonly string[] = [];
  let taxonomies: readonly string[] = BUILT_IN_NAMES;
  let formats: readonly KnownFormat[] | undefined;
  let parse: Knowledge['parse'];
  const tools = { patience: () => session.ports.timeLimit(PATIENCE), told };
  const values = late((key, signal) => readValues(JSON.parse(key) as ValueQuestion, session, signal), {
    ...tools,
    otherwise: undefined,
  });
  const samples = samplesOf(session, tools);
  const states = late((name, signal) => readStates(name, session, signal), { ...tools, otherwise: [] });
  const savedViews = late((name) => readSavedViews(name, session), { ...tools, otherwise: [] });
  const folders = late((path) => listFolder(path, session), { ...tools, otherwise: [] });
  const lates = [values, samples, folders, states, savedViews];
  return {
    now: () => ({
      current: session.current,
      catalog: (name) => (name === session.current || datasets.includes(name) ? catalogs.of(name) : undefined),
      variables: session.variables,
      params: session.environment().params,
      commands: session.commands,
      formats: formats ?? [DEMO],
      datasets,
      trash,
      states: (name) => states.of(name),
      savedViews: (name) => savedViews.of(name),
      taxonomies,
      parse,
      values: (question) => values.of(JSON.stringify(question)),
      folder: (path) => folders.of(path),
      samples: (part) => samples.of(part),
    }),
    isReading: () => formats === undefined || lates.some(({ isReading }) => isReading()),
    refresh: () => {
      for (const each of lates) each.forget();
      catalogs.refresh();
      void session.ports.library.names().then(
        (found) => (datasets = found),
        () => undefined,
      );
      void session.ports.library.listTrash().then(
        (found) => (trash = [...new Set(found.map(({ name }) => name))]),
        () => undefined,
      );
      void taxonomyNames(taxonomyPlaces(session.ports)).then((found) => (taxonomies = found.map(({ name }) => name)));
      void knownFormats().then((found) => {
        formats = found;
        told();
      });
      void import('../../dataset/query/parse.ts').then((module) => (parse = module.parseStatement));
    },
  };
}

/** Milliseconds after which some values have to do, and after which they are done without. */
const SOON = 1000;
const PATIENCE = 4000;
/** Samples whose values have to do. */
const SOME_SAMPLES = 2000;
const MOST_SAMPLES = 50;

const DEMO: KnownFormat = { name: 'demo', summary: 'A generated reef with planted faults.', uses: ['read-format'] };

/** Loaded behind the prompt: formats read and write files of many kinds. */
async function knownFormats(): Promise<readonly KnownFormat[]> {
  const { formats } = await import('../../dataset/formats/index.ts');
  const known = formats.map(({ name, summary, read, write, verify }): KnownFormat => ({
    name,
    summary,
    uses: [
      ...(read === undefined ? [] : (['read-format'] as const)),
      ...(write === undefined ? [] : (['write-format'] as const)),
      ...(verify === undefined ? [] : (['verify-format'] as const)),
    ],
  }));
  return [...known, DEMO];
}

/** Catalogs by dataset, each read when first asked for. */
function catalogsOf(session: Session, told: () => void) {
  const known = new Map<string, Catalog | undefined>();
  const read = async (name: string): Promise<void> => {
    try {
      known.set(name, await (await session.dataset(name)).catalog());
    } catch {
      // The statement that needs it will say why it cannot be read.
      known.delete(name);
    }
    told();
  };
  const of = (name: string): Catalog | undefined => {
    if (!known.has(name)) {
      known.set(name, undefined);
      void read(name);
    }
    return known.get(name);
  };
  return {
    of,
    refresh: (): void => {
      const names = new Set(known.keys());
      if (session.current !== undefined) names.add(session.current);
      for (const name of names) void read(name);
    },
  };
}

/** All values where that is quick enough, else those of the first samples. */
async function readValues(
  question: ValueQuestion,
  session: Session,
  signal: AbortSignal,
): Promise<KnownValues | undefined> {
  const soon = AbortSignal.any([signal, session.ports.timeLimit(SOON)]);
  const all = await allValues(question, session, soon).catch(() => undefined);
  if (all !== undefined) return { values: all, isPart: false };
  if (!soon.aborted) return undefined;
  const values = await countIn(`${viewOf(question)}.limit(${String(SOME_SAMPLES)})`, question.path, {
    session,
    signal,
  });
  return values && { values, isPart: true };
}

async function allValues(
  question: ValueQuestion,
  session: Session,
  signal: AbortSignal,
): Promise<readonly ValueCount[] | undefined> {
  const { dataset, path, view, part } = question;
  if (view !== undefined || part !== undefined) return countIn(viewOf(question), path, { session, signal });
  return (await session.background(dataset)).valueCounts(path, MOST_VALUES, signal);
}

/** The samples that a question is about, as an expression. */
function viewOf({ dataset, path, view = `open(${JSON.stringify(dataset)})`, part }: ValueQuestion): string {
  return part === undefined
    ? view
    : `${view}.where(F(${JSON.stringify(path)}).contains(${JSON.stringify(part)}, false))`;
}

async function countIn(
  view: string,
  path: string,
  { session, signal }: { readonly session: Session; readonly signal: AbortSignal },
): Promise<readonly ValueCount[] | undefined> {
  const answer = await ask(`${view}.countValues(${JSON.stringify(path)})`, session, signal);
  return answer.kind === 'table' ? answer.rows.slice(0, MOST_VALUES).map(toValueCount) : undefined;
}

function toValueCount([value, count]: readonly Value[]): ValueCount {
  const plain = value instanceof Date ? value.toISOString() : value;
  return { value: typeof plain === 'object' || plain === undefined ? null : plain, count: Number(count) };
}

/** Names of samples; what was found for less is narrowed, so that a menu stays while it is typed on. */
function samplesOf(
  session: Session,
  tools: { readonly patience: () => AbortSignal; readonly told: () => void },
): Late<readonly string[]> {
  const found = late((part, signal) => readSamples(part, session, signal), { ...tools, otherwise: [] });
  let latest: { readonly part: string; readonly names: readonly string[] } | undefined;
  return {
    ...found,
    of: (part) => {
      const goesOn = latest !== undefined && part.includes(latest.part);
      if (goesOn && latest !== undefined && latest.names.length < MOST_SAMPLES) return latest.names;
      const names = found.of(part);
      if (names !== undefined) latest = { part, names };
      return names ?? (goesOn ? latest?.names : undefined);
    },
    forget: () => {
      latest = undefined;
      found.forget();
    },
  };
}

async function readSamples(part: string, session: Session, signal: AbortSignal): Promise<readonly string[]> {
  const found = part === '' ? 'ds' : `ds.where(filepath.contains(${JSON.stringify(part)}, false))`;
  const answer = await ask(`${found}.limit(${String(MOST_SAMPLES)}).values('filepath')`, session, signal);
  return answer.kind === 'list' ? answer.values.filter((value) => typeof value === 'string') : [];
}

/** Asks in the language itself, where nothing waits for the answer. */
async function ask(text: string, session: Session, signal: AbortSignal): Promise<Answer> {
  const environment = { ...session.environment(), dataset: (name: string) => session.background(name) };
  const { bound } = await bindText(text, environment);
  return answerOf(bound, environment, signal);
}

/** Past states that are offered: the others are named by who knows which. */
const MOST_PAST = 5;

/** Snapshots, and the states before the last changes. */
async function readStates(name: string, session: Session, signal: AbortSignal): Promise<readonly KnownState[]> {
  const snapshots = await session.ports.library.snapshots(name);
  signal.throwIfAborted();
  const changes = await (await session.background(name)).changes();
  const done = changes.filter(({ state }) => state === 'done').slice(0, MOST_PAST);
  return [
    ...snapshots.map((one) => ({ name: one.name, detail: one.note ?? 'snapshot', isSnapshot: true })),
    ...done.map(({ statement }, i) => ({
      name: `~${String(i + 1)}`,
      detail: `before ${statement}`,
      isSnapshot: false,
    })),
  ];
}

async function readSavedViews(name: string, session: Session): Promise<readonly string[]> {
  return (await (await session.background(name)).savedViews()).map((view) => view.name);
}

function listFolder(path: string, { ports }: Session): ReturnType<Session['ports']['listFolder']> {
  return ports.listFolder(ports.paths.read(path === '' ? '.' : path));
}
