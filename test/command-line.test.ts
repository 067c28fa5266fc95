import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { quadratIn, type Run } from './quadrat-process.ts';

const root = join(import.meta.dirname, '..');
const shared = join(root, '..', 'shared');
const taco = join(shared, 'data', 'taco', 'annotations.json');
const taglab = join(shared, 'data', 'taglab', 'multi-temporal_comparison_project.json');

const home = mkdtempSync(join(tmpdir(), 'quadrat-cli-'));
const { quadrat, shell } = quadratIn(home);

beforeAll(() => {
  expect(quadrat(['import', 'demo', '--name', 'demo']).status).toBe(0);
}, 60_000);

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

const json = (text: string): unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

describe('one-shots', () => {
  test('statements, their results on stdout alone', () => {
    expect(quadrat(['-d', 'demo', '-c', "ds.matchTags('train')", '-c', '_.where(year >= 2021).count()'])).toEqual({
      status: 0,
      stdout: '42 samples, 507 labels\n24\n',
      stderr: '',
    });
  });

  test('FiftyOne spelling', () => {
    const line = "dataset.match_tags('train').match(F('year') >= 2021).count()";
    expect(quadrat(['-d', 'demo', '-c', line]).stdout).toBe('24\n');
  });

  test('JSON, one document a line, also for a failure', () => {
    const { status, stdout } = quadrat([
      '-d',
      'demo',
      '--json',
      '-c',
      'v = ds.limit(2)',
      '-c',
      'v',
      '-c',
      'v.nothing()',
    ]);
    expect(status).toBe(1);
    expect(json(stdout)).toEqual([
      { step: 2, kind: 'view', samples: 2, labels: { gt_polylines: 26 } },
      expect.objectContaining({ step: 3, kind: 'error', code: 'unknown-verb', span: [2, 9] }),
    ]);
  });

  test('a document alone on stdout, what is said of it on stderr, and no file called -', () => {
    const areas = ['export', 'csv', '-', '-d', 'demo', '--table', "ds.countValues('area')"];
    expect(quadrat(areas)).toEqual({
      status: 0,
      stdout: 'area,count\nMoorea Entre 2 Baies,16\nTahiti Punaauia,16\nMoorea Tiahura 1-2,15\nMoorea Haapiti,13\n',
      stderr: 'i  4 rows, 2 columns\n',
    });
    expect(existsSync(join(home, '-'))).toBe(false);
    expect(quadrat(['export', 'coco', '-', '-d', 'demo'])).toMatchObject({ status: 1, stdout: '' });
    const refused = quadrat([...areas, '--json']);
    expect(refused.status).toBe(2);
    expect(json(refused.stdout)).toEqual([expect.objectContaining({ kind: 'error', code: 'usage' })]);
  });

  test('one argument may hold several statements, or only a comment', () => {
    expect(quadrat(['-d', 'demo', '-c', 'v = ds.limit(2)\n# how many\nv.count()']).stdout).toBe('2\n');
    expect(quadrat(['-d', 'demo', '-c', '# nothing'])).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('a failed statement ends the run, unless it is told to go on', () => {
    const statements = ['-c', 'ds.nothing()', '-c', 'ds.count()'];
    expect(quadrat(['-d', 'demo', ...statements])).toMatchObject({ status: 1, stdout: '' });
    expect(quadrat(['-d', 'demo', '--keep-going', ...statements])).toMatchObject({ status: 1, stdout: '60\n' });
  });

  test.each([
    [['nothing', 'here'], 2],
    [['export', 'yolo'], 2],
    [['--nonsense'], 2],
    [['undo'], 1],
    [['-d', 'nothing', '-c', 'ds'], 1],
    [['run', 'nothing.quadrat'], 1],
    [['nothing'], 1],
    [['-d', 'demo', "ds.tag('oops')"], 2],
    [['versoins', '-d', 'demo'], 2],
  ])('%j exits with %i and says why on stderr', (args, status) => {
    const run = quadrat(args);
    expect(run).toMatchObject({ status, stdout: '' });
    expect(run.stderr).not.toBe('');
  });
});

describe('what is refused before anything is done', () => {
  test('a home that is no folder is said, and is no bug', () => {
    const file = join(home, 'a-file');
    writeFileSync(file, '');
    const run = quadrat(['-c', 'ds'], { env: { QUADRAT_HOME: join(file, 'state') } });
    expect(run).toMatchObject({ status: 1, stdout: '' });
    expect(run.stderr).toMatch(/^unwritable {2}/u);
    for (const state of [file, join(file, 'state')]) {
      expect(quadrat(['datasets'], { env: { QUADRAT_HOME: state } })).toMatchObject({ status: 1, stdout: '' });
    }
    expect(quadrat(['--version'], { env: { QUADRAT_HOME: file } }).status).toBe(0);
  });

  test('a working folder that is gone matters only to paths that depend on it', () => {
    const gone = (words: string): Run => shell(`mkdir gone && cd gone && rmdir ../gone && quadrat ${words} 2>&1`);
    expect(gone('--version')).toMatchObject({ status: 0, stdout: expect.stringContaining('quadrat ') as string });
    expect(gone('-d demo -c "ds.count()"').stdout).toMatch(/^60$/mu);
    const { status, stdout } = gone('run some.quadrat');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^not-found {2}the working folder is gone$/mu);
  });

  test.each([
    [['run', 'nosuch.q'], 1, 'not-found'],
    [['--nope'], 2, 'usage'],
    [['nosuch'], 1, 'not-found'],
    [['frob', 'x'], 2, 'unknown-command'],
    [['run', join(root, 'examples', 'first-look.quadrat'), '--param', 'nosuch=1'], 2, 'usage'],
  ])('with --json what fails before any step is a document: %j', (args, status, code) => {
    const run = quadrat([...args, '--json']);
    expect(run.status).toBe(status);
    expect(json(run.stdout)).toEqual([expect.objectContaining({ step: 1, kind: 'error', code })]);
  });

  test('so is a script that does not end', () => {
    const run = quadrat(['--json'], { input: 'ds.where(' });
    expect(json(run.stdout)).toEqual([expect.objectContaining({ kind: 'error', code: 'syntax' })]);
  });

  test('what is no value is assigned to nothing, and not done', () => {
    const refused = quadrat(['-d', 'demo', '-c', "v = ds.tag('kept')"]);
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toContain('tag yields no value for v');
    expect(quadrat(['-d', 'demo', '-c', "ds.matchTags('kept').count()"]).stdout).toBe('0\n');
  });

  test.each(['export', 'import', 'info', '_7'])('%s is no name for a variable', (name) => {
    expect(quadrat(['-d', 'demo', '-c', `${name} = ds`]).stderr).toContain(`${name} means something already`);
  });
});

describe('scripts', () => {
  test('from stdin', () => {
    const script = '#: quadrat 1\n#: dataset ds demo\n# prose\nds.where(\n  year == 2020\n).count()\n';
    expect(quadrat([], { input: script }).stdout).toMatch(/^\d+\n$/u);
  });

  test('a mistake names file and line', () => {
    const { status, stderr } = quadrat([], { input: '\n\nds.cuont()\n' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^stdin:3: ds\.cuont\(\)\n/u);
  });

  test('the first look runs, and replays the same', () => {
    const file = join(root, 'examples', 'first-look.quadrat');
    expect(quadrat(['run', file])).toMatchObject({ status: 0, stderr: '' });
    const replay = quadrat(['replay', file]);
    expect(replay.stdout).toMatch(/\n10 steps same\n$/u);
    expect(replay.status).toBe(0);
  });

  test('parameters change what a script asks', () => {
    const file = join(root, 'examples', 'first-look.quadrat');
    const { status, stdout } = quadrat(['replay', file, '--param', 'split=val']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/DIFFERENT/u);
  });

  test('a chain is laid out over lines, with comments between them', () => {
    const chain = 'ds\n  .where(\n    year >= 2021\n  )\n  # of the training set\n  .matchTags("train")\n  .count()\n';
    expect(quadrat(['-d', 'demo'], { input: chain })).toEqual({ status: 0, stdout: '24\n', stderr: '' });
    expect(quadrat(['-d', 'demo', '-c', chain]).stdout).toBe('24\n');
  });

  test('replay takes -d as run does', () => {
    writeFileSync(join(home, 'count.quadrat'), '#: dataset ds demo\nds.count()\n');
    expect(quadrat(['replay', 'count.quadrat']).status).toBe(0);
    expect(quadrat(['replay', 'count.quadrat', '-d', 'nosuch'])).toMatchObject({ status: 1, stdout: '' });
  });

  test('parameters stand in the words of commands, too', () => {
    const script = `#: param t = 'val'\nexport csv "of-$t.csv" --view "ds.matchTags($t)"\n`;
    expect(quadrat(['-d', 'demo', '--param', 't=test'], { input: script }).stdout).toMatch(/^of-test\.csv\n/u);
    const unset = quadrat(['-d', 'demo'], { input: 'tag $t' });
    expect(unset).toMatchObject({ status: 1, stdout: '' });
    expect(unset.stderr).toContain('no value was given for $t');
  });

  test('a parameter that the script does not have is refused with the nearest name', () => {
    const file = join(root, 'examples', 'first-look.quadrat');
    for (const command of ['run', 'replay']) {
      const run = quadrat([command, file, '--param', 'splt=val']);
      expect(run).toMatchObject({ status: 2, stdout: '' });
      expect(run.stderr).toMatch(/no parameter splt\nhint: did you mean split\?/u);
    }
  });

  test('the training set leaves, and is sound', () => {
    expect(quadrat(['run', join(root, 'examples', 'training-set.quadrat')])).toMatchObject({ status: 0, stderr: '' });
    expect(existsSync(join(home, 'out', 'yolo', 'data.yaml'))).toBe(true);
  });

  test('versions come and go as the example says', () => {
    const replay = quadrat(['replay', '--effects', join(root, 'examples', 'versions.quadrat')]);
    expect(replay.stdout).toMatch(/\n30 steps same\n$/u);
    expect(replay.status).toBe(0);
  });

  test('`npm start` without a terminal shows the demo and reads no input', () => {
    const env = { npm_lifecycle_event: 'start', npm_package_name: 'quadrat' };
    const { status, stdout } = quadrat([], { input: 'ds.nothing()', env });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^60 samples, 720 labels\n/u);
  });
});

test('names from outside are neither paths nor members of objects', () => {
  const image = (id: number, name: string, more: string): string =>
    `{"id":${String(id)},"file_name":${JSON.stringify(name)},"width":10,"height":10${more}}`;
  const images = [
    image(1, '../../etc/passwd', ''),
    image(2, '/abs/\u001b[31m###é.jpg', ',"__proto__":"x","constructor":"y"'),
  ];
  const category = JSON.stringify("a\u001b[2J'; drop table sample; --");
  const annotation = '{"id":1,"image_id":1,"category_id":1,"bbox":[1,1,2,2]}';
  const file = join(home, 'hostile.json');
  writeFileSync(
    file,
    `{"images":[${images.join()}],"categories":[{"id":1,"name":${category}}],"annotations":[${annotation}]}`,
  );
  const made = quadrat(['import', 'coco', file, '--name', 'hostile']);
  expect(made.status).toBe(0);
  const asked = [
    "ds.values('filepath')",
    "ds.where(constructor == 'y').values('__proto__')",
    'ds.schema()',
    'ds.head()',
  ];
  const { status, stdout } = quadrat(['-d', 'hostile', ...asked.flatMap((line) => ['-c', line])]);
  expect(status).toBe(0);
  expect(stdout.split('\n').slice(0, 3)).toEqual([`${home}/etc/passwd`, `${home}/abs/_[31m###é.jpg`, 'x']);
  expect(made.stdout + stdout).not.toContain('\u001b');
});

describe('real data', () => {
  test.skipIf(!existsSync(taco))('COCO whose pictures are not there', () => {
    const made = quadrat(['import', 'coco', taco, '--name', 'taco']);
    expect(made.status).toBe(0);
    expect(made.stdout.match(/1,500 pictures/gu)).toHaveLength(1);
    const { stdout } = quadrat(['-d', 'taco', '-c', "ds.countValues('ground_truth.label')", '--json']);
    expect(json(stdout)).toEqual([expect.objectContaining({ kind: 'table', total: 59 })]);
    expect(quadrat(['-d', 'taco', '-c', 'ds']).stdout).toBe('1,500 samples, 4,784 labels\n');
  });

  test.skipIf(!existsSync(taglab))('TagLab with its holes', () => {
    expect(quadrat(['import', 'taglab', taglab, '--name', 'plots']).status).toBe(0);
    expect(quadrat(['-d', 'plots', '-c', 'ds']).stdout).toBe('2 samples, 112 labels\n');
  });
});
