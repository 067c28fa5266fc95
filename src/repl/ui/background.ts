import type { RenderOptions } from '../../render/render-options.ts';
import type { KeyEvent } from '../input/key-event.ts';

/** Asks the terminal for its background colour; terminals that do not know the question say nothing. */
export const ASK_BACKGROUND = '\x1b]11;?\x1b\\';

/** Whether the background that a reply tells of is light or dark; undefined for any other event. */
export function themeIn(event: KeyEvent): RenderOptions['theme'] | undefined {
  if (event.kind !== 'reply' || event.protocol !== 'osc') return undefined;
  const found = /^11;rgba?:([\da-f]+)\/([\da-f]+)\/([\da-f]+)/iu.exec(event.body);
  if (found === null) return undefined;
  const [red = 0, green = 0, blue = 0] = found
    .slice(1)
    .map((part) => Number.parseInt(part, 16) / (16 ** part.length - 1));
  return LUMA.red * red + LUMA.green * green + LUMA.blue * blue > 0.5 ? 'light' : 'dark';
}

/** ITU-R BT.709. */
const LUMA = { red: 0.2126, green: 0.7152, blue: 0.0722 } as const;
