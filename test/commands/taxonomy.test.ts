import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UserError } from '../../src/diagnostics.ts';
import type { Output } from '../../src/output.ts';
import { type DemoSession, openDemoSession } from '../demo-session.ts';

let demo: DemoSession;

beforeAll(async () => {
  demo = await openDemoSession({ samples: 24 });
  mkdirSync(join(demo.home, 'taxonomies'));
  write('taxonomies/mine.yaml', 'map: { Porites: massive, Pavona: null }\ndefault: other\n');
  write('reef.yaml', 'map: { Porites: massive, Pavona: null }\nunmapped: keep\n');
  write('broken.yaml', 'map:\n  Porites: 7\n');
});

afterAll(async () => {
  await demo[Symbol.asyncDispose]();
});

function write(path: string, text: string): void {
  writeFileSync(join(demo.home, path), text);
}

async function run(statement: string): Promise<Output | undefined> {
  const { error, output } = await demo.session.submit(statement);
  if (error !== undefined) throw error instanceof Error ? error : new Error('no error that can be read');
  return output;
}

async function failure(statement: string): Promise<UserError> {
  const { error } = await demo.session.submit(statement);
  if (error instanceof UserError) return error;
  throw new Error(`${statement} is not refused`, { cause: error });
}

async function counts(view: string): Promise<Readonly<Record<string, number>>> {
  const output = await run(`${view}.countValues('gt_polylines.label')`);
  if (output?.kind !== 'table') throw new Error('no table');
  return Object.fromEntries(output.rows.map(([name, count]) => [name as string, Number(count)]));
}

function sum(numbers: Readonly<Record<string, number>>): number {
  return Object.values(numbers).reduce((all, each) => all + each, 0);
}

/** Every file below a folder but those that name it, with what is in it. */
function tree(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(join(demo.home, folder), { recursive: true, withFileTypes: true });
  const contents = files
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map(
      (path) =>
        [path.slice(join(demo.home, folder).length), readFileSync(path, 'utf8').replaceAll(folder, '')] as const,
    );
  return Object.fromEntries(contents.filter(([path]) => !path.endsWith('manifest.json')));
}

