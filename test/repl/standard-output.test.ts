import { EventEmitter } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { AS_JSON } from '../../src/commands/standard-output.ts';
import { createPrinter } from '../../src/repl/printer.ts';
import { standardOutputOn } from '../../src/repl/standard-output.ts';

const progress = { show: () => undefined, clear: () => undefined };

function streamOf(isTTY: boolean, taken: boolean) {
  const events = new EventEmitter();
  const texts: string[] = [];
  const write = (text: string): boolean => {
    texts.push(text);
    return taken;
  };
  return { texts, events, stream: { isTTY, write, once: events.once.bind(events) } };
}

async function written(isTTY: boolean, text: string): Promise<readonly string[]> {
  const { stream, texts } = streamOf(isTTY, true);
  const output = standardOutputOn(stream, { json: false, progress });
  if (output.kind === 'open') await output.write(text);
  return texts;
}

test('a pipe gets what there is, a terminal nothing that could disturb it', async () => {
  const text = 'a,"b\u001b[31m"\t\u202e\n';
  expect(await written(false, text)).toEqual([text]);
  expect(await written(true, text)).toEqual(['a,"b\\x1b[31m"    \\u202e\n']);
});

test('who reads slowly is waited for', async () => {
  const { stream, events } = streamOf(false, false);
  const output = standardOutputOn(stream, { json: false, progress });
  let isDone = false;
  const writing = output.kind === 'open' ? output.write('x').then(() => (isDone = true)) : undefined;
  await setTimeout(0);
  expect(isDone).toBe(false);
  events.emit('drain');
  await writing;
  expect(isDone).toBe(true);
});

test('JSON is alone on standard output', () => {
  expect(standardOutputOn(streamOf(false, true).stream, { json: true, progress })).toBe(AS_JSON);
});

test('what is told of a document goes to the other stream', async () => {
  const said = { out: '', err: '' };
  const look = { columns: 80, colour: 0, unicode: true, theme: 'dark', maxRows: 40 } as const;
  const printer = createPrinter({
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
    ...{ look, narrationLook: look, json: false, progress },
    drawPicture: () => Promise.resolve(''),
    logBug: () => null,
    place: () => '',
  });
  const skipped = [{ reason: 'of no kind', count: 2, examples: ['a\u001b.jpg'] }];
  const output = { kind: 'document', format: 'csv', bytes: 4, digest: 'sha256:0', skipped, notes: ['1 row'] } as const;
  const cell = { number: 1, statement: '', state: 'done', output, comparable: true } as never;
  printer({ type: 'cell:output', cell, output });
  await printer.drained();
  expect(said).toEqual({ out: '', err: 'i  1 row\nW  skipped 2\n   2  of no kind\n     a\\x1b.jpg, ...\n' });
});
