import { type Mistake, mistakeIn } from '../completion/mistake.ts';
import { bindText } from '../evaluate-expression.ts';
import { cursorOffset, editorText } from '../input/editor.ts';
import { namesOfDatasets } from '../names-of-datasets.ts';
import type { Session } from '../session.ts';
import type { ShellEvent, ShellState } from './shell-state.ts';
import type { Store } from './store.ts';

/**
 * Looks for a mistake in the prompt after a pause in the typing, in the background, and tells the store: at once for Enter, and
 * after a longer pause to have it marked.
 */
export function checkTyping(session: Session, store: Store<ShellState, ShellEvent>): void {
  let latest = '';
  let timer: NodeJS.Timeout | undefined;
  const look = ({ text, cursor }: Typed): Promise<Mistake | undefined> => {
    const environment = { ...session.environment(), dataset: (name: string) => session.background(name) };
    return mistakeIn(text, cursor, {
      commands: session.commands,
      isLetGo: (number) => session.finished.isLetGo(number),
      datasets: () => namesOfDatasets(session.ports.library),
      bind: (each, { names, current = environment.current }) =>
        bindText(each, { ...environment, current, variables: new Map([...environment.variables, ...names]) }),
    });
  };
  const check = async (asked: string, typed: Typed): Promise<void> => {
    const mistake = await look(typed);
    if (asked !== latest) return;
    store.dispatch({ type: 'mistake-found', mistake: mistake && { ...mistake, isMarked: false } });
    if (mistake?.isMarked !== true) return;
    timer = setTimeout(() => {
      store.dispatch({ type: 'mistake-found', mistake });
    }, MARKED_AFTER - PAUSE);
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

/** Milliseconds without a key before a mistake is looked for, and before somebody is told of it. */
const PAUSE = 100;
const MARKED_AFTER = 400;

type Typed = { readonly text: string; readonly cursor: number };

/** Nothing while something runs, where Enter has been told, or where mistakes are not to be marked. */
function typedIn({ editor, running, settings, refused }: ShellState): Typed {
  const isChecked = running === undefined && refused === undefined && settings.values.checks;
  return isChecked ? { text: editorText(editor), cursor: cursorOffset(editor) } : { text: '', cursor: 0 };
}
