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

/** SGR parameters: 256-colour ones for either background, and one of the 16 for the rest. */
export type Ink = { readonly dark: string; readonly light: string; readonly basic: string };

/** Where the cursor of a full screen is, with any theme. */
const REVERSED = { dark: '7', light: '7', basic: '7' };

/** The usual colours. */
const USUAL: Readonly<Record<Role, Ink>> = {
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
  command: { dark: '1;38;5;117', light: '1;38;5;25', basic: '1' },
  cursor: REVERSED,
};

/**
 * Orange, yellow and blue of different lightness, after the colours of Okabe and Ito (2008): what tells good from bad is told
 * apart with any kind of colour vision, also in the 16 colours, where it is yellow and blue rather than red and green.
 */
const COLOUR_BLIND: Readonly<Record<Role, Ink>> = {
  heading: { dark: '1', light: '1', basic: '1' },
  dim: { dark: '38;5;245', light: '38;5;243', basic: '2' },
  error: { dark: '1;38;5;166', light: '1;38;5;88', basic: '1;33' },
  warning: { dark: '38;5;228', light: '38;5;130', basic: '33' },
  info: { dark: '38;5;117', light: '38;5;25', basic: '36' },
  good: { dark: '38;5;33', light: '38;5;19', basic: '34' },
  bar: { dark: '38;5;74', light: '38;5;31', basic: '36' },
  number: { dark: '38;5;222', light: '38;5;94', basic: '33' },
  string: { dark: '38;5;153', light: '38;5;24', basic: '36' },
  verb: { dark: '38;5;117', light: '38;5;25', basic: '36' },
  command: { dark: '1;38;5;117', light: '1;38;5;25', basic: '1' },
  cursor: REVERSED,
};

const PLAIN = { dark: '', light: '', basic: '' };
const BOLD = { dark: '1', light: '1', basic: '1' };
const FAINT = { dark: '2', light: '2', basic: '2' };

/** No hue at all: bold, faint, underlined. */
const MONO: Readonly<Record<Role, Ink>> = {
  heading: BOLD,
  dim: FAINT,
  error: { dark: '1;4', light: '1;4', basic: '1;4' },
  warning: BOLD,
  info: PLAIN,
  good: PLAIN,
  bar: PLAIN,
  number: PLAIN,
  string: PLAIN,
  verb: PLAIN,
  command: BOLD,
  cursor: REVERSED,
};

/** The inks of a theme by its name; the usual ones have none. */
export const INKS = { usual: USUAL, mono: MONO, 'colour-blind': COLOUR_BLIND } as const;
