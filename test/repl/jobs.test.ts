import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Session } from '../../src/repl/session.ts';
import type { SessionEvent } from '../../src/repl/session-events.ts';
import { trimStatement } from '../../src/repl/trailing-ampersand.ts';
import { type DemoSession, openDemoSession } from '../demo-session.ts';

let demo: DemoSession;

beforeAll(async () => {
  demo = await openDemoSession({ samples: 20 });
});

afterAll(async () => {
  await demo[Symbol.asyncDispose]();
});

/** A session with a prompt, as the screen has one. */
function withPrompt(): Session {
  return new Session({ ...demo.session.ports, prompt: true }, { dataset: 'demo', params: {} });
}

/** Resolves with the next event of that type, and of that statement where one is named. */
function next(session: Session, type: SessionEvent['type'], number?: number): Promise<SessionEvent> {
  return new Promise((resolve) => {
    const off = session.on((event) => {
      if (event.type !== type || (number !== undefined && event.cell.number !== number)) return;
      off();
      resolve(event);
    });
  });
}

const ENDLESS = 'import demo --name endless --samples 2000000 --no-media';

describe('a statement behind the prompt', () => {
  test('lets others run, keeps its number, and its result comes when it is there', async () => {
    const session = withPrompt();
    const ended = next(session, 'cell:finished', 1);
    const sent = await session.submit('import demo --name small --samples 50 --no-media &');
    expect(sent).toMatchObject({ number: 1, state: 'running' });
    expect(session.jobs.list()).toMatchObject([{ number: 1, state: 'running' }]);
    expect(await session.submit('ds.count()')).toMatchObject({ number: 2, output: { value: 20 } });
    expect((await ended).cell).toMatchObject({ number: 1, state: 'done', output: { kind: 'change', samples: 50 } });
    expect(session.jobs.list()).toEqual([]);
    await session.submit('delete small --yes');
    await session.close();
  });

  test('that is interrupted in front of it is not meant', async () => {
    const session = withPrompt();
    await session.submit(`${ENDLESS} &`);
    expect(session.interrupt()).toBe('now');
    expect(session.jobs.list()).toMatchObject([{ state: 'running' }]);
    const failed = next(session, 'cell:failed');
    expect((await session.submit('kill 1')).output).toEqual({ kind: 'text', text: '[1] is being stopped' });
    expect((await failed).cell).toMatchObject({ number: 1, error: { code: 'cancelled' } });
    await session.close();
  });

  test('is brought to the front by fg, where an interrupt is meant for it', async () => {
    const session = withPrompt();
    await session.submit(`${ENDLESS} &`);
    const brought = next(session, 'cell:brought');
    const front = session.submit('fg');
    expect(await brought).toMatchObject({ cell: { number: 2 }, job: { number: 1 } });
    expect(session.sendBehind()).toBe(true);
    expect(await front).toMatchObject({ number: 2, state: 'done' });
    const again = next(session, 'cell:brought');
    const inFront = session.submit('fg 1');
    await again;
    session.interrupt();
    expect(await inFront).toMatchObject({ state: 'done', output: undefined });
    expect(session.jobs.list()).toEqual([]);
    await session.close();
  });

  test('writes when another has written, and says for whom it waits', async () => {
    const session = withPrompt();
    let open = (): void => undefined;
    const held = new Promise<void>((resolve) => (open = resolve));
    const { library } = session.ports;
    const job = { signal: new AbortController().signal, report: () => undefined };
    const writing = library.change('demo', { statement: 'a long change', job }, () => held);
    const waiting = next(session, 'progress');
    await session.submit("ds.limit(2).tag('waited') &");
    expect(await waiting).toMatchObject({ progress: { what: 'waiting for a long change in this shell' } });
    expect((await session.submit('ds.count()')).output).toMatchObject({ value: 20 });
    const ended = next(session, 'cell:finished');
    open();
    await writing;
    expect((await ended).cell).toMatchObject({ number: 1, output: { samples: 2 } });
    await session.submit('undo');
    await session.close();
  });

  test('keeps its datasets: what is asked meanwhile does not wait for them', async () => {
    const session = new Session(
      { ...demo.session.ports, prompt: true, runner: 'child' },
      { dataset: 'demo', params: {} },
    );
    await session.submit('ds.count()');
    const slow = session.submit(String.raw`ds.where(filepath.matches(/^((\w+)+)+!/)).count()`);
    await next(session, 'cell:started');
    session.sendBehind();
    expect(await slow).toMatchObject({ state: 'running' });
    expect((await session.submit('ds.count()')).output).toMatchObject({ value: 20 });
    expect((await session.submit('_')).output).toMatchObject({ value: 20 });
    await session.close();
  });

  test.each([
    ['ds.count() &', 'only commands are started behind the prompt', 11],
    ['help &', 'help is not started behind the prompt', 5],
  ])('%s is refused', async (statement, message, start) => {
    const session = withPrompt();
    const { error } = await session.submit(statement);
    expect(error).toMatchObject({ code: 'bad-argument', message, span: { start, end: start + 1 } });
    await session.close();
  });

  test('a mistake in how it is written is told in front', async () => {
    const session = withPrompt();
    expect(await session.submit('import demo --nam x &')).toMatchObject({ state: 'failed', error: { code: 'usage' } });
    await session.close();
  });

  test('holds its dataset: deleting that is refused, and `ds` still means it', async () => {
    const session = withPrompt();
    let open = (): void => undefined;
    const held = new Promise<void>((resolve) => (open = resolve));
    const job = { signal: new AbortController().signal, report: () => undefined };
    const writing = session.ports.library.change('demo', { statement: 'a long change', job }, () => held);
    await session.submit("ds.limit(2).tag('waited') &");
    expect((await session.submit('delete demo --yes')).error).toMatchObject({
      code: 'busy',
      message: expect.stringContaining('being written by a long change in this shell') as string,
    });
    expect((await session.submit('ds.count()')).output).toMatchObject({ value: 20 });
    await session.submit('kill');
    open();
    await writing;
    await session.close();
  });

  test('stops when the session ends', async () => {
    const session = withPrompt();
    await session.submit(`${ENDLESS} &`);
    expect(session.holding()).toHaveLength(1);
    expect(session.holding()).toHaveLength(0);
    await session.close();
    expect(await session.ports.library.has('endless')).toBe(false);
  });
});

