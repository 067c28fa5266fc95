import { counted } from '../../dataset/model/counted.ts';
import type { KeyEvent } from '../input/key-event.ts';
import { matchKey } from '../input/keymap.ts';
import type { SheetAction } from '../input/sheet-keys.ts';
import { drawSheet } from '../sheet/draw-sheet.ts';
import { openSheet } from '../sheet/open-sheet.ts';
import { reduceSheet } from '../sheet/reduce-sheet.ts';
import type { SheetSource } from '../sheet/sheet-source.ts';
import type { SheetEvent, SheetState } from '../sheet/sheet-state.ts';
import type { FullScreen, Shown } from './full-screen.ts';
import { isRedraw, stackEvents } from './pager-screen.ts';
import { createSheetWorker, type SheetPorts } from './sheet-worker.ts';
import { inputEvents } from './single-keys.ts';

/** What was left: an expression for the prompt, and one line on what was seen. */
export type SheetClosed = { readonly expression: string | null; readonly seen: string };

/** Opens a sheet on rows. */
export function showSheet(source: SheetSource, screen: FullScreen, ports: SheetPorts): Shown<SheetClosed> {
  const { promise, resolve } = Promise.withResolvers<SheetClosed>();
  let state = openSheet(source, screen.size());
  let [isDue, isClosed] = [false, false];
  const drawSoon = (): void => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      screen.draw(drawSheet(state, ports.look(), ports.settings.keymap()));
    });
  };
  const dispatch = (event: SheetEvent): void => {
    const step = reduceSheet(state, event);
    state = step.state;
    step.requests.forEach(worker.perform);
    drawSoon();
  };
  const worker = createSheetWorker(ports, dispatch, (expression) => {
    isClosed = true;
    resolve({ expression, seen: seenLine(state) });
  });
  dispatch({ type: 'resized', size: screen.size() });
  worker.prepare(source);
  return {
    press: (key) => {
      if (isClosed) return false;
      const events = eventsOf(key, state, ports);
      if (events.some(asksToRedraw)) screen.forget();
      events.forEach(dispatch);
      return true;
    },
    resized: () => {
      dispatch({ type: 'resized', size: screen.size() });
    },
    closed: promise,
  };
}

/** What a key means: for the text that lies over the sheet, for the line that is typed, else for the sheet. */
function eventsOf(event: KeyEvent, { input, texts, size }: SheetState, ports: SheetPorts): readonly SheetEvent[] {
  if (event.kind === 'reply') return [];
  if (texts.length > 0) {
    return stackEvents(event, texts, size, ports).map((each) => ({ type: 'text', event: each }));
  }
  const keymap = ports.settings.keymap();
  const action = matchKey(event, 'sheet', keymap) as SheetAction | undefined;
  // What somebody types may be lost on a screen that another program has written on.
  const isOfSheet = input === null || (action === 'redraw' && event.kind === 'key');
  if (!isOfSheet) return inputEvents(event, keymap);
  return action === undefined ? [] : [{ type: 'pressed', action }];
}

function asksToRedraw(event: SheetEvent): boolean {
  return event.type === 'text' ? isRedraw(event.event) : event.type === 'pressed' && event.action === 'redraw';
}

/** `seen: ds, 60 samples > ds.countValues('area'), 4 rows`. */
function seenLine({ levels }: SheetState): string {
  return `seen: ${levels.map(({ source }) => `${source.title}, ${counted(source.total, source.unit)}`).join(' > ')}`;
}
