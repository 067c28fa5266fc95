import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_WORDS } from '../../../src/commands/help/example-words.ts';
import { fillExample } from '../../../src/dataset/query/examples.ts';
import { verbs } from '../../../src/dataset/query/verbs/index.ts';
import { complete } from '../../../src/repl/completion/complete.ts';
import { type SessionKnowledge, sessionKnowledge } from '../../../src/repl/completion/session-knowledge.ts';
import { type DemoSession, openDemoSession } from '../../demo-session.ts';

let demo: DemoSession;
let knowledge: SessionKnowledge;
const waiting: (() => void)[] = [];

beforeAll(async () => {
  demo = await openDemoSession({ samples: 12 });
  knowledge = sessionKnowledge(demo.session, () => {
    for (const each of waiting.splice(0)) each();
  });
  knowledge.refresh();
  await until(
    () =>
      knowledge.now().catalog('demo') !== undefined && knowledge.now().parse !== undefined && !knowledge.isReading(),
  );
});

afterAll(async () => {
  await demo[Symbol.asyncDispose]();
});

/** Waits for what is told, or for the next turn where nothing is being read. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    waiting.push(() => {
      resolve(undefined);
    });
    await Promise.race([promise, new Promise(setImmediate)]);
  }
}

/** Names and counts that are offered at the end of a text once everything it takes is known. */
async function offered(text: string): Promise<readonly (readonly [string, number | undefined])[]> {
  for (;;) {
    const { items } = complete(text, text.length, knowledge.now());
    if (!knowledge.isReading()) return items.map(({ name, count }) => [name, count]);
    await until(() => !knowledge.isReading());
  }
}

async function countsOf(statement: string): Promise<readonly (readonly unknown[])[]> {
  const { output } = await demo.session.submit(statement);
  if (output?.kind !== 'table') throw new Error('no table');
  return output.rows.map(([value, count]) => [value, count]);
}

test('values of a field come from the data, with the samples that have them', async () => {
  expect(await offered("ds.where(area == '")).toEqual(await countsOf("ds.countValues('area')"));
});

test('behind a view they are those of the view', async () => {
  expect(await offered("ds.matchTags('train').where(area == '")).toEqual(
    await countsOf("ds.matchTags('train').countValues('area')"),
  );
  const classes = await offered("ds.limit(2).filterLabels('gt_polylines', label == '");
  expect(classes).toEqual(await countsOf("ds.limit(2).countValues('gt_polylines.label')"));
});

test('a view that does not bind is no reason to offer nothing', async () => {
  expect(await offered("ds.where(yaer > 1).where(area == '")).toEqual(await countsOf("ds.countValues('area')"));
});

test('of many values those that contain what is typed are asked for', async () => {
  const question = { dataset: 'demo', path: 'area', view: "ds.matchTags('train')", part: 'tiAh' };
  await until(() => knowledge.now().values(question) !== undefined);
  const all = await countsOf("ds.matchTags('train').countValues('area')");
  const expected = all.filter(([area]) => String(area).includes('Tiah'));
  expect(
    knowledge
      .now()
      .values(question)
      ?.values.map(({ value, count }) => [value, count]),
  ).toEqual(expected);
  expect(expected.length).toBeGreaterThan(0);
});

test('samples are found by any part of their path, a bounded number', async () => {
  const all = await offered('preview ');
  expect(all).toHaveLength(12);
  const [name = ''] = all[3] ?? [];
  const part = name.replace(/^.*\/|\.\w+$/gu, '');
  expect((await offered(`preview ${part.toUpperCase()}`)).map(([found]) => found)).toContain(name);
});

test('folders are listed where they are, relative to the working folder', async () => {
  mkdirSync(join(demo.home, 'ex ports', 'yolo'), { recursive: true });
  writeFileSync(join(demo.home, 'ex ports', 'notes.txt'), '');
  expect((await offered('import coco ex')).map(([name]) => name)).toEqual(['ex ports']);
  expect((await offered("import coco 'ex ports/")).map(([name]) => name)).toEqual([
    'ex ports/yolo',
    'ex ports/notes.txt',
  ]);
  expect(await offered('import coco nowhere/')).toEqual([]);
});

test('after a refresh what may have changed is read again', async () => {
  expect(await offered('import coco later')).toEqual([]);
  mkdirSync(join(demo.home, 'later'));
  expect(await offered('import coco later')).toEqual([]);
  knowledge.refresh();
  expect((await offered('import coco later')).map(([name]) => name)).toEqual(['later']);
});

test('a variable is known by what it is', async () => {
  await demo.session.submit("v = ds.matchTags('train')");
  await demo.session.submit('n = ds.count()');
  expect((await offered('v.')).map(([name]) => name)).toContain('where');
  expect(await offered('n.')).toEqual([]);
  expect(await offered("v.where(area == '")).toEqual(await countsOf("v.countValues('area')"));
});

test('of what the examples of the verbs are made of, nine words in ten are offered after two letters', async () => {
  const lines = verbs.flatMap(({ examples }) => examples.map((line) => fillExample(line, DEMO_WORDS) ?? line));
  const words = lines.flatMap((line) =>
    Array.from(line.matchAll(/[A-Za-z]\w{2,}/gu), ({ index, 0: word }) => ({
      line,
      at: index + 2,
      end: index + word.length,
    })),
  );
  const missing: string[] = [];
  for (const { line, at, end } of words) {
    const typed = line.slice(0, at);
    await offered(typed);
    const { items, replace } = complete(typed, at, knowledge.now());
    const texts = items.map(({ text }) => typed.slice(0, replace.start) + text);
    if (!texts.some((text) => text.startsWith(line.slice(0, end)))) missing.push(line.slice(0, end));
  }
  expect(missing.length / words.length).toBeLessThan(0.1);
}, 30_000);

test('snapshots and past states are offered where a state is named, and what is in the trash', async () => {
  await demo.session.submit('import demo --name lagoon --samples 2');
  await demo.session.submit("snapshot before --note 'as sent' -d lagoon");
  await demo.session.submit('tag seen -d lagoon');
  await demo.session.submit('clone lagoon gone');
  await demo.session.submit('delete gone --yes');
  knowledge.refresh();
  await until(() => knowledge.now().trash.length > 0 && knowledge.now().datasets.includes('lagoon'));
  expect((await offered('diff lagoon@')).map(([name]) => name)).toEqual(['lagoon@before', 'lagoon@~1']);
  expect((await offered('trash restore ')).map(([name]) => name)).toEqual(['gone']);
});
