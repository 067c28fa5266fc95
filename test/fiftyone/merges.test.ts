import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoSession, openDemoSession } from '../demo-session.ts';
import type { Outcome } from './compare.ts';
import { tally } from './conformance-tally.ts';
import { DEVIATIONS } from './deviations.ts';
import { compareMerge, MERGES } from './merges.ts';

const MEANT = new Set([...DEVIATIONS.values()].flat());

describe('what FiftyOne has after a merge', () => {
  let demo: DemoSession;
  const outcomes: Outcome[] = [];

  beforeAll(async () => {
    demo = await openDemoSession({ samples: 1 });
    for (const merge of MERGES) outcomes.push(await compareMerge(merge, demo.session));
    process.stdout.write(`merges: ${tally(outcomes)}\n`);
  });

  afterAll(async () => {
    await demo[Symbol.asyncDispose]();
  });

  test('never meets a bug', () => {
    expect(outcomes.filter(({ outcome }) => outcome === 'fails')).toEqual([]);
  });

  test('differs from ours, or is refused by us, only where it is meant to', () => {
    expect(outcomes.filter(({ id, outcome }) => outcome !== 'equal' && !MEANT.has(id))).toEqual([]);
  });
});
