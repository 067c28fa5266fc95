import { complete } from '../completion/complete.ts';
import type { Completion, CompletionItem } from '../completion/completion.ts';
import { subjectAt } from '../completion/subject.ts';
import { sessionKnowledge } from '../completion/session-knowledge.ts';
import { cursorOffset, editorText } from '../input/editor.ts';
import type { Session } from '../session.ts';
import type { ShellEvent, ShellState } from './shell-state.ts';
import type { Store } from './store.ts';

/** Offers completions. */
export type Completer = {
  /** Opens the menu at the cursor, or completes at once where there is one possibility. */
  readonly open: () => void;
  /** Looks again after the text has changed under an open menu. */
  readonly narrow: () => void;
  /** Puts the selected completion into the text. */
  readonly accept: () => void;
  readonly close: () => void;
  /** What help is asked about at the cursor, as it stands behind `help`. */
  readonly subject: () => string | undefined;
  /** Reads fields, tags, classes and names of datasets again; done after each statement. */
  readonly refresh: () => void;
};

/** A completer on a session. */
export function createCompleter(session: Session, store: Store<ShellState, ShellEvent>): Completer {
  /** A text that was asked about before what it takes was known. */
  let waiting: { readonly text: string; readonly then: () => void } | undefined;
  const knowledge = sessionKnowledge(session, () => {
    tellCatalog();
    if (store.get().menu !== undefined) show();
    else if (waiting?.text === editorText(store.get().editor)) waiting.then();
  });
  const tellCatalog = (): void => {
    const { current = '' } = session;
    const catalog = knowledge.now().catalog(current);
    if (catalog !== store.get().catalog) store.dispatch({ type: 'catalog-read', catalog });
  };
  const look = (): Completion => complete(...cursorIn(store), knowledge.now());
  /** Nothing is there: whether that may change by itself. */
  const waits = (then: () => void): boolean => {
    waiting = knowledge.isReading() ? { text: editorText(store.get().editor), then } : undefined;
    return waiting !== undefined;
  };
  const show = (): void => {
    const found = look();
    if (found.items.length > 0) store.dispatch({ type: 'menu-shown', menu: menuOf(found, store.get().menu) });
    else {
      waits(show);
      store.dispatch({ type: 'menu-shown', menu: undefined });
    }
  };
  const put = ({ text }: CompletionItem, { replace }: Completion): void => {
    store.dispatch({ type: 'menu-shown', menu: undefined });
    store.dispatch({ type: 'edited', action: { type: 'replace-range', ...replace, text } });
  };
  const open = (): void => {
    const found = look();
    const [only, another] = found.items;
    if (only === undefined) {
      if (!waits(open)) store.dispatch({ type: 'noticed', notice: 'nothing to complete here' });
    } else if (another === undefined) put(only, found);
    else show();
  };
  return {
    open,
    narrow: () => {
      if (store.get().menu !== undefined) show();
      else waiting = undefined;
    },
    accept: () => {
      const { menu } = store.get();
      const item = menu?.items[menu.selected];
      if (menu !== undefined && item !== undefined) put(item, menu);
    },
    close: () => {
      store.dispatch({ type: 'menu-shown', menu: undefined });
    },
    subject: () => subjectAt(...cursorIn(store), knowledge.now()),
    refresh: knowledge.refresh,
  };
}

/** What is typed, and the offset of the cursor in it. */
function cursorIn(store: Store<ShellState, ShellEvent>): [text: string, offset: number] {
  const { editor } = store.get();
  return [editorText(editor), cursorOffset(editor)];
}

/** The first is selected, unless the menu shows the same place as before with what is known by now. */
function menuOf(found: Completion, before: ShellState['menu']): NonNullable<ShellState['menu']> {
  const isSame = before?.replace.end === found.replace.end && before.replace.start === found.replace.start;
  const item = isSame && before.selected > 0 ? before.items[before.selected] : undefined;
  const selected = item === undefined ? 0 : found.items.findIndex(({ label }) => label === item.label);
  return { ...found, selected: Math.max(0, selected) };
}
