import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderOutput } from '../../src/render/index.ts';
import { importSamples, outline, sampleOf } from '../dataset/library-fixture.ts';
import { type DemoSession, openDemoSession } from '../demo-session.ts';

const LOOK = { columns: 80, colour: 0, unicode: true, theme: 'dark', maxRows: 40 } as const;

let demo: DemoSession;

beforeAll(async () => {
  demo = await openDemoSession({ samples: 2 });
  const plots = ["d'Urville", 'Lagon', "d'Urville"].map((site, i) =>
    sampleOf(`${String(i)}.jpg`, {
      fields: { site, depth: i + 0.5 },
      labels: { plots: [outline('Turbinaria', [10, 8, 60, 8, 60, 48, 10, 48])] },
    }),
  );
  await importSamples(demo.session.ports.library, 'plots', plots);
});

afterAll(async () => {
  await demo[Symbol.asyncDispose]();
});

/** What help prints on the open dataset. */
async function shown(name: string): Promise<string> {
  const { output, error } = await demo.session.submit(`help ${name}`);
  expect(error).toBeUndefined();
  return output === undefined ? '' : renderOutput(output, LOOK);
}

describe('what the session has given a name', () => {
  test('ds is the open dataset, with its counts and fields', async () => {
    await demo.session.submit('open plots');
    expect(await shown('ds')).toBe(`ds: the dataset plots
  3 samples, 3 labels; open NAME makes ds another dataset

  plots     3 labels of 1 class
  site      string
  depth     float
  tags      list of string
  filepath  string
  id        string
  metadata  width, height
`);
  });

  test('a view is its definition, and how much that is now', async () => {
    await demo.session.submit('open plots');
    await demo.session.submit("deep = ds.where(site == 'Lagon')");
    expect(await shown('deep')).toContain(
      "deep: a view of plots\n  deep = ds.where(site == 'Lagon')\n  1 sample, 1 label\n",
    );
  });

  test('a result is the statement that it came from, and what it is', async () => {
    await demo.session.submit('open plots');
    const { number } = await demo.session.submit("t = ds.countValues('site')");
    await demo.session.submit('n = ds.count()');
    expect(await shown('t')).toBe(
      "t: a result that was kept, not asked again\n  t = ds.countValues('site')\n  a table of 2 rows: site, count\n",
    );
    expect(await shown(`_${String(number)}`)).toContain("  t = ds.countValues('site')\n");
    expect(await shown('n')).toContain('  n = ds.count()\n  a value: 3\n');
  });

  test('without a dataset it is said how one is opened', async () => {
    const { output } = await demo.session
      .fork({ dataset: undefined, params: {} }, demo.session.ports.paths)
      .submit('help ds');
    expect(output).toMatchObject({ text: expect.stringContaining('open NAME opens one') as string });
  });
});
