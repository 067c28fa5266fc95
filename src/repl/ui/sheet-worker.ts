import { UserError } from '../../diagnostics.ts';
import type { Output } from '../../output.ts';
import { renderOutput } from '../../render/index.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import type { Binding } from '../input/keymap.ts';
import { PLOTTED } from '../sheet/plot-values.ts';
import type { SheetSource } from '../sheet/sheet-source.ts';
import { type Notice, PAGE, type SheetEvent, type SheetRequest } from '../sheet/sheet-state.ts';
import { countTyped } from './count-typed.ts';
import { keysText } from './pager-screen.ts';

/** What a sheet needs besides the screen. */
export type SheetPorts = {
  readonly look: () => RenderOptions;
  readonly settings: { readonly keymap: () => readonly Binding[] };
  /** Copies a text and says what has become of it. */
  readonly copy: (text: string, what: string) => Promise<string>;
  readonly logBug: (error: unknown) => string | null;
};

/** Does what a sheet asks for, and tells it what came of it. */
export type SheetWorker = {
  readonly perform: (request: SheetRequest) => void;
  /** Has at hand what will be wanted of rows that are far away. */
  readonly prepare: (source: SheetSource) => void;
};

type Requests = { readonly [K in SheetRequest['kind']]: (request: Extract<SheetRequest, { kind: K }>) => void };

/** A worker that tells of everything by events, but for the end. */
export function createSheetWorker(
  ports: SheetPorts,
  tell: (event: SheetEvent) => void,
  close: (expression: string | null) => void,
): SheetWorker {
  const failed = (error: unknown): Notice => noticeOf(error, ports);
  const reading = rowReader(tell, failed);
  const working = oneAtATime(tell, failed);
  const counting = countTyped(tell, failed);
  const perform: Requests = {
    rows: reading.read,
    derive: ({ derivation, source }) => {
      working.start(derivation.kind === 'filter', async (signal) => {
        const made = await source.derive(derivation, signal);
        return { type: 'derived', derivation, source: made };
      });
    },
    plot: ({ column, source }) => {
      working.start(false, async (signal) => {
        const output = await source.plot(column, signal);
        const title = `${source.title} . ${source.columns[column]?.name ?? ''}`;
        return { type: 'text-opened', text: { title, lines: (columns) => linesOf(output, columns, ports) } };
      });
    },
    'count-matches': counting.count,
    matches: ({ pattern, most, source }) => {
      counting.stop();
      working.start(true, async (signal) => ({
        type: 'matched',
        pattern,
        rows: await source.matches(pattern, most, signal),
      }));
    },
    cancel: () => {
      counting.stop();
      working.stop();
    },
    help: () => {
      tell({ type: 'text-opened', text: keysText('keys of a sheet', 'sheet', ports) });
    },
    copy: ({ text, what }) => {
      void ports.copy(text, what).then((said) => {
        tell({ type: 'noticed', notice: { text: said, isError: false } });
      });
    },
    close: ({ expression }) => {
      counting.stop();
      working.stop();
      reading.stop();
      close(expression);
    },
  };
  return {
    perform: (request) => {
      (perform[request.kind] as (request: SheetRequest) => void)(request);
    },
    prepare: reading.prepare,
  };
}

/** Reads pages, several at once. */
function rowReader(tell: (event: SheetEvent) => void, failed: (error: unknown) => Notice) {
  const reading = new AbortController();
  const { signal } = reading;
  return {
    read: ({ level, page, source }: Extract<SheetRequest, { kind: 'rows' }>): void => {
      const from = page * PAGE;
      source.rows(from, Math.min(from + PAGE, source.total), signal).then(
        (rows) => {
          tell({ type: 'rows-read', level, page, rows });
        },
        (error: unknown) => {
          if (!signal.aborted) tell({ type: 'rows-failed', level, page, notice: failed(error) });
        },
      );
    },
    prepare: (source: SheetSource): void => {
      // The order of a large view takes a moment: asked for the last row, it has it when somebody goes there.
      source.rows(source.total - 1, source.total, signal).catch(() => undefined);
    },
    stop: (): void => {
      reading.abort();
    },
  };
}

/** Work that the sheet waits for: its seconds are told, and what has come of it unless it was stopped. */
function oneAtATime(tell: (event: SheetEvent) => void, failed: (error: unknown) => Notice) {
  let working = new AbortController();
  return {
    start: (stays: boolean, work: (signal: AbortSignal) => Promise<SheetEvent>): void => {
      const { signal } = (working = new AbortController());
      const began = performance.now();
      const clock = setInterval(() => {
        if (!signal.aborted) tell({ type: 'worked', seconds: Math.round((performance.now() - began) / 1000) });
      }, 1000);
      void work(signal)
        .catch((error: unknown): SheetEvent => ({ type: 'failed', stays, notice: failed(error) }))
        .then((event) => {
          if (!signal.aborted) tell(event);
        })
        .finally(() => {
          clearInterval(clock);
        });
    },
    stop: (): void => {
      working.abort();
    },
  };
}

function linesOf(output: Output, columns: number, { look }: SheetPorts): readonly string[] {
  return renderOutput(output, { ...look(), columns, maxRows: PLOTTED })
    .trimEnd()
    .split('\n');
}

function noticeOf(error: unknown, { logBug }: SheetPorts): Notice {
  if (error instanceof UserError) {
    const hint = error.hint === undefined ? '' : `: ${error.hint}`;
    return { text: `${error.message}${hint}`, isError: true };
  }
  const log = logBug(error);
  return { text: `that was a bug${log === null ? '' : `; its stack is in ${log}`}`, isError: true };
}
