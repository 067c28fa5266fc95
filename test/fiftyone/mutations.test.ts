import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoSession, openDemoSession } from '../demo-session.ts';
import type { Outcome } from './compare.ts';
import { tally } from './conformance-tally.ts';
import { DEVIATIONS } from './deviations.ts';
import { compareMutation, readMutations } from './mutations.ts';
import { RECORDED, RECORDINGS } from './recorded.ts';

const MEANT = new Set([...DEVIATIONS.values()].flat());

describe.skipIf(!existsSync(RECORDED))('what FiftyOne has after a change', () => {
  let demo: DemoSession;
  const outcomes: Outcome[] = [];

  beforeAll(async () => {
    demo = await openDemoSession({ samples: 1 });
    const [recording] = RECORDINGS;
    for (const [i, mutation] of readMutations().entries()) {
      const name = `copy${String(i)}`;
      const from = recording?.folder ?? '';
      const { error } = await demo.session.submit(`import fiftyone ${from} --name ${name} --media /data/coral`);
      if (error !== undefined) throw error instanceof Error ? error : new Error('the copy cannot be made');
      await demo.session.use(name);
      outcomes.push(await compareMutation(mutation, demo.session));
    }
    process.stdout.write(`changes: ${tally(outcomes)}\n`);
  });

  afterAll(async () => {
    await demo[Symbol.asyncDispose]();
  });

  test('never meets a bug', () => {
    expect(outcomes.filter(({ outcome }) => outcome === 'fails')).toEqual([]);
  });

  test('differs from ours only where it is meant to', () => {
    expect(outcomes.filter(({ id, outcome }) => outcome === 'deviates' && !MEANT.has(id))).toEqual([]);
  });
});
