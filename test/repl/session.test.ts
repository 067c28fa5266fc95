import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatasets } from '../../src/repl/open-datasets.ts';
import { type RunningStatement, runningStatement } from '../../src/repl/running-statement.ts';
import type { SessionEvent } from '../../src/repl/session-events.ts';
import { type DemoSession, openDemoSession } from '../demo-session.ts';

let demo: DemoSession;

beforeAll(async () => {
  demo = await openDemoSession({ samples: 20 });
});

afterAll(async () => {
  await demo[Symbol.asyncDispose]();
});

/** A statement that is said to run. */
function runningOf(number: number): RunningStatement {
  const cell = { number, statement: '', state: 'running', output: undefined, error: undefined, ms: 0 } as const;
  return runningStatement(
    { ...cell, comparable: false },
    openDatasets(demo.session.ports.library, 'in-place'),
    () => 0,
  );
}

/** A session of its own on the same library. */
function fresh(): ReturnType<DemoSession['session']['fork']> {
  return demo.session.fork({ dataset: 'demo', params: { split: 'train' } }, demo.session.ports.paths);
}

describe('events', () => {
  test('come in order, cell after cell, and the session writes to no stream', async () => {
    const session = fresh();
    const seen: string[] = [];
    session.on(({ type, cell }: SessionEvent) => seen.push(`${String(cell.number)} ${type}`));
    await Promise.all([session.submit('ds.count()'), session.submit('v = ds'), session.submit('ds.nothing()')]);
    expect(seen).toEqual([
      '1 cell:started',
      '1 cell:output',
      '1 cell:finished',
      '2 cell:started',
      '2 cell:finished',
      '3 cell:started',
      '3 cell:failed',
      '3 cell:finished',
    ]);
    await session.close();
  });

  test('a value that does not occur is a warning, not a failure', async () => {
    const session = fresh();
    const warnings: string[] = [];
    session.on((event) => {
      if (event.type === 'cell:warning') warnings.push(event.warning.message);
    });
    const cell = await session.submit("ds.matchTags('trian').count()");
    expect(cell).toMatchObject({ state: 'done', output: { kind: 'scalar', value: 0 } });
    expect(warnings).toEqual(['no value "trian" in tags']);
    await session.close();
  });

  test('a parameter stands for its value', async () => {
    const session = fresh();
    expect((await session.submit('ds.matchTags($split).count()')).output).toEqual(
      (await session.submit("ds.matchTags('train').count()")).output,
    );
    await session.close();
  });
});

describe('interrupt', () => {
  test('ends the statement that runs as cancelled, and the session goes on', async () => {
    const session = fresh();
    const off = session.on((event) => {
      if (event.type === 'progress') session.interrupt();
    });
    const cell = await session.submit('import demo --name slow --samples 20000 --no-media');
    off();
    expect(cell.error).toMatchObject({ code: 'cancelled' });
    expect((await session.submit('ds.count()')).output).toMatchObject({ value: 20 });
    expect(await session.ports.library.has('slow')).toBe(false);
    await session.close();
  });
});

describe('work in parts', () => {
  test('the first interrupt asks to end after the part at hand, the second to stop at once', async () => {
    const running = runningOf(1);
    await running.inParts('task', (ending) => {
      expect(running.interrupt('gently')).toBe('task');
      expect([ending.aborted, running.signal.aborted]).toEqual([true, false]);
      expect(running.interrupt('gently')).toBeUndefined();
      expect(running.signal.aborted).toBe(true);
      return Promise.resolve();
    });
  });

  test('before and behind them, and where it is to be now, it stops at once', async () => {
    const running = runningOf(1);
    await running.inParts('task', () => Promise.resolve());
    expect(running.interrupt('gently')).toBeUndefined();
    expect(running.signal.aborted).toBe(true);
    const other = runningOf(2);
    await other.inParts('task', (ending) => {
      other.interrupt('now');
      expect([ending.aborted, other.signal.aborted]).toEqual([false, true]);
      return Promise.resolve();
    });
  });
});

