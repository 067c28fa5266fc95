import type { ValueCount } from '../../dataset/query/catalog.ts';
import { formats } from '../../dataset/formats/index.ts';
import { complete } from '../completion/complete.ts';
import type { Completion, CompletionItem, Knowledge, KnownFormat } from '../completion/completion.ts';
import { cursorOffset, editorText } from '../input/editor.ts';
import type { Session } from '../session.ts';
import type { ShellEvent, ShellState } from './shell-state.ts';
import type { Store } from './store.ts';

/** Offers completions and keeps at hand what they are made from. */
export type Completer = {
  /** Opens the menu at the cursor, or completes at once where there is one possibility. */
  readonly open: () => void;
  /** Looks again after the text has changed under an open menu. */
  readonly narrow: () => void;
  /** Puts the selected completion into the text. */
  readonly accept: () => void;
  readonly close: () => void;
  /** Reads fields, tags, classes and names of datasets again; done after each statement. */
  readonly refresh: () => void;
};

/** A completer on a session. */
export function createCompleter(session: Session, store: Store<ShellState, ShellEvent>): Completer {
  let datasets: readonly string[] = [];
  let asked: string | undefined;
  const values = createValues(session, () => {
    if (store.get().menu !== undefined) show(true);
    else if (asked === editorText(store.get().editor)) open();
  });
  const look = (): Completion => {
    const { editor, catalog } = store.get();
    const knowledge: Knowledge = {
      catalog,
      variables: session.snapshot().variables,
      commands: session.commands,
      formats: [...formats.map(knownFormat), DEMO],
      datasets,
      values: values.of,
    };
    return complete(editorText(editor), cursorOffset(editor), knowledge);
  };
  const show = (evenSingle: boolean): void => {
    const { menu } = store.get();
    if (menu === undefined && evenSingle) return;
    const found = look();
    const [only, another] = found.items;
    if (only !== undefined && another === undefined && !evenSingle) put(only, found);
    else if (only !== undefined) store.dispatch({ type: 'menu-shown', menu: { ...found, selected: 0 } });
    else store.dispatch({ type: 'menu-shown', menu: undefined });
  };
  const put = ({ text }: CompletionItem, { replace }: Completion): void => {
    store.dispatch({ type: 'menu-shown', menu: undefined });
    store.dispatch({ type: 'edited', action: { type: 'replace-range', ...replace, text } });
  };
  const open = (): void => {
    const text = editorText(store.get().editor);
    const isEmpty = look().items.length === 0;
    asked = isEmpty ? text : undefined;
    store.dispatch({ type: 'noticed', notice: isEmpty ? 'nothing to complete here' : undefined });
    show(false);
  };
  return {
    open,
    narrow: () => {
      show(true);
    },
    accept: () => {
      const { menu } = store.get();
      const item = menu?.items[menu.selected];
      if (menu !== undefined && item !== undefined) put(item, menu);
    },
    close: () => {
      store.dispatch({ type: 'menu-shown', menu: undefined });
    },
    refresh: () => {
      values.forget();
      void readCatalog(session, store);
      void readDatasets(session).then((names) => (datasets = names));
    },
  };
}

const DEMO: KnownFormat = { name: 'demo', summary: 'A generated reef with planted faults.', uses: ['read-format'] };

function knownFormat({ name, summary, read, write, verify }: (typeof formats)[number]): KnownFormat {
  const uses = [
    ...(read === undefined ? [] : (['read-format'] as const)),
    ...(write === undefined ? [] : (['write-format'] as const)),
    ...(verify === undefined ? [] : (['verify-format'] as const)),
  ];
  return { name, summary, uses };
}

/** Values of fields, read when first asked for and kept until the next statement has run. */
function createValues(session: Session, onRead: () => void) {
  let known = new Map<string, readonly ValueCount[]>();
  const read = async (path: string, into: typeof known): Promise<void> => {
    const name = session.current;
    if (name === undefined) return;
    const dataset = await session.dataset(name);
    into.set(path, await dataset.valueCounts(path, MOST_VALUES, AbortSignal.timeout(PATIENCE)));
    if (into === known) onRead();
  };
  return {
    of: (path: string): readonly ValueCount[] => {
      const found = known.get(path);
      if (found !== undefined) return found;
      known.set(path, []);
      // A completion that cannot be had is not worth a message.
      read(path, known).catch(() => undefined);
      return [];
    },
    forget: (): void => {
      known = new Map();
    },
  };
}

/** Values offered of a field, and the milliseconds after which they are done without. */
const MOST_VALUES = 100;
const PATIENCE = 2000;

async function readDatasets({ ports }: Session): Promise<readonly string[]> {
  try {
    return (await ports.library.list()).map(({ name }) => name);
  } catch {
    return [];
  }
}

async function readCatalog(session: Session, store: Store<ShellState, ShellEvent>): Promise<void> {
  const name = session.current;
  if (name === undefined) return;
  try {
    const catalog = await (await session.dataset(name)).catalog();
    if (session.current === name) store.dispatch({ type: 'catalog-read', catalog });
  } catch {
    // The statement that needs it will say why it cannot be read.
  }
}
