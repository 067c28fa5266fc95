import { afterAll, beforeAll, expect, test } from 'vitest';
import { UserError } from '../../src/diagnostics.ts';
import { type DemoSession, openDemoSession } from '../demo-session.ts';

let demo: DemoSession;

beforeAll(async () => {
  demo = await openDemoSession({ samples: 12 });
  await demo.session.submit("clone demo 'my reef'");
});
afterAll(() => demo[Symbol.asyncDispose]());

/** The hint that a statement ends in. */
async function hintOf(statement: string): Promise<string | undefined> {
  const { error } = await demo.session.submit(statement);
  expect(error).toBeInstanceOf(UserError);
  return error instanceof UserError ? error.hint : undefined;
}

test.each([
  ["ds.matchTags('train', 'val')", "write ['train', 'val']"],
  ['ds.match_tags("train", "val", bool=False)', "write ['train', 'val']"],
  [
    "ds.where(label == 'Porites')",
    "write gt_polylines.any(label == ...), or filterLabels('gt_polylines', label == ...)",
  ],
  ['export yolo out/yolo --over', 'did you mean --overwrite?'],
  ['export yolo', 'export FORMAT OUT [OPTIONS]; help export lists them'],
  ['verify yolo', 'verify FORMAT PATH, or PATH alone'],
  ['verify reefs', 'verify FORMAT PATH; formats are coco, yolo, yolo-pose, masks, cvat, fiftyone'],
  ['ds.where(area == “Moorea Haapiti”)', "write ' or \": 'Moorea Haapiti'"],
  ['ds.where(area == “Moorea Haapiti)', 'write \' or "'],
  ['demo', 'write open demo'],
  ['my reef', "write open 'my reef'"],
  ["'my reef'", "write open 'my reef'"],
  ['demo.count()', "write open('demo')"],
  ['quadrat demo', 'write open demo'],
  ['quadrat reef2', 'write open reef2'],
  ['quadrat ds.count()', 'write ds.count()'],
  ['quadrat run session.quadrat', 'write replay session.quadrat'],
  ['run session.quadrat', 'write replay session.quadrat'],
  ['run', 'write replay FILE'],
  ['quadrat run', 'write replay FILE'],
  ['run --help', 'write help run'],
  ['ds = ds.limit(3)', "choose another name: v = ...; ds = open('NAME') makes it another dataset"],
  ['print(ds, 1)', 'write a line for each, with print or without: view.count()'],
])('%j: %s', async (statement, hint) => {
  expect(await hintOf(statement)).toBe(hint);
});

test('what is missing is named with what it can be', async () => {
  expect((await demo.session.submit('taxonomy')).error).toMatchObject({
    message: 'taxonomy needs ACTION: list, show, check, diff',
  });
});

test('the first lines of a notebook run as they are', async () => {
  const warnings: string[] = [];
  const stop = demo.session.on((event) => {
    if (event.type === 'cell:warning') warnings.push(event.warning.message);
  });
  const lines = [
    'import fiftyone as fo',
    'from fiftyone import ViewField as F',
    "dataset = fo.load_dataset('my reef')",
    "view = dataset.match_tags('train')",
    "print(view.count_values('area'))",
  ];
  const cells = [];
  for (const line of lines) cells.push(await demo.session.submit(line));
  stop();
  expect(cells.map(({ error }) => error)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  expect(warnings).toEqual([
    'a Python import is not needed here: dataset, F and fo are known',
    'a Python import is not needed here: dataset, F and fo are known',
  ]);
  expect(demo.session.current).toBe('my reef');
  const plain = await demo.session.submit("ds.matchTags('train').countValues('area')");
  expect(cells.at(-1)?.output).toEqual(plain.output);
});

test('ds = open(...) opens the dataset, and names no variable', async () => {
  const { output } = await demo.session.submit("ds = open('demo')");
  expect(output).toMatchObject({ kind: 'text', text: expect.stringMatching(/^ds is demo: 12 samples/u) as string });
  expect(demo.session.current).toBe('demo');
  expect([...demo.session.variables.keys()]).not.toContain('ds');
});
