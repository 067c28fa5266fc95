import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoSession, openDemoSession } from '../demo-session.ts';
import { compareCase, type Outcome } from './compare.ts';
import { tally } from './conformance-tally.ts';
import { DEVIATIONS, REASONS } from './deviations.ts';
import { readCases, type Recording, RECORDINGS } from './recorded.ts';

const MEANT = new Set([...DEVIATIONS.values()].flat());

test('every line that is meant to differ has a documented reason', () => {
  const reasons = [...DEVIATIONS.keys()].filter((reason) => reason !== 'Python');
  expect(reasons.length).toBeGreaterThan(10);
  expect(reasons.filter((reason) => !REASONS.has(reason))).toEqual([]);
});

/** How many answers are the same at least. */
const EQUAL: Readonly<Record<string, number>> = { coral12: 470, coral300: 479 };

for (const recording of RECORDINGS) describeRecording(recording);

function describeRecording(recording: Recording): void {
  describe.skipIf(!existsSync(recording.answers))(`FiftyOne's answers on ${recording.name}`, () => {
    let demo: DemoSession;
    let outcomes: readonly Outcome[] = [];

    beforeAll(async () => {
      demo = await openDemoSession({ samples: 1 });
      outcomes = await run(recording, demo);
      process.stdout.write(`${recording.name}: ${tally(outcomes)}\n`);
    });

    afterAll(async () => {
      await demo[Symbol.asyncDispose]();
    });

    test('never meet a bug', () => {
      expect(outcomes.filter(({ outcome }) => outcome === 'fails')).toEqual([]);
    });

    test('differ from ours only where they are meant to', () => {
      expect(outcomes.filter(({ id, outcome }) => outcome !== 'equal' && !MEANT.has(id))).toEqual([]);
    });

    test('are ours in most cases', () => {
      const equal = outcomes.filter(({ outcome }) => outcome === 'equal');
      expect(equal.length).toBeGreaterThanOrEqual(EQUAL[recording.name] ?? 0);
    });

    test('and where there is none of ours, a message says why', () => {
      expect(outcomes.filter(({ outcome, detail }) => outcome === 'refused' && detail === '')).toEqual([]);
    });
  });
}

async function run(recording: Recording, { session }: DemoSession): Promise<readonly Outcome[]> {
  const { name, folder, media } = recording;
  const { error } = await session.submit(`import fiftyone ${folder} --name ${name} --media ${media}`);
  expect(error).toBeUndefined();
  await session.use(name);
  const outcomes: Outcome[] = [];
  for (const each of readCases(recording)) outcomes.push(await compareCase(each, session));
  return outcomes;
}
