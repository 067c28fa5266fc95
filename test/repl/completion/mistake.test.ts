import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Mistake, mistakeIn, placeOfFix } from '../../../src/repl/completion/mistake.ts';
import { bindText } from '../../../src/repl/evaluate-expression.ts';
import { runsOnEnter } from '../../../src/repl/input/brackets.ts';
import { statementsIn } from '../../../src/repl/statements-in.ts';
import { anyStatement } from '../../dataset/query/fuzz/any-statement.ts';
import { randomFrom } from '../../dataset/query/fuzz/random.ts';
import { vocabularyOf } from '../../dataset/query/fuzz/vocabulary.ts';
import { type DemoSession, openDemoSession } from '../../demo-session.ts';

let demo: DemoSession;
beforeAll(async () => {
  demo = await openDemoSession({ samples: 12 });
}, 60_000);
afterAll(() => demo[Symbol.asyncDispose]());

function mistake(text: string, cursor = text.length): Promise<Mistake | undefined> {
  const { session } = demo;
  const environment = session.environment();
  return mistakeIn(text, cursor, {
    commands: session.commands,
    datasets: () => Promise.resolve(['demo', 'plots']),
    isLetGo: (number) => session.finished.isLetGo(number),
    bind: (each, { names, current = environment.current }) =>
      bindText(each, { ...environment, current, variables: new Map([...environment.variables, ...names]) }),
  });
}

/** The code of a mistake, and the part of its text. */
function summary(found: Mistake | undefined): string | undefined {
  return found && `${found.code} ${found.of.slice(found.span.start, found.span.end)}`;
}

/** What is marked in a text with `|` at the cursor, or with the cursor at its end. */
async function marked(text: string): Promise<string | undefined> {
  const found = await mistake(text.replace('|', ''), text.includes('|') ? text.indexOf('|') : text.length);
  return found?.isMarked === true ? summary(found) : undefined;
}

test.each([
  ['ds.where(yaer >= 2021)', 'unknown-field yaer'],
  ['ds.where(yaer >= 20', 'unknown-field yaer'],
  ['ds.where(yaer', undefined],
  ['ds.where(yae|r > 1)', undefined],
  ['ds.wher', undefined],
  ['ds.wher()', 'unknown-verb wher'],
  ['ds.where(year = 2021)', 'syntax ='],
  ['ds.where(year >= ', undefined],
  ['ds.where(year >= )', 'syntax )'],
  ['ds.where(year', undefined],
  ['ds.where(|)', undefined],
  ["ds.matchTags('tr", undefined],
  ['ds.limit(3).', undefined],
  ['v = ', undefined],
  ['v = ds.where(yaer > 1)', 'unknown-field yaer'],
  ['ds.limit(2)\nds.where(yaer > 1)', 'unknown-field yaer'],
  ['ds.where(yaer > 1)\nds.limit(2)', 'unknown-field yaer'],
  ['w = ds.limit(2)\nw.cont()', 'unknown-verb cont'],
  ['w = ds.limit(2)\nw.count()', undefined],
  ['w = ds.count()\nw.cont()', undefined],
  ['open other\nds.where(yaer > 1)', undefined],
  ['open demo\nds.where(yaer > 1)', 'unknown-field yaer'],
  ['open demo\nds.where(year > 1)\nds.count()', undefined],
  [
    'import fiftyone as fo\ndataset = fo.load_dataset("demo")\nview = dataset.match_tgas("val")\nview.delete_samples()',
    'unknown-verb match_tgas',
  ],
  ['ds.tag("x")\nds.where(yaer > 1).count()\nds.count()', undefined],
  ['# ds.where(yaer > 1)', undefined],
  ['where?', undefined],
  ['exprt', undefined],
  ['exprt yolo out', 'unknown-command exprt'],
  ['export yolo out --mdia none', 'usage --mdia'],
  ['export yolo out --media', undefined],
  ['export', undefined],
  ['ds.where(year > 2020).count()', undefined],
])('%j', async (text, expected) => {
  expect(await marked(text)).toBe(expected);
});

