import type { RenderOptions } from './render-options.ts';

/** What a piece of text is, for its colour. The text itself must say the same without colour. */
export type Role =
  | 'heading'
  | 'dim'
  | 'error'
  | 'warning'
  | 'info'
  | 'good'
  | 'bar'
  | 'number'
  | 'string'
  | 'verb'
  | 'command'
  | 'cursor';

type Ink = { readonly dark: string; readonly light: string; readonly basic: string };

/** SGR parameters: 256-colour ones for either background, and one of the 16 for the rest. */
const INKS: Readonly<Record<Role, Ink>> = {
  heading: { dark: '1', light: '1', basic: '1' },
  dim: { dark: '38;5;245', light: '38;5;243', basic: '2' },
  error: { dark: '38;5;209', light: '38;5;160', basic: '31' },
  warning: { dark: '38;5;221', light: '38;5;130', basic: '33' },
  info: { dark: '38;5;117', light: '38;5;25', basic: '36' },
  good: { dark: '38;5;79', light: '38;5;29', basic: '32' },
  bar: { dark: '38;5;74', light: '38;5;31', basic: '36' },
  number: { dark: '38;5;180', light: '38;5;94', basic: '33' },
  string: { dark: '38;5;114', light: '38;5;28', basic: '32' },
  verb: { dark: '38;5;117', light: '38;5;25', basic: '36' },
  cursor: { dark: '7', light: '7', basic: '7' },
  command: { dark: '1;38;5;117', light: '1;38;5;25', basic: '1' },
};

/** Ends any colour. */
export const RESET = '\x1b[0m';

/** Colours text by what it is; returned as it is where there is no colour. */
export function paint(text: string, role: Role, options: Pick<RenderOptions, 'colour' | 'theme'>): string {
  if (options.colour === 0 || text === '') return text;
  const ink = INKS[role];
  const open = options.colour === 1 ? ink.basic : options.theme === 'dark' ? ink.dark : ink.light;
  return `\x1b[${open}m${text}${RESET}`;
}
