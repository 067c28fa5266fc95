import { afterAll, beforeAll, expect, test } from 'vitest';
import { mistakeIn } from '../../../src/repl/completion/mistake.ts';
import { bindText } from '../../../src/repl/evaluate-expression.ts';
import { type DemoSession, openDemoSession } from '../../demo-session.ts';

let demo: DemoSession;
beforeAll(async () => {
  demo = await openDemoSession({ samples: 12 });
}, 60_000);
afterAll(() => demo[Symbol.asyncDispose]());

/** What is told of a text with `|` at the cursor, or with the cursor at its end: the code and the marked part. */
async function told(marked: string): Promise<string | undefined> {
  const { session } = demo;
  const text = marked.replace('|', '');
  const cursor = marked.includes('|') ? marked.indexOf('|') : text.length;
  const bind = (each: string) => bindText(each, session.environment());
  const mistake = await mistakeIn(text, cursor, { bind, commands: session.commands });
  return mistake && `${mistake.code} ${mistake.of.slice(mistake.span.start, mistake.span.end)}`;
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
  ['# ds.where(yaer > 1)', undefined],
  ['where?', undefined],
  ['exprt', undefined],
  ['exprt yolo out', 'unknown-command exprt'],
  ['export yolo out --mdia none', 'usage --mdia'],
  ['export yolo out --media', undefined],
  ['export', undefined],
  ['ds.where(year > 2020).count()', undefined],
])('%j', async (text, expected) => {
  expect(await told(text)).toBe(expected);
});
