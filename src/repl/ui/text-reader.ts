import type { KeyEvent } from '../input/key-event.ts';
import type { PagedText } from '../sheet/pager-state.ts';
import type { FullScreens } from './full-screen.ts';
import { type PagerPorts, showPager } from './pager-screen.ts';
import { handingOn } from './show-full-screen.ts';

/** Shows texts that no statement has asked for. */
export type TextReader = {
  /** Shows a text over the whole screen until it is closed. */
  readonly read: (text: PagedText) => void;
  /** Whether one is about to take the screen: keys wait for it. */
  readonly isOpening: () => boolean;
};

type Reading = { readonly screens: FullScreens; readonly ports: PagerPorts; readonly waiting: KeyEvent[] };

/** `closed` is called when a text is closed and there may be keys left for the prompt. */
export function createTextReader({ screens, ports, waiting }: Reading, closed: () => void): TextReader {
  let isOpening = false;
  return {
    read: (text) => {
      isOpening = true;
      const shown = handingOn({ screens, waiting }).show((screen) => {
        isOpening = false;
        return showPager(text, screen, ports);
      });
      void shown.then(closed);
    },
    isOpening: () => isOpening,
  };
}
