import { type Binding, type KeyContext, keymapHelp } from '../input/keymap.ts';
import { paint } from '../../render/paint.ts';
import { wrapWords } from '../../render/cells.ts';
import type { RenderOptions } from '../../render/render-options.ts';

/** The keys of the prompt, for those who ask for help in an empty one. */
export function keysHelp(look: RenderOptions, keymap: readonly Binding[]): string {
  return `${keyLines(look, keymap, 'prompt').join('\n')}\n`;
}

/** The keys of a context, a line each or more; `named`: with how the settings call what they do, where there is room. */
export function keyLines(
  look: RenderOptions,
  keymap: readonly Binding[],
  context: KeyContext,
  named = false,
): readonly string[] {
  const rows = keymapHelp(context, keymap);
  const width = Math.max(...rows.map(({ keys }) => keys.length));
  const names = Math.max(...rows.map(({ action }) => action.length)) + 2;
  const all = look.columns - width - 3;
  const room = named && all - names >= LEAST_HELP ? all - names : all;
  return rows.flatMap(({ keys, help, action }) => {
    if (room < LEAST_HELP) return [paint(keys, 'info', look), ...indented(help, 2, look.columns - 3)];
    const [first = '', ...rest] = wrapWords(help, room);
    const name = room < all ? `${' '.repeat(room - first.length + 2)}${paint(action, 'dim', look)}` : '';
    const line = `${paint(keys.padEnd(width), 'info', look)}  ${first}${name}`;
    return [line, ...indented(rest.join(' '), width + 2, room)];
  });
}

/** Cells below which what keys do stands in lines of its own. */
const LEAST_HELP = 24;

function indented(text: string, by: number, room: number): readonly string[] {
  return text === '' ? [] : wrapWords(text, room).map((line) => ' '.repeat(by) + line);
}