describe('a view with mapped classes', () => {
  test('has labels of other classes, and none is lost but those that are dropped', async () => {
    const before = await counts('ds');
    const after = await counts("ds.taxonomy('main_families')");
    const stay = ['Acropora', 'Atrea', 'Montipora', 'Pocillopora', 'Porites'];
    for (const name of stay) expect(after[name]).toBe(before[name]);
    expect(after['Pavona/Leptoseris']).toBe((before['Pavona'] ?? 0) + (before['Leptoseris'] ?? 0));
    expect(sum(after)).toBe(sum(before));
  });

  test('a sample that loses its last label is empty, one that had none stays missing', async () => {
    const states = async (view: string): Promise<unknown> => {
      const output = await run(`${view}.schema()`);
      return output?.kind === 'table' ? output.rows[0] : undefined;
    };
    const [, , missing, empty, present] = (await states('ds')) as readonly (string | number)[];
    expect(await states("ds.taxonomy({ Nothing: 'x' }, { unmapped: 'drop' })")).toEqual([
      ...['gt_polylines', 'polylines', missing, Number(empty) + Number(present), 0, 0],
    ]);
    expect(await run("ds.taxonomy({ Nothing: 'x' }, { unmapped: 'drop' }).count()")).toEqual(await run('ds.count()'));
  });

  test('an inline map says all that a file can', async () => {
    const text = "{ map: { Porites: 'massive', Pavona: null }, default: 'other', classes: ['other', 'massive'] }";
    expect(await counts(`ds.taxonomy(${text})`)).toEqual(await counts("ds.taxonomy('mine')"));
    expect(await run(`ds.taxonomy(${text}).getClasses('gt_polylines')`)).toEqual({
      kind: 'list',
      values: ['other', 'massive'],
    });
  });

  test('is that of the stages in order, whatever the map: labels that go and stay add up', async () => {
    const names = Object.keys(await counts('ds'));
    const before = await counts('ds');
    const map = fc.dictionary(fc.constantFrom(...names), fc.option(fc.constantFrom('a', 'Porites', '__proto__')), {
      minKeys: 1,
    });
    await fc.assert(
      fc.asyncProperty(map, fc.constantFrom('keep', 'drop', 'rest'), async (made, unmapped) => {
        const text = `{ ${Object.entries(made)
          .map(([from, to]) => `${JSON.stringify(from)}: ${JSON.stringify(to)}`)
          .join(', ')} }`;
        const after = await counts(`ds.taxonomy(${text}, { unmapped: '${unmapped}' })`);
        const gone = names.filter((name) => (Object.hasOwn(made, name) ? made[name] === null : unmapped === 'drop'));
        expect(sum(after)).toBe(sum(before) - gone.reduce((all, name) => all + (before[name] ?? 0), 0));
      }),
      { numRuns: 25 },
    );
  });

  test('can be saved, in one step that is undone', async () => {
    const before = await counts('ds');
    const mapped = await counts("ds.taxonomy('main_families')");
    await run("ds.taxonomy('main_families').save()");
    expect(await counts('ds')).toEqual(mapped);
    await run('undo');
    expect(await counts('ds')).toEqual(before);
  });

  test('a saved one stands on its own: what a file said is written out, a built-in one is named', async () => {
    await run("ds.taxonomy('reef.yaml').saveView('reefs')");
    await run("ds.taxonomy('agnostic').saveView('corals')");
    const before = await counts('ds.loadSavedView("reefs")');
    write('reef.yaml', 'map: { Porites: another }\nunmapped: drop\n');
    expect(await counts('ds.loadSavedView("reefs")')).toEqual(before);
    expect(await counts("ds.taxonomy('reef.yaml')")).not.toEqual(before);
    const views = await run('views');
    expect(views?.kind === 'table' && views.rows.map(([, , text]) => text)).toEqual([
      "ds.taxonomy('agnostic')",
      'ds.taxonomy({"name":"reef","classes":["massive"],"map":{"Porites":"massive","Pavona":null},"unmapped":"keep"})',
    ]);
  });
});

describe('a class in no map', () => {
  const MESSAGE = /^in no map of extended: Montipra \(\d labels?, like Montipora\) in gt_polylines$/u;

  test('of a whole dataset is told before anything runs, at its place', async () => {
    const error = await failure("v = ds.taxonomy('extended')");
    expect(error).toMatchObject({ code: 'invalid', message: expect.stringMatching(MESSAGE) as string });
    expect(error.span).toEqual({ start: 4, end: 27 });
    expect(error.hint).toContain('unmapped');
  });

  test.each([
    "ds.where(year > 0).taxonomy('extended')",
    "ds.where(year > 0).taxonomy('extended').limit(1).count()",
    "ds.where(year > 0).taxonomy('extended').values('filepath')",
    "ds.limit(1).concat(ds.where(year > 0).taxonomy('extended'))",
    "ds.where(year > 0).taxonomy('extended').first()",
    "ds.where(year > 0).taxonomy('extended').save()",
    "ds.where(year > 0).taxonomy('extended').tag('x')",
    "ds.where(year > 0).taxonomy('extended').deleteLabels()",
    "ds.where(year > 0).taxonomy('extended').keep()",
    "ds.where(year > 0).taxonomy('extended').export('csv', 'x.csv')",
    'export yolo out --taxonomy extended',
    'taxonomy show agnostic --view "ds.where(year > 0).taxonomy(\'extended\')"',
  ])('of a view is an error wherever it is asked: %s', async (statement) => {
    const digest = await run('info');
    expect(await failure(statement)).toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(MESSAGE) as string,
    });
    expect(await run('info')).toEqual(digest);
  });

  test.each([
    "ds.filterLabels('gt_polylines', label != 'Montipra', false).taxonomy('extended').count()",
    "ds.mapLabels('gt_polylines', { Montipra: 'Montipora' }).taxonomy('extended').count()",
    "ds.matchTags('no such').taxonomy('extended').count()",
    "ds.taxonomy('extended', unmapped='drop').count()",
    "ds.taxonomy('extended', 'gt_polylines', 'keep').count()",
  ])('is none where the view has none: %s', async (statement) => {
    expect(await run(statement)).toMatchObject({ kind: 'scalar' });
  });

  test('becomes what the policy says', async () => {
    const before = await counts('ds');
    const montipra = before['Montipra'] ?? 0;
    const extended = await counts("ds.taxonomy('extended', { unmapped: 'drop' })");
    const other = extended['Other'] ?? 0;
    expect(sum(extended)).toBe(sum(before) - montipra);
    expect((await counts("ds.taxonomy('extended', { unmapped: 'Other' })"))['Other']).toBe(other + montipra);
    expect((await counts("ds.taxonomy('extended', { unmapped: 'keep' })"))['Montipra']).toBe(montipra);
    expect((await counts("ds.taxonomy('extended', { unmapped: 'Unknown' })"))['Unknown']).toBe(montipra);
  });
});

