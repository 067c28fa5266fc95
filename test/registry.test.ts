import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { namesOf } from '../src/commands/command-named.ts';
import { DEMO_WORDS, readExampleWords } from '../src/commands/help/example-words.ts';
import { valuesOf } from '../src/commands/help/explain.ts';
import { commands } from '../src/commands/index.ts';
import { formats } from '../src/dataset/formats/index.ts';
import { BLANKS, fillExample } from '../src/dataset/query/examples.ts';
import { functionParts, operatorParts } from '../src/dataset/query/language-parts.ts';
import { METHODS } from '../src/dataset/query/methods/index.ts';
import { verbs } from '../src/dataset/query/verbs/index.ts';
import { type DemoSession, openDemoSession } from './demo-session.ts';
import { usersWorld } from './support/cvat-server/reef-world.ts';
import { type CvatServer, startCvatServer } from './support/cvat-server/start-cvat-server.ts';

let demo: DemoSession;
let cvat: CvatServer;

beforeAll(async () => {
  cvat = await startCvatServer(usersWorld(20));
  demo = await openDemoSession({ media: true, env: { CVAT_URL: cvat.url, CVAT_API_TOKEN: 'TOKEN' } });
  await demo.session.submit("ds.limit(3).saveView('to check')");
});

afterAll(async () => {
  await demo[Symbol.asyncDispose]();
  await cvat[Symbol.asyncDispose]();
});

const entries = [...commands, ...verbs, ...formats];

test.each([
  ['commands', commands],
  ['verbs', verbs],
  ['formats', formats],
])('names of %s are unique', (_what, registry) => {
  const names = registry.flatMap((entry) => ('scope' in entry ? namesOf(entry) : [entry.name]));
  expect(new Set(names).size).toBe(names.length);
});

test.each(entries.map((entry) => [entry.name, entry] as const))('%s has a summary and an example', (_name, entry) => {
  expect(entry.summary).toMatch(/^[A-Z`].*\.$/su);
  expect(entry.examples.length).toBeGreaterThan(0);
});

describe('examples run on the demo reef', () => {
  test('which has something for every blank', async () => {
    const signal = new AbortController().signal;
    const words = await readExampleWords(await demo.session.dataset('demo'), new Set(BLANKS), signal);
    expect(words).toEqual(DEMO_WORDS);
    expect(Object.keys(words).toSorted()).toEqual(BLANKS.toSorted());
  });

  const examples = [
    ...verbs.flatMap(({ name, examples: lines }) => lines.map((line) => [name, line] as const)),
    ...METHODS.map(({ name, on, example }) => [`${on}.${name}`, valuesOf(example)] as const),
    ...[...functionParts, ...operatorParts].map(({ name, example }) => [name, valuesOf(example)] as const),
  ];
  test.each(examples)('%s: %s', async (_name, example) => {
    const line = fillExample(example, DEMO_WORDS) ?? example;
    const cell = await demo.session.submit(line);
    expect(cell.error).toBeUndefined();
    expect(cell.output).toBeDefined();
  });

  /** What leaves the shell, goes on without end, or needs something that does: test/repl/jobs.test.ts has them. */
  const OF_A_PROMPT: ReadonlySet<string> = new Set(['exit', 'watch', 'fg', 'kill']);
  /** In an order in which each finds what it needs. */
  const ORDER = ['import', 'rename', 'delete', 'trash', 'export', 'verify', 'snapshot', 'revert', 'backup', 'restore'];
  const rank = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  const calls = commands
    .filter(({ name, later }) => later !== true && !OF_A_PROMPT.has(name))
    .toSorted((a, b) => rank(a.name) - rank(b.name))
    .flatMap(({ name, examples: lines }) => lines.map((line) => [name, line] as const));
  test.each(calls)('%s: %s', async (_name, line) => {
    const cell = await demo.session.submit(line);
    expect(cell.error).toBeUndefined();
  });
});

test.each(commands.filter(({ later }) => later === true).map(({ name }) => name))(
  '%s says that it is not there yet',
  async (name) => {
    const { error } = await demo.session.submit(`${name} some words --and flags`);
    expect(error).toMatchObject({ code: 'unsupported', message: `${name} is not there yet` });
  },
);
