import { INKS, type Role } from './inks.ts';
import type { RenderOptions } from './render-options.ts';

export type { Role } from './inks.ts';

/** What decides how text is coloured. */
export type PaintOptions = Pick<RenderOptions, 'colour' | 'theme' | 'inks'>;

/** Ends any colour. */
export const RESET = '\x1b[0m';

/** Colours text by what it is; returned as it is where there is no colour. */
export function paint(text: string, role: Role, options: PaintOptions): string {
  if (options.colour === 0 || text === '') return text;
  const ink = INKS[options.inks ?? 'usual'][role];
  const open = options.colour === 1 ? ink.basic : options.theme === 'dark' ? ink.dark : ink.light;
  return open === '' ? text : `\x1b[${open}m${text}${RESET}`;
}
