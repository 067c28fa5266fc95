import xterm from '@xterm/headless';
import fc from 'fast-check';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KEYMAP } from '../../../src/repl/input/keymap.ts';
import { decodeKeys, INITIAL_KEYS } from '../../../src/repl/input/keys.ts';
import { repaint } from '../../../src/repl/sheet/repaint.ts';
import type { ScreenRows } from '../../../src/repl/sheet/screen-rows.ts';
import { createFullScreens } from '../../../src/repl/ui/full-screen.ts';
import { showSheet } from '../../../src/repl/ui/sheet-screen.ts';
import { ENTER_FULL_SCREEN } from '../../../src/repl/ui/terminal-modes.ts';
import { type DemoSession, openDemoSession } from '../../demo-session.ts';
import { demoView } from '../sheet/sheet-source-fixture.ts';
import { FULL_SCREEN_KEYS } from '../../tui/random-keys.ts';

/** Sideways more often, and what is typed into a filter. */
const KEYS = [...FULL_SCREEN_KEYS, ...Array.from('jjll'), 'moo', 'year > 2020', '\x03', '\x0c'];

let demo: DemoSession;

beforeAll(async () => {
  demo = await openDemoSession();
});

afterAll(async () => {
  await demo[Symbol.asyncDispose]();
});

type Emulator = InstanceType<typeof xterm.Terminal>;

function emulatorOf(columns: number, rows: number): Emulator {
  return new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, logLevel: 'off' });
}

async function linesOf(emulator: Emulator): Promise<readonly string[]> {
  await new Promise<void>((resolve) => {
    emulator.write('', resolve);
  });
  const { active } = emulator.buffer;
  const lines = Array.from({ length: emulator.rows }, (_, y) =>
    active.getLine(active.baseY + y)?.translateToString(true, 0, emulator.cols),
  );
  return [...lines.map((line) => (line ?? '').trimEnd()), `${String(active.cursorX)},${String(active.cursorY)}`];
}

/** A sheet on an emulated terminal, which can be resized. */
async function emulated() {
  const emulator = emulatorOf(80, 24);
  const now: { drawn: ScreenRows | null; resized: () => void } = { drawn: null, resized: () => undefined };
  const screens = createFullScreens({
    size: () => ({ columns: emulator.cols, rows: emulator.rows }),
    write: (text) => {
      emulator.write(text);
    },
    enter: () => Promise.resolve(),
    leave: () => undefined,
    onResize: (listener) => {
      now.resized = listener;
      return () => {
        now.resized = () => undefined;
      };
    },
  });
  const look = { columns: 80, colour: 3, unicode: true, theme: 'dark', maxRows: 40 } as const;
  const ports = {
    look: () => look,
    settings: { keymap: () => KEYMAP },
    copy: (_text: string, what: string) => Promise.resolve(`copied ${what}`),
    logBug: (error: unknown) => {
      throw error;
    },
  };
  const source = await demoView(demo);
  emulator.write(ENTER_FULL_SCREEN);
  const open = async (): Promise<void> => {
    await screens.show((screen) => {
      const draw = (rows: ScreenRows): void => {
        now.drawn = rows;
        screen.draw(rows);
      };
      return showSheet(source, { ...screen, draw }, ports);
    });
    now.drawn = null;
  };
  const resize = (columns: number, rows: number): void => {
    emulator.resize(columns, rows);
    now.resized();
  };
  return { screens, open, resize, now, emulator };
}

/** What is on the screen, and what a new drawing of it shows; nothing while there is no sheet, or it is drawn just now. */
async function compared({ now, emulator }: Pick<Awaited<ReturnType<typeof emulated>>, 'now' | 'emulator'>) {
  const { drawn } = now;
  const shown = await linesOf(emulator);
  if (drawn === null || now.drawn !== drawn) return { shown: [], fresh: [] };
  const other = emulatorOf(emulator.cols, emulator.rows);
  other.write(ENTER_FULL_SCREEN + repaint(null, drawn));
  const fresh = await linesOf(other);
  other.dispose();
  return { shown, fresh };
}

test('two thousand random keys and sizes at any time: what is on the screen is what a new drawing of it shows', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...KEYS), { minLength: 400, maxLength: 400 }),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 50 }),
      fc.array(fc.tuple(fc.integer({ min: 12, max: 200 }), fc.integer({ min: 1, max: 60 })), {
        minLength: 6,
        maxLength: 6,
      }),
      async (keys, cuts, sizes) => {
        const sheet = await emulated();
        let state = INITIAL_KEYS;
        const text = keys.join('');
        for (let at = 0, n = 0; at < text.length; n++) {
          if (sheet.now.drawn === null) void sheet.open();
          await setImmediate();
          const length = cuts[n % cuts.length] ?? 1;
          const decoded = decodeKeys(state, text.slice(at, at + length));
          state = decoded.state;
          decoded.events.forEach((event) => sheet.screens.press(event));
          at += length;
          if (n % 40 === 17) sheet.resize(...(sizes[Math.floor(n / 40) % sizes.length] ?? [80, 24]));
          if (n % 3 !== 0) continue;
          await setImmediate();
          const { shown, fresh } = await compared(sheet);
          expect(shown).toEqual(fresh);
        }
      },
    ),
    { numRuns: 5, endOnFailure: true },
  );
}, 240_000);
