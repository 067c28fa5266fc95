import { UserError } from '../../diagnostics.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import { SHEET_KEYS } from '../sheet/sheet-keymap.ts';
import type { SheetSource } from '../sheet/sheet-source.ts';
import { type Notice, PAGE, type SheetEvent, type SheetRequest } from '../sheet/sheet-state.ts';
import { tableSource } from '../sheet/table-source.ts';

/** What a sheet needs besides the screen. */
export type SheetPorts = {
  readonly look: () => RenderOptions;
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

/** A worker that tells of everything by events, but for the end. */
export function createSheetWorker(
  ports: SheetPorts,
  tell: (event: SheetEvent) => void,
  close: (expression: string | null) => void,
): SheetWorker {
  const reading = new AbortController();
  let deriving = new AbortController();
  const derive = ({ derivation, source }: Extract<SheetRequest, { kind: 'derive' }>): void => {
    const { signal } = (deriving = new AbortController());
    source.derive(derivation, signal).then(
      (made) => {
        if (!signal.aborted) tell({ type: 'derived', derivation, source: made });
      },
      (error: unknown) => {
        if (!signal.aborted) tell({ type: 'failed', derivation, notice: noticeOf(error, ports) });
      },
    );
  };
  const read = ({ level, page, source }: Extract<SheetRequest, { kind: 'rows' }>): void => {
    const { signal } = reading;
    const from = page * PAGE;
    source.rows(from, Math.min(from + PAGE, source.total), signal).then(
      (rows) => {
        tell({ type: 'rows-read', level, page, rows });
      },
      (error: unknown) => {
        if (!signal.aborted) tell({ type: 'rows-failed', level, page, notice: noticeOf(error, ports) });
      },
    );
  };
  const perform: { readonly [K in SheetRequest['kind']]: (request: Extract<SheetRequest, { kind: K }>) => void } = {
    rows: read,
    derive,
    cancel: () => {
      deriving.abort();
    },
    help: () => {
      tell({ type: 'opened', source: keysSource() });
    },
    copy: ({ text, what }) => {
      void ports.copy(text, what).then((said) => {
        tell({ type: 'noticed', notice: { text: said, isError: false } });
      });
    },
    close: ({ expression }) => {
      deriving.abort();
      reading.abort();
      close(expression);
    },
  };
  return {
    perform: (request) => {
      (perform[request.kind] as (request: SheetRequest) => void)(request);
    },
    prepare: (source) => {
      // The order of a large view takes a moment: asked for the last row, it has it when somebody goes there.
      source.rows(source.total - 1, source.total, reading.signal).catch(() => undefined);
    },
  };
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
  return tableSource(
    { kind: 'table', columns, rows, total: rows.length },
    { title: 'keys of a sheet', expression: () => '' },
  );
}
