import { counted } from '../../render/numbers.ts';
import type { EditorCommand } from '../input/editor.ts';
import type { KeyEvent } from '../input/key-event.ts';
import { openSheet } from '../sheet/open-sheet.ts';
import { matchKey } from '../input/keymap.ts';
import { drawSheet } from '../sheet/draw-sheet.ts';
import { reduceSheet } from '../sheet/reduce-sheet.ts';
import { sheetActions } from '../sheet/sheet-keymap.ts';
import type { SheetSource } from '../sheet/sheet-source.ts';
import { type SheetEvent, type SheetState } from '../sheet/sheet-state.ts';
import type { FullScreen, Shown } from './full-screen.ts';
import { createSheetWorker, type SheetPorts } from './sheet-worker.ts';

/** What was left: an expression for the prompt, and one line on what was seen. */
export type SheetClosed = { readonly expression: string | null; readonly seen: string };

/** Opens a sheet on rows. */
export function showSheet(source: SheetSource, screen: FullScreen, ports: SheetPorts): Shown<SheetClosed> {
  const { promise, resolve } = Promise.withResolvers<SheetClosed>();
  let state = openSheet(source, screen.size());
  let isDue = false;
  const drawSoon = (): void => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      screen.draw(drawSheet(state, ports.look()));
    });
  };
  const dispatch = (event: SheetEvent): void => {
    const step = reduceSheet(state, event);
    state = step.state;
    step.requests.forEach(worker.perform);
    drawSoon();
  };
  const worker = createSheetWorker(ports, dispatch, (expression) => {
    resolve({ expression, seen: seenLine(state) });
  });
  dispatch({ type: 'resized', size: screen.size() });
  worker.prepare(source);
  return {
    press: (event) => {
      for (const key of singleKeys(event)) eventsOf(key, state).forEach(dispatch);
    },
    resized: () => {
      dispatch({ type: 'resized', size: screen.size() });
    },
    closed: promise,
  };
}

/** What a key means: in the filter it edits. */
function eventsOf(event: KeyEvent, { input }: SheetState): readonly SheetEvent[] {
  if (input === null || event.kind === 'reply') {
    return sheetActions(event).map((action) => ({ type: 'pressed', action }));
  }
  return inputEvents(event);
}

/** A run of typed characters one by one: what the first does may change what the next means. */
export function singleKeys(event: KeyEvent): readonly KeyEvent[] {
  return event.kind === 'text' ? Array.from(event.text, (text) => ({ kind: 'text', text })) : [event];
}

/** Keys of a line of text in a full screen: those of the search in the history. */
export function inputEvents(
  event: Exclude<KeyEvent, { kind: 'reply' }>,
): readonly Extract<SheetEvent, { type: 'typed' | 'input-ended' }>[] {
  if (event.kind !== 'key') {
    return [{ type: 'typed', action: { type: 'insert', text: event.text.replaceAll('\n', ' ') } }];
  }
  const action = matchKey(event, 'search');
  if (action === 'search-accept') return [{ type: 'input-ended', how: 'accepted' }];
  if (action === 'search-cancel') return [{ type: 'input-ended', how: 'cancelled' }];
  if (action === undefined || action === 'search-older' || action === 'search-newer') return [];
  return [{ type: 'typed', action: { type: action as EditorCommand } }];
}

/** `seen: ds, 60 samples > ds.countValues('area'), 4 rows`. */
function seenLine({ levels }: SheetState): string {
  return `seen: ${levels.map(({ source }) => `${source.title}, ${counted(source.total, source.unit)}`).join(' > ')}`;
}