test.each([
  ["ds.taxonomy('extendd')", 'there is no taxonomy "extendd"', 'did you mean extended?'],
  ["ds.taxonomy('mien')", 'there is no taxonomy "mien"', 'did you mean mine?'],
  ["ds.taxonomy('broken.yaml')", 'broken.yaml:2: "Porites" has 7', 'in quotes'],
  ["ds.taxonomy('nothing.yaml')", 'no file ', 'check the path'],
  ["ds.taxonomy('extended', unmapped='Othr')", 'extended has no class "Othr"', 'did you mean Other?'],
  ["ds.taxonomy('extended', unmapped='')", 'extended has no class ""', 'drop'],
  ['ds.taxonomy({ None: "x" })', 'labels without a class are in no map', 'unmapped'],
  ['ds.taxonomy({ a: "x", a: "y" })', 'a is mapped twice', ''],
  ['ds.taxonomy({ a: label })', 'the name of a class is needed here', 'in quotes'],
  ['ds.taxonomy({ a: 7 })', '"a" has 7 where', 'in quotes'],
  ['ds.taxonomy(7)', 'the name of a taxonomy in quotes is needed here', 'extended'],
  ["ds.taxonomy('agnostic', 'area')", 'area is no field of labels', 'gt_polylines'],
  ['taxonomy', 'taxonomy needs ACTION', 'taxonomy'],
  ['taxonomy chekc extended', 'taxonomy cannot chekc; did you mean check?', 'taxonomy list'],
  ['taxonomy show', 'taxonomy show needs the name or the file', 'taxonomy list'],
  ['taxonomy diff extended', 'needs two', 'taxonomy diff A B'],
  ['taxonomy show extended agnostic', 'takes one taxonomy', 'taxonomy list'],
  ['taxonomy show extended --fields area', 'there is no label field area', 'gt_polylines'],
  ['export csv x.csv --unmapped drop', '--unmapped says', '--taxonomy'],
  ['export csv x.csv --taxonomy agnostic --table ds.count()', 'a result is written as it is', '--table'],
  ['export yolo out --taxonomy agnostic --classes corall', 'agnostic has no class "corall"', 'did you mean coral?'],
  ['push ds --labels --taxonomy agnostic', '--labels takes no --taxonomy', ''],
])('what is wrong is said: %s', async (statement, message, hint) => {
  const error = await failure(statement);
  expect(error.message).toContain(message);
  expect(error.hint ?? '').toContain(hint);
});