test.each([
  ['ds.wher', 'unknown-verb wher'],
  ['ds.cuont', 'unknown-verb cuont'],
  ['exprt', 'unknown-command exprt'],
  ['export yolo out --media', 'usage --media'],
  ['export yolo out --mdia', 'usage --mdia'],
  ['ds.count() &', 'bad-argument &'],
  ["ds.matchTags('tr", 'syntax '],
  ['ds.where(year >= 2021', undefined],
  ['where?', undefined],
])('what is being written is a mistake for Enter alone: %j', async (text, expected) => {
  const found = await mistake(text);
  expect(found?.isMarked).not.toBe(true);
  expect(summary(found)).toBe(expected);
});

test.each([
  ['ds.where(yaer >= 2021)', 'ds.where(year >= 2021)'],
  ["ds.countValues('aera')", "ds.countValues('area')"],
  ["ds.countValues('gt_polylines.lable')", "ds.countValues('gt_polylines.label')"],
  ['exprt yolo out', 'export yolo out'],
  ['export yolo out --mdia none', 'export yolo out --media none'],
  ['ds.limit(2)\nds.wher(year > 1)', 'ds.limit(2)\nds.where(year > 1)'],
  ['ds.where(zzz > 1)', undefined],
  ["ds.matchTags('train', 'val').count()", "ds.matchTags(['train', 'val']).count()"],
  ['ds.where(area == “Moorea Haapiti”)', "ds.where(area == 'Moorea Haapiti')"],
  ['export yolo out/yolo --over', 'export yolo out/yolo --overwrite'],
  ['demo', 'open demo'],
  ['quadrat plots', 'open plots'],
  ['run a.quadrat', 'replay a.quadrat'],
])('the fix of %j', async (text, expected) => {
  const found = await mistake(text);
  const place = found && placeOfFix(found);
  expect(place && text.slice(0, place.start) + place.text + text.slice(place.end)).toBe(expected);
});

test('of many statements the first are looked at, each by itself', async () => {
  const paste = (count: number): string[] => Array.from({ length: count }, () => 'ds.where(year == 2019).count()');
  for (const count of [49, 50, 51, 52, 600]) {
    const lines = paste(count);
    expect(await mistake(lines.join('\n'))).toBeUndefined();
    expect(await mistake(`${lines.join('\n')}\n`)).toBeUndefined();
  }
  const late = [...paste(49), 'ds.where(yaer == 2019)', ...paste(2)].join('\n');
  expect(summary(await mistake(late))).toBe('unknown-field yaer');
});

test('a fix that could mean several places is none', async () => {
  const found = await mistake('ds.where(yaer > 1)');
  if (found === undefined) throw new Error('no mistake');
  const wide = { ...found, of: 'yaer yaer', span: { start: 0, end: 9 } };
  expect(placeOfFix(wide)).toBeUndefined();
  expect(placeOfFix({ ...wide, span: { start: 5, end: 9 } })).toEqual({ start: 5, end: 9, text: 'year' });
});

test('what Enter would say is what the statement comes to', async () => {
  const words = vocabularyOf(await (await demo.session.dataset('demo')).catalog(), ['c788a838949d369196a5b01a']);
  const told: string[] = [];
  for (let seed = 0; seed < 600; seed++) {
    const text = anyStatement(words, randomFrom(seed));
    const found = runsOnEnter(text) ? await mistake(text) : undefined;
    const [only, another] = statementsIn(text);
    if (found === undefined || only === undefined || another !== undefined || text.startsWith(' ')) continue;
    const { error } = await demo.session.submit(only);
    const { code, message, hint } = found;
    expect({ text, error }).toMatchObject({ text, error: { code, message, hint } });
    told.push(text);
  }
  expect(told.length).toBeGreaterThan(100);
}, 60_000);
