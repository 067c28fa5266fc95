import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { examplesHere } from '../../src/commands/help/examples-here.ts';
import { valueHelp } from '../../src/commands/help/value-help.ts';
import { PROGRAM_OPTIONS } from '../../src/commands/help/program-help.ts';
import { overview } from '../../src/commands/help/overview.ts';
import { cancelled } from '../../src/diagnostics.ts';
import type { Sample } from '../../src/dataset/model/sample.ts';
import { renderOutput } from '../../src/render/index.ts';
import { renderText } from '../../src/render/text.ts';
import { importSamples, outline, sampleOf } from '../dataset/library-fixture.ts';
import { type DemoSession, openDemoSession } from '../demo-session.ts';

const LOOK = { columns: 80, colour: 0, unicode: true, theme: 'dark', maxRows: 40 } as const;
const SQUARE = [10, 8, 60, 8, 60, 48, 10, 48];

/** Nothing is called as in the demo. */
const PLOTS: readonly Sample[] = ["d'Urville", 'Lagon', "d'Urville"].map((site, i) =>
  sampleOf(`${String(i)}.jpg`, {
    tags: ['deep'],
    fields: { site, depth: i + 0.5 },
    labels: { plots: [outline('Turbinaria', SQUARE)] },
  }),
);

let demo: DemoSession;

