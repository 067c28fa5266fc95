import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPrinter } from '../../src/repl/printer.ts';
import { parseScript } from '../../src/repl/script.ts';
import { type DemoSession, openDemoSession } from '../demo-session.ts';

const LOOK = { columns: 80, colour: 0, unicode: true, theme: 'dark', maxRows: 40 } as const;
const scripts = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.quadrat'));

let demo: DemoSession;

beforeAll(async () => {
  demo = await openDemoSession();
});

afterAll(async () => {
  await demo[Symbol.asyncDispose]();
});

test.each(scripts)('%s', async (name) => {
  const { steps, params } = parseScript(readFileSync(`${import.meta.dirname}/${name}`, 'utf8'));
  const session = demo.session.fork({ dataset: 'demo', params }, demo.session.ports.paths);
  let text = '';
  const write = (chunk: string): void => {
    text += chunk;
  };
  const printer = createPrinter({
    out: write,
    err: write,
    look: LOOK,
    narrationLook: LOOK,
    json: name.includes('json'),
    progress: { show: () => undefined, clear: () => undefined },
    drawPicture: () => Promise.resolve('[a picture]\n'),
    logBug: (error) => {
      throw error;
    },
    place: () => '',
  });
  session.on(printer);
  for (const { statement } of steps) {
    write(`> ${statement}\n`);
    await session.submit(statement);
    await printer.drained();
  }
  await session.close();
  const portable = text.replaceAll(demo.home, 'HOME');
  await expect(portable).toMatchFileSnapshot(`golden/${name.replace(/\.quadrat$/u, '.txt')}`);
});