describe('an export with a taxonomy', () => {
  test.each(['yolo', 'masks', 'coco', 'cvat', 'fiftyone'])('as %s is that of the mapped view', async (format) => {
    await run(`export ${format} ${format}1 --taxonomy extended --unmapped Other --media none`);
    await run(`ds.export('${format}', '${format}2', { taxonomy: 'extended', unmapped: 'Other', media: 'none' })`);
    await run(`ds.taxonomy('extended', { unmapped: 'Other' }).export('${format}', '${format}3', { media: 'none' })`);
    const first = tree(`${format}1`);
    expect(Object.keys(first).length).toBeGreaterThan(0);
    expect(tree(`${format}2`)).toEqual(first);
    expect(tree(`${format}3`)).toEqual(first);
  });

  test.each(['csv', 'jsonl'])('as %s, too', async (format) => {
    await run(`export ${format} a.${format} --taxonomy agnostic --rows labels --field gt_polylines`);
    await run(`ds.taxonomy('agnostic').export('${format}', 'b.${format}', { rows: 'labels', field: 'gt_polylines' })`);
    const [a, b] = ['a', 'b'].map((name) => readFileSync(join(demo.home, `${name}.${format}`), 'utf8'));
    expect(a).toBe(b);
    expect(a).toContain('coral');
  });

  test('has all classes in the order of the taxonomy, and says which have no label and what was left out', async () => {
    const output = await run(
      "ds.filterLabels('gt_polylines', label in ['Porites', 'Pavona']).export('yolo', 'few', { taxonomy: 'extended', unmapped: 'drop', media: 'none' })",
    );
    expect(readFileSync(join(demo.home, 'few/data.yaml'), 'utf8')).toContain(
      'nc: 10\nnames:\n  - Acropora\n  - Astreopora\n  - Fungia\n  - Millepora\n  - Montipora\n  - Pocillopora\n  - Porites\n  - Other\n  - Pavona/Leptoseris\n  - Group1\n',
    );
    expect(output).toMatchObject({ kind: 'files' });
    const notes = output?.kind === 'files' ? output.notes : [];
    expect(notes).toContain('classes of the taxonomy extended');
    expect(notes.join('\n')).toMatch(
      /^classes without a label: Acropora, Astreopora, Fungia, Millepora, Montipora, Pocillopora, Other, Group1$/mu,
    );
    expect(JSON.parse(readFileSync(join(demo.home, 'few/quadrat-manifest.json'), 'utf8'))).toMatchObject({
      format: 'yolo',
      taxonomy: 'extended',
    });
  });

  test('counts the labels that go, and puts classes that are kept last', async () => {
    const output = await run('export coco kept --taxonomy reef.yaml --unmapped keep --media none');
    const { categories } = JSON.parse(readFileSync(join(demo.home, 'kept/labels.json'), 'utf8')) as {
      readonly categories: readonly { readonly name: string }[];
    };
    expect(categories.map(({ name }) => name).slice(0, 3)).toEqual(['another', 'Acanthastrea', 'Acropora']);
    expect(output).toMatchObject({ skipped: [{ reason: expect.stringContaining('never annotated') as string }] });
    expect(await run('export coco dropped --taxonomy ./reef.yaml --media none')).toMatchObject({
      skipped: [
        {
          reason: expect.stringMatching(
            /^labels that reef drops: Acropora, \w+, \w+, \w+, \w+ and \d+ others$/u,
          ) as string,
        },
        {},
      ],
    });
  });

  test('classes that are asked for choose some of them, in another order', async () => {
    await run('export yolo some --taxonomy main_families --classes Other,Porites --media none');
    expect(readFileSync(join(demo.home, 'some/data.yaml'), 'utf8')).toContain('names:\n  - Other\n  - Porites\n');
  });

  test('is known again when it is imported', async () => {
    const output = await run('import few --name few');
    expect(output).toMatchObject({
      kind: 'change',
      notes: expect.arrayContaining(['exported with the taxonomy extended']) as unknown,
    });
    expect(await run("open('few').getClasses('ground_truth')")).toMatchObject({
      values: expect.arrayContaining(['Group1']) as unknown,
    });
  });

  test('relabelled after, its classes are those that occur', async () => {
    await run(
      "ds.taxonomy('agnostic').mapLabels('gt_polylines', { coral: 'Coral' }).export('yolo', 'again', { media: 'none' })",
    );
    expect(readFileSync(join(demo.home, 'again/data.yaml'), 'utf8')).toContain('nc: 1\nnames:\n  - Coral\n');
  });
});

test('a taxonomy of two thousand classes on every label', async () => {
  const lines = Array.from({ length: 1999 }, (_, i) => `  class ${String(i)}: c${String(i % 7)}`);
  write('large.yaml', `map:\n${lines.join('\n')}\n  Porites: coral\nunmapped: keep\n`);
  expect((await counts("ds.taxonomy('large.yaml')"))['coral']).toBe((await counts('ds'))['Porites']);
});