beforeAll(async () => {
  demo = await openDemoSession();
  const { library } = demo.session.ports;
  await importSamples(library, 'plots', PLOTS);
  await importSamples(library, 'bare', [sampleOf('1.jpg')]);
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

describe('on a dataset of the user', () => {
  test('examples name its fields and values and show what they yield there', async () => {
    await demo.session.submit('open plots');
    expect(await shown('countValues')).toBe(`countValues(fieldOrExpr, expr?, safe?)
  How often each value of a field occurs, most frequent first; members of lists
  count each.

  fieldOrExpr  a field in quotes, or an expression
  expr         an expression of its value, which is F(); may be left out
  safe         true or false: infinite values count as missing; false where it
               is left out

missing   Counted in a row of its own, the last. A list that is missing or empty
          has no members.
FiftyOne  count_values(field_or_expr, expr=None, safe=False)

examples on plots
  ds.countValues('plots.label')
    plots.label  count      %
    Turbinaria       3  100.0  ████████████████████████
    1 row of 3 labels
  ds.countValues('site')
    site       count     %
    d'Urville      2  66.7  ████████████████████████
    Lagon          1  33.3  ████████████
    2 rows of 3 samples
  ds.count_values('tags')
    tags  count      %
    deep      3  100.0  ████████████████████████
    1 row of 3 tags
`);
  });

  test('values are quoted so that they are taken for what they are', async () => {
    await demo.session.submit('open plots');
    expect(await shown('selectBy')).toContain("ds.selectBy('site', ['d\\'Urville', null])\n    2 samples, 2 labels");
    expect(await shown('where')).toContain('ds.where(depth >= 1.5)\n    2 samples, 2 labels');
  });

  test('an example that it has nothing to fill with is left out', async () => {
    await demo.session.submit('open plots');
    const text = await shown('matchTags');
    expect(text).toContain("ds.matchTags('deep')\n    3 samples, 3 labels");
    expect(text).not.toContain('{ all: true }');
  });

  test('without anything to fill them with they are those of the demo', async () => {
    await demo.session.submit('open bare');
    expect(await shown('mapLabels')).toContain(
      "examples, with the names of the demo reef\n  ds.mapLabels('gt_polylines', { 'Pocillopora': 'other', 'Acropora': 'other' })\n" +
        '  not run: bare has nothing to fill them with',
    );
  });
});

describe('without a dataset', () => {
  test('examples are those of the demo, and it is said why they are not run', async () => {
    const { output } = await demo.session
      .fork({ dataset: undefined, params: {} }, demo.session.ports.paths)
      .submit('help limit');
    expect(output).toMatchObject({
      heading: 'examples, with the names of the demo reef',
      examples: [{ statement: 'ds.limit(10)', answer: null }],
      note: 'not run: no dataset is open',
    });
  });

  test('one that is named and not there is an error', async () => {
    const { error } = await demo.session
      .fork({ dataset: 'nosuch', params: {} }, demo.session.ports.paths)
      .submit('help limit');
    expect(error).toMatchObject({ code: 'not-found' });
  });
});

describe('names', () => {
  test.each([
    ['match_tags', 'matchTags(tags, bool?, all?) -> view'],
    ['reMatch', 'text.matches(regex, options?)'],
    ['area', 'area({ normalised? })'],
    ['range', 'F.range(start, stop)'],
    ['export', 'export FORMAT OUT'],
    ['expressions', 'In where() a bare name is a field of the sample'],
    ['fiftyone', 'A line of FiftyOne works as it is'],
    ['methods', 'Methods are called on a value'],
    ['verbs', 'keep samples'],
    ['commands', 'datasets'],
  ])('help %s', async (name, begins) => {
    expect((await shown(name)).startsWith(begins)).toBe(true);
  });

  test('of a method the example shows what it gives in the first samples', async () => {
    await demo.session.submit('open plots');
    expect(await shown('startsWith')).toBe(`text.startsWith(strOrStrs, caseSensitive?)
  True where the text begins with the given one, or with any of those given.

  strOrStrs      text or an expression, or a list of them
  caseSensitive  true or false; true where it is left out

also  starts_with

examples on plots
  ds.limit(3).values(site.startsWith('d\\'Urville'))
    true
    false
    true
`);
  });

  test('of a verb and a method both are explained', async () => {
    expect(await shown('exists')).toMatch(/^exists\(field, bool\?\) -> view[^]+\nvalue\.exists\(bool\?\)/u);
  });

  test('one that there is not has a nearest', async () => {
    const { error } = await demo.session.submit('help mtchTags');
    expect(error).toMatchObject({ code: 'not-found', hint: 'did you mean matchTags?' });
  });
});

describe('what is in the data, and what commands take', () => {
  test('of a field: its type, how many samples have it, its values and an example', async () => {
    await demo.session.submit('open plots');
    expect(await shown('site')).toBe(`site: string
  A field of the samples of plots.
  3 of 3 samples have it.

examples on plots
  ds.countValues('site')
    site       count     %
    d'Urville      2  66.7  ████████████████████████
    Lagon          1  33.3  ████████████
    2 rows of 3 samples
  ds.where(site == 'd\\'Urville')
    2 samples, 2 labels
`);
    expect(await shown('plots')).toContain(
      'plots: polylines\n  The labels of a sample of plots.\n  3 of 3 samples have it.\n',
    );
    expect(await shown('label')).toContain("ds.filterLabels('plots', label == 'Turbinaria')\n    3 samples, 3 labels");
  });

  test('a name that is a field and a function is explained as both', async () => {
    await demo.session.submit('open demo');
    expect(await shown('area')).toMatch(/^area: string\n[^]+\narea\(\{ normalised\? \}\)\n/u);
  });

  test('of a value: the field it is in and how often', async () => {
    await demo.session.submit('open plots');
    expect(await shown('Turbinaria')).toContain('Turbinaria: a class in plots\n  3 labels of plots.');
    expect(await shown('deep')).toContain('deep: a tag of samples\n  3 samples of plots.');
    expect(await shown('"d\'Urville"')).toContain("d'Urville: a value of site\n  2 samples of plots.");
  });

  test.each([
    ['yolo', 'yolo: a format\n  Outlines or boxes for training'],
    ['export yolo', 'yolo: a format\n'],
    ['export --media', 'export --media link|copy|none  What happens to pictures'],
    ['--media', 'import --media PATH'],
    ['theme', 'set theme VALUE\n  Colours of the text'],
    ['set theme', 'set theme VALUE\n'],
    ['run', 'quadrat run FILE [--param STRING] [--keep-going]'],
    ['run --param', 'quadrat run --param STRING  The value of a parameter'],
    ['-c', 'quadrat -c, --command STRING  Run this statement'],
    ['--param', 'quadrat --param STRING  The value of a parameter'],
    ['quadrat', 'quadrat [NAME]  '],
    ['taxonomy check', 'taxonomy list|show|check|diff [NAME]'],
  ])('help %s', async (words, begins) => {
    expect((await shown(words)).startsWith(begins)).toBe(true);
  });

  test('what a command does not take is said', async () => {
    const { error } = await demo.session.submit('help export frobnicate');
    expect(error).toMatchObject({ code: 'not-found', hint: 'help export tells what it takes' });
  });
});

test('every option of the command line is explained', async () => {
  const page = await shown('quadrat');
  for (const { name, short } of PROGRAM_OPTIONS) {
    expect(page).toContain(`--${name}`);
    expect(await shown(`--${name}`)).toContain(`--${name}`);
    if (short !== undefined) expect(await shown(`-${short}`)).toContain(`-${short}, --${name}`);
  }
});

test('the overview is one screen', () => {
  const lines = renderText({ kind: 'text', text: overview(commands) }, LOOK)
    .trimEnd()
    .split('\n');
  expect(lines.length).toBeLessThan(24);
});

describe('time', () => {
  /** A session in which questions take as long as they may: `asked` is called when one begins. */
  function patient(
    abort: AbortSignal,
    limit: AbortSignal,
    asked = (): void => undefined,
  ): Parameters<typeof examplesHere>[1] {
    const never = (signal: AbortSignal): Promise<never> =>
      new Promise((_, reject) => {
        const stop = (): void => {
          reject(cancelled());
        };
        if (signal.aborted) stop();
        else signal.addEventListener('abort', stop);
      });
    const { session } = demo;
    return {
      job: { signal: abort, report: () => undefined },
      session: {
        background: () => session.background('demo'),
        evaluate: (_text, signal) => {
          asked();
          return never(signal);
        },
        timeLimit: () => limit,
      },
    };
  }

  test('what takes too long is cut short, and the rest is not begun', async () => {
    const limit = new AbortController();
    const late = patient(new AbortController().signal, limit.signal, () => {
      limit.abort();
    });
    const { examples, note } = await examplesHere(['ds.count()', 'ds.ids()'], late);
    expect(examples).toEqual([
      { statement: 'ds.count()', answer: null },
      { statement: 'ds.ids()', answer: null },
    ]);
    expect(note).toBe('cut short: an answer took longer than a second');
  });

  test('a value that is looked for too long is told of as far as it was found', async () => {
    const limit = new AbortController();
    const late = patient(new AbortController().signal, limit.signal, () => {
      limit.abort();
    });
    const [only, another] = await valueHelp('Porites', await demo.session.dataset('demo'), late);
    expect(only?.text).toBe('Porites: whether it is in gt_polylines.label and behind was not found out in a second');
    expect(another).toBeUndefined();
  });

  test('who cancels help does not wait', async () => {
    const cancel = new AbortController();
    const patiently = patient(cancel.signal, new AbortController().signal, () => {
      cancel.abort();
    });
    await expect(examplesHere(['ds.count()'], patiently)).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
