import { UserError } from '../../diagnostics.ts';
import { counted } from '../../render/numbers.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import type { EditorCommand } from '../input/editor.ts';
import type { KeyEvent } from '../input/key-event.ts';
import { matchKey } from '../input/keymap.ts';
import { drawSheet } from '../sheet/draw-sheet.ts';
import { reduceSheet } from '../sheet/reduce-sheet.ts';
import { SHEET_KEYS, sheetActions } from '../sheet/sheet-keymap.ts';
import type { SheetSource } from '../sheet/sheet-source.ts';
import { type Notice, openSheet, PAGE, type SheetEvent, type SheetRequest, type SheetState } from '../sheet/sheet-state.ts';
import { tableSource } from '../sheet/table-source.ts';
import type { FullScreen, Shown } from './full-screen.ts';

/** What a sheet needs besides the screen. */
export type SheetPorts = {
  readonly look: () => RenderOptions;
  /** Copies a text and says what has become of it. */
  readonly copy: (text: string, what: string) => Promise<string>;
  readonly logBug: (error: unknown) => string | null;
};

/** What was left: an expression for the prompt, and one line on what was seen. */
export type SheetClosed = { readonly expression: string | null; readonly seen: string };

/** Opens a sheet on rows. */
export function showSheet(source: SheetSource, screen: FullScreen, ports: SheetPorts): Shown<SheetClosed> {
  const { promise, resolve } = Promise.withResolvers<SheetClosed>();
  const working = { deriving: new AbortController(), reading: new AbortController() };
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
    step.requests.forEach(perform);
    drawSoon();
  };
  const derive = ({ derivation, source: from }: Extract<SheetRequest, { kind: 'derive' }>): void => {
    const { signal } = (working.deriving = new AbortController());
    from.derive(derivation, signal).then(
      (made) => {
        if (!signal.aborted) dispatch({ type: 'derived', derivation, source: made });
      },
      (error: unknown) => {
        if (!signal.aborted) dispatch({ type: 'failed', derivation, notice: noticeOf(error, ports) });
      },
    );
  };
  const read = ({ level, page, source: from }: Extract<SheetRequest, { kind: 'rows' }>): void => {
    const start = page * PAGE;
    from.rows(start, Math.min(start + PAGE, from.total), working.reading.signal).then(
      (rows) => {
        dispatch({ type: 'rows-read', level, page, rows });
      },
      (error: unknown) => {
        dispatch({ type: 'rows-failed', level, page, notice: noticeOf(error, ports) });
      },
    );
  };
  const perform = (request: SheetRequest): void => {
    switch (request.kind) {
      case 'rows':
        read(request);
        break;
      case 'derive':
        derive(request);
        break;
      case 'cancel':
        working.deriving.abort();
        break;
      case 'help':
        dispatch({ type: 'opened', source: keysSource() });
        break;
      case 'copy':
        void ports.copy(request.text, request.what).then((text) => {
          dispatch({ type: 'noticed', notice: { text, isError: false } });
        });
        break;
      case 'close':
        working.deriving.abort();
        resolve({ expression: request.expression, seen: seenLine(state) });
        break;
    }
  };
  dispatch({ type: 'resized', size: screen.size() });
  return {
    press: (event) => {
      eventsOf(event, state).forEach(dispatch);
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

function noticeOf(error: unknown, { logBug }: SheetPorts): Notice {
  if (error instanceof UserError) {
    const hint = error.hint === undefined ? '' : `: ${error.hint}`;
    return { text: `${error.message}${hint}`, isError: true };
  }
  const log = logBug(error);
  return { text: `that was a bug${log === null ? '' : `; its stack is in ${log}`}`, isError: true };
}

/** The keys as rows. */
function keysSource(): SheetSource {
  const rows = SHEET_KEYS.map(({ keys, help }) => [keys.filter((key) => key !== 'ctrl-m').join(' '), help]);
  const columns = [
    { name: 'key', type: 'string' },
    { name: 'what it does', type: 'string' },
  ] as const;
  return tableSource({ kind: 'table', columns, rows, total: rows.length }, { title: 'keys of a sheet' });
}

/** `seen: ds, 60 samples > ds.countValues('area'), 4 rows`. */
function seenLine({ levels }: SheetState): string {
  return `seen: ${levels.map(({ source }) => `${source.title}, ${counted(source.total, source.unit)}`).join(' > ')}`;
}