test('what is followed is asked again when the dataset changes, until it is ended', async () => {
  const session = withPrompt();
  expect((await session.submit("watch ds.countValues('tags')")).error).toBeUndefined();
  expect((await session.submit('ds.watch()')).error).toBeUndefined();
  expect(session.watches.list().map(({ number, expression }) => [number, expression])).toEqual([
    [1, "ds.countValues('tags')"],
    [2, 'ds'],
  ]);
  const changed = new Promise<void>((resolve) => {
    session.watches.subscribe(() => {
      if (session.watches.list()[0]?.changes === 1) resolve();
    });
  });
  await session.submit("ds.limit(2).tag('seen')");
  await changed;
  expect(session.watches.list()[0]?.rows.find(({ key }) => key[0] === 'seen')).toMatchObject({
    change: 'new',
    values: [2],
  });
  expect((await session.submit('watch')).output).toMatchObject({
    rows: [
      [1, "ds.countValues('tags')", 'demo', 4, 1],
      [2, 'ds', 'demo', 2, 0],
    ],
  });
  const shown: unknown[] = [];
  session.on((event) => {
    if (event.type === 'cell:output') shown.push(event.output);
  });
  await session.submit('watch --stop all');
  expect(shown).toMatchObject([
    { kind: 'watch', watched: { number: 1 } },
    { kind: 'watch', watched: { number: 2 } },
  ]);
  expect(session.watches.list()).toEqual([]);
  expect((await session.submit('watch ds --changes 1')).error).toMatchObject({ code: 'usage' });
  await session.submit('undo');
  await session.close();
});

test('without a prompt a statement that ends in & runs as any other', async () => {
  const session = demo.session.fork({ dataset: 'demo', params: {} }, demo.session.ports.paths);
  const cell = await session.submit("ds.limit(1).tag('x') &");
  expect(cell).toMatchObject({ state: 'done', output: { kind: 'change', samples: 1, undo: "ds.limit(1).tag('x')" } });
  await session.submit('undo');
  expect((await session.submit('fg')).error).toMatchObject({ code: 'not-found' });
  await session.close();
});

test('a script holds statements in the order in which they ended, and names results by their number there', async () => {
  const session = withPrompt();
  const ended = next(session, 'cell:finished', 2);
  await session.submit('help');
  await session.submit('import demo --name later --samples 50 --no-media &');
  await session.submit("ds.matchTags('train')");
  await session.submit("_3.matchTags('_3').count()");
  await ended;
  await session.submit('save session.quadrat');
  const text = await session.ports.readText(session.ports.paths.read('session.quadrat'));
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines).toEqual([
    "ds.matchTags('train')",
    "_1.matchTags('_3').count()",
    'import demo --name later --samples 50 --no-media &',
  ]);
  await session.submit('delete later --yes');
  await session.close();
});

test.each([
  ['pull reef &', 'pull reef', 10],
  ["v.export('yolo', 'out')&  # to train", "v.export('yolo', 'out')", 23],
  ['export csv a&', 'export csv a&', undefined],
  ["ds.matchTags('a &')", "ds.matchTags('a &')", undefined],
  ['a & b', 'a & b', undefined],
  ['a &&', 'a &&', undefined],
])('%s', (statement, text, ampersand) => {
  expect(trimStatement(statement)).toEqual({ text, ampersand });
});
