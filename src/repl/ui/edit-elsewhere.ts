import { UserError } from '../../diagnostics.ts';
import { editorText } from '../input/editor.ts';
import type { ShellEvent, ShellState } from './shell-state.ts';
import type { Store } from './store.ts';

/** Lets the user change a text in a program of his choice, which has the terminal meanwhile. @throws UserError */
export type EditText = (text: string) => Promise<string>;

/** Opens the text of the prompt in an editor. It comes back as text and is not run; undo takes all of it back. */
export function editElsewhere({
  store,
  ports,
}: {
  readonly store: Store<ShellState, ShellEvent>;
  readonly ports: { readonly editText: EditText };
}): void {
  if (store.get().isLent) return;
  const before = editorText(store.get().editor);
  void ports.editText(before).then(
    (text) => {
      if (text !== before) store.dispatch({ type: 'edited', action: { type: 'set-text', text } });
    },
    (error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      store.dispatch({ type: 'noticed', notice: error.message });
    },
  );
}
