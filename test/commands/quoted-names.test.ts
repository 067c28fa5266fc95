import { afterAll, beforeAll, expect, test } from 'vitest';
import { UserError } from '../../src/diagnostics.ts';
import { type DemoSession, openDemoSession } from '../demo-session.ts';

let demo: DemoSession;

beforeAll(async () => {
  demo = await openDemoSession({ samples: 3 });
});
afterAll(() => demo[Symbol.asyncDispose]());

/** The text or the hint that a statement ends in. */
async function said(statement: string): Promise<string | undefined> {
  const { output, error } = await demo.session.submit(statement);
  if (error instanceof UserError) return error.hint;
  return output?.kind === 'text' ? output.text : undefined;
}

test('a line that is shown to be typed has names with spaces in quotes', async () => {
  await demo.session.submit("clone demo 'copy of reef'");
  expect(await said("delete 'copy of reef'")).toBe(
    "delete 'copy of reef' --yes moves it to the trash; trash restore 'copy of reef' brings it back",
  );
  expect(await said("clone demo 'copy of reef'")).toBe("choose another name, or delete 'copy of reef' first");
  expect(await said("revert --to ~9 -d 'copy of reef'")).toMatch(/^log -d 'copy of reef' lists them/u);
  await demo.session.submit("snapshot before -d 'copy of reef'");
  expect(await said("tag x -d 'copy of reef@before'")).toBe(
    "clone 'copy of reef@before' NEW makes a dataset of it; revert --to before -d 'copy of reef' goes back to it",
  );
  const deleted = await said("delete 'copy of reef' --yes");
  expect(deleted).toBe("copy of reef is in the trash; trash restore 'copy of reef' brings it back");
  const line = /trash restore '[^']*'/u.exec(deleted ?? '')?.[0] ?? '';
  expect(await said(line)).toBe('copy of reef is back');
});

test('a name that was written as several words is to be quoted', async () => {
  expect(await said('clone demo copy of reef')).toBe(
    "what has spaces in it is written in quotes: 'copy of reef'; clone FROM [TO]",
  );
  expect(await said('open copy of reef')).toBe("what has spaces in it is written in quotes: 'copy of reef'; open NAME");
});

test('nobody is told to delete what is to be copied', async () => {
  expect(await said('clone demo demo')).toBe('give the copy another name');
  expect(await said('clone demo DEMO')).toBe('give the copy another name');
  expect(await said("ds.limit(2).clone('demo')")).toBe('give the copy another name');
});