test('save: a file that is something else stays, an earlier save of the same session is replaced', async () => {
  const notes = join(demo.home, 'notes.txt');
  await writeFile(notes, 'precious\n');
  const session = fresh();
  await session.submit('ds.count()');
  expect((await session.submit('save notes.txt')).error).toMatchObject({
    code: 'exists',
    message: `${notes} is there already`,
    hint: 'name another file, or say --overwrite',
  });
  expect(await readFile(notes, 'utf8')).toBe('precious\n');
  await session.submit('save mine.quadrat');
  await session.submit("ds.countValues('area')");
  expect((await session.submit('save mine.quadrat')).state).toBe('done');
  const saved = await readFile(join(demo.home, 'mine.quadrat'), 'utf8');
  expect(saved).toMatch(/^ds\.count\(\)$(.|\n)*^ds\.countValues\('area'\)$/mu);
  await session.close();
  const other = fresh();
  await other.submit('ds.schema()');
  expect((await other.submit('save mine.quadrat')).error).toMatchObject({ code: 'exists' });
  expect(await readFile(join(demo.home, 'mine.quadrat'), 'utf8')).toBe(saved);
  expect((await other.submit('save mine.quadrat --overwrite')).state).toBe('done');
  await other.close();
});

describe('save and replay', () => {
  const file = (): string => join(demo.home, 'session.quadrat');

  test('what was saved replays the same', async () => {
    const session = fresh();
    for (const line of [
      "v = ds.matchTags('train')",
      "v.countValues('area')",
      'ds.where(yaer > 1)',
      'ds.where(',
      "v.export('yolo', 'out', { media: 'none' })",
      'ds.first()',
      'help',
    ]) {
      await session.submit(line);
    }
    await session.submit('save session.quadrat');
    const { output } = await session.submit('replay session.quadrat');
    expect(output).toMatchObject({ kind: 'verdict' });
    const verdicts = output?.kind === 'verdict' ? output.verdicts : [];
    expect(verdicts.map(({ statement, verdict }) => [statement, verdict])).toEqual([
      ["v = ds.matchTags('train')", 'same'],
      ["v.countValues('area')", 'same'],
      ['ds.where(yaer > 1)', 'same'],
      ["v.export('yolo', 'out', { media: 'none' })", 'same'],
      ['ds.first()', 'same'],
    ]);
    expect((await session.submit('replay session.quadrat --frozen')).state).toBe('done');
    await session.close();
  });

  test('a result that was another is different, with the lines that differ', async () => {
    const text = await readFile(file(), 'utf8');
    const [, shown = ''] = /^#= (.*)$/mu.exec(text) ?? [];
    await writeFile(
      file(),
      text.replace(/^#@ sha256:\w+/mu, '#@ sha256:0000').replace(`#= ${shown}`, '#= something else'),
    );
    const session = fresh();
    const { output } = await session.submit('replay session.quadrat');
    const verdicts = output?.kind === 'verdict' ? output.verdicts : [];
    expect(verdicts[1]?.verdict).toBe('different');
    expect(verdicts[1]?.diff.slice(0, 2)).toEqual(['-something else', `+${shown}`]);
    await session.close();
  });

  test('with --frozen another dataset is refused before anything runs', async () => {
    const text = await readFile(file(), 'utf8');
    for (const name of ['labels', 'fields', 'identity']) {
      await writeFile(file(), text.replace(new RegExp(`^(#: digest {2}ds ${name} +)sha256:.*$`, 'mu'), '$1sha256:00'));
      const session = fresh();
      const { error } = await session.submit('replay session.quadrat --frozen');
      const message = expect.stringMatching(`not as it was: ${name} .*in the script sha256:00$`) as string;
      expect(error).toMatchObject({ code: 'mismatch', message });
      await session.close();
    }
  });

  test('a script that does not tell all digests cannot be frozen; --update writes them', async () => {
    const session = fresh();
    await writeFile(file(), '#: dataset ds demo\n#: digest  ds sha256:00\n# prose\nds.count()\n');
    const { error } = await session.submit('replay session.quadrat --frozen');
    const message = 'the script has no digest of the labels, fields, identity that it was written on';
    expect(error).toMatchObject({ code: 'invalid', message });
    expect((await session.submit('replay session.quadrat --update')).state).toBe('done');
    expect((await session.submit('replay session.quadrat --frozen')).state).toBe('done');
    const text = await readFile(file(), 'utf8');
    expect(text).toMatch(
      /^#: dataset ds demo {3}samples \d+ {3}labels \d+\n(#: digest {2}ds \w+ +sha256:\w{32}\n){3}# prose\nds\.count\(\)\n#= /u,
    );
    await session.close();
  });

  test('another dataset than the script names', async () => {
    const session = fresh();
    await writeFile(file(), '#: dataset ds nowhere\nds.limit(3).count()\n#= 3\n#@ sha256:00\n');
    const { output } = await session.submit('replay session.quadrat -d demo');
    expect(output).toMatchObject({ verdicts: [{ verdict: 'different' }] });
    expect((await session.submit('replay session.quadrat -d nosuch')).error).toMatchObject({ code: 'not-found' });
    await session.close();
  });

  test('statements that change datasets are skipped, with --effects they run', async () => {
    const session = fresh();
    await writeFile(file(), '#: quadrat 1\n#: dataset ds demo\nimport demo --name other --samples 3 --no-media\n');
    expect((await session.submit('replay session.quadrat')).output).toMatchObject({
      verdicts: [{ verdict: 'skipped' }],
    });
    expect(await session.ports.library.has('other')).toBe(false);
    await session.submit('replay session.quadrat --effects');
    expect(await session.ports.library.has('other')).toBe(true);
    await session.close();
  });

  test('settings are the user’s: they are not saved, and no replay changes them', async () => {
    const session = fresh();
    await session.submit('set theme light');
    await session.submit('ds.count()');
    const saved = join(demo.home, 'settings.quadrat');
    await session.submit(`save ${saved}`);
    expect(await readFile(saved, 'utf8')).not.toContain('set theme');
    await writeFile(file(), '#: quadrat 1\n#: dataset ds demo\nset theme mono\n');
    expect((await session.submit('replay session.quadrat --effects')).output).toMatchObject({
      verdicts: [{ verdict: 'skipped' }],
    });
    expect(await readFile(join(demo.home, 'config.yaml'), 'utf8')).toBe('theme: light\n');
    await session.close();
  });

  test('also those that end a chain, in either spelling and with a comment behind them', async () => {
    const session = fresh();
    const lines = ["ds.limit(2).tag('x')", "dataset.limit(2).tag_samples('x')  # a comment", 'ds.count()', 'log'];
    await writeFile(file(), `#: quadrat 1\n#: dataset ds demo\n${lines.join('\n')}\n`);
    const { output } = await session.submit('replay session.quadrat');
    const verdicts = output?.kind === 'verdict' ? output.verdicts.map(({ verdict }) => verdict) : [];
    expect(verdicts).toEqual(['skipped', 'skipped', 'unrecorded', 'same']);
    expect((await session.submit("ds.matchTags('x').count()")).output).toMatchObject({ value: 0 });
    await session.close();
  });

  test('steps that are meant to fail before they are read fail the same', async () => {
    const session = fresh();
    const lines = ['open "demo', '#? error syntax', "export yolo 'out", '#? error syntax', 'ds.count()'];
    await writeFile(file(), ['#: quadrat 1', '#: dataset ds demo', ...lines, ''].join('\n'));
    const { output } = await session.submit('replay session.quadrat');
    expect(output).toMatchObject({ verdicts: [{ verdict: 'same' }, { verdict: 'same' }, { verdict: 'unrecorded' }] });
    await session.close();
  });
});

test('what is typed is counted in a process of its own, and let go of with the others', async () => {
  await using other = await openDemoSession({ samples: 2 });
  const { session } = other;
  const counting = await session.counting('demo');
  expect(counting).not.toBe(await session.background('demo'));
  expect(await counting.catalog()).toMatchObject({ samples: 2 });
  await session.submit('rename demo reef');
  await expect(session.counting('demo')).rejects.toMatchObject({ code: 'not-found' });
});

test('a dataset that is renamed is let go of in the background too', async () => {
  await using other = await openDemoSession({ samples: 2 });
  const { session } = other;
  expect(await (await session.background('demo')).catalog()).toMatchObject({ samples: 2 });
  await session.submit('rename demo reef');
  await expect(session.background('demo')).rejects.toMatchObject({ code: 'not-found' });
  expect(await (await session.background('reef')).catalog()).toMatchObject({ dataset: 'reef', samples: 2 });
});
