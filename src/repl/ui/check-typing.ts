import { mistakeIn } from '../completion/mistake.ts';
import { bindText } from '../evaluate-expression.ts';
import { cursorOffset, editorText } from '../input/editor.ts';
import type { Session } from '../session.ts';
import type { ShellEvent, ShellState } from './shell-state.ts';
import type { Store } from './store.ts';

/** Looks for a mistake in the prompt after a pause in the typing, in the background, and tells the store. */
export function checkTyping(session: Session, store: Store<ShellState, ShellEvent>): void {
  let latest = '';
  let timer: NodeJS.Timeout | undefined;
  const bind = (text: string): Promise<unknown> =>
    bindText(text, { ...session.environment(), dataset: (name) => session.background(name) });
  const check = async (asked: string, { text, cursor }: Typed): Promise<void> => {
    const mistake = await mistakeIn(text, cursor, { bind, commands: session.commands });
    if (asked === latest) store.dispatch({ type: 'mistake-found', mistake });
  };
  store.subscribe(() => {
    const typed = typedIn(store.get());
    const asked = JSON.stringify(typed);
    if (asked === latest) return;
    latest = asked;
    clearTimeout(timer);
    if (typed.text !== '') timer = setTimeout(() => void check(asked, typed).catch(() => undefined), PAUSE);
  });
}

/** Milliseconds without a key before somebody is told of a mistake. */
const PAUSE = 400;

type Typed = { readonly text: string; readonly cursor: number };

/** Nothing while something runs, or where mistakes are not to be marked. */
function typedIn({ editor, running, settings }: ShellState): Typed {
  const isChecked = running === undefined && settings.values.checks;
  return isChecked ? { text: editorText(editor), cursor: cursorOffset(editor) } : { text: '', cursor: 0 };
}
