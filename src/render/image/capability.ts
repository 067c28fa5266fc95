import type { ColourLevel } from '../render-options.ts';
import type { CellPixels } from './fit-cells.ts';

/** The ways to show a picture; `off` is a text instead of one. */
export const PROTOCOLS = ['kitty', 'iterm', 'sextant', 'quadrant', 'half', 'braille', 'ascii', 'off'] as const;

/** A way to show a picture. */
export type Protocol = (typeof PROTOCOLS)[number];

/** What was asked for on the command line or in the settings; absent: decide by the rest. */
export type Wishes = {
  /** `--color`: `always` is as many as the terminal seems to have, at least 16. */
  readonly colour?: 'never' | 'always' | '16' | '256' | 'true';
  readonly images?: Protocol | 'auto';
  readonly screenReader?: boolean;
};

/** What the terminal answered to queries; absent: it was not asked, or did not say. */
export type Replies = {
  /** Answer to XTVERSION, e.g. `kitty(0.40.1)`, `WezTerm 2025...`, `tmux 3.4`. */
  readonly version?: string;
  /** Whether it kept a 24-bit colour (DECRQSS) or names RGB (XTGETTCAP). */
  readonly trueColour?: boolean;
  /** Whether it answered a query of the kitty graphics protocol; in tmux: the terminal outside did. */
  readonly kitty?: boolean;
  readonly background?: 'dark' | 'light';
  readonly cell?: CellPixels;
};

/** Everything the answer depends on. */
export type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the output is a terminal. */
  readonly terminal: boolean;
  readonly wishes: Wishes;
  readonly replies: Replies;
};

/** What can be shown, and how. */
export type Capability = {
  readonly colour: ColourLevel;
  readonly protocol: Protocol;
  readonly unicode: boolean;
  readonly theme: 'dark' | 'light';
  readonly cell: CellPixels;
  /** Whether picture data has to be wrapped for tmux. */
  readonly tmux: boolean;
};

/**
 * Decides what can be shown. Colour, first that says something: `--color`, NO_COLOR, FORCE_COLOR, a pipe, CI or a dumb
 * terminal, what the terminal answered, COLORTERM and TERM. Pictures: `--images` or QUADRAT_IMAGES, then what terminal
 * and colour allow. Pure: the environment is a parameter.
 */
export function capabilityOf(surroundings: Surroundings): Capability {
  const { env, replies } = surroundings;
  const colour = colourOf(surroundings);
  const unicode = isUnicode(env);
  return {
    colour,
    unicode,
    protocol: protocolOf(surroundings, colour, unicode),
    theme: themeOf(surroundings),
    cell: replies.cell ?? { width: 10, height: 20 },
    tmux: isTmux(surroundings),
  };
}

const ASKED: Readonly<Record<Exclude<NonNullable<Wishes['colour']>, 'always'>, ColourLevel>> = {
  never: 0,
  '16': 1,
  '256': 2,
  true: 3,
};

function colourOf({ env, terminal, wishes, replies }: Surroundings): ColourLevel {
  const seeming = seemingColour(env, replies);
  if (wishes.colour !== undefined) return wishes.colour === 'always' ? atLeast16(seeming) : ASKED[wishes.colour];
  if (isSet(env['NO_COLOR'])) return 0;
  const forced = forcedColour(env['FORCE_COLOR'], seeming);
  if (forced !== undefined) return forced;
  return terminal && !isSet(env['CI']) && env['TERM'] !== 'dumb' ? seeming : 0;
}

function atLeast16(level: ColourLevel): ColourLevel {
  return level === 0 ? 1 : level;
}

/** FORCE_COLOR: 0 to 3 is a level, `false` none, anything else as many as there seem to be. */
function forcedColour(value: string | undefined, seeming: ColourLevel): ColourLevel | undefined {
  if (!isSet(value)) return undefined;
  if (value === '0' || value === 'false') return 0;
  if (value === '1' || value === '2' || value === '3') return Number(value) as ColourLevel;
  return atLeast16(seeming);
}

function seemingColour(env: Surroundings['env'], replies: Replies): ColourLevel {
  if (replies.trueColour === true) return 3;
  const term = env['TERM'] ?? '';
  if (/^(?:truecolor|24bit)$/iu.test(env['COLORTERM'] ?? '')) return 3;
  if (/direct|kitty|ghostty|wezterm/iu.test(term) || env['TERM_PROGRAM'] === 'iTerm.app') return 3;
  if (/256|^(?:tmux|screen|foot|alacritty)/iu.test(term)) return 2;
  return term === '' || term === 'dumb' ? 0 : 1;
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

function isUnicode(env: Surroundings['env']): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(isSet);
  return locale === undefined || /utf-?8/iu.test(locale);
}

/** tmux says `#ffffff` or nothing of its own, so its answer about the background is not believed. */
function themeOf({ env, replies }: Surroundings): 'dark' | 'light' {
  if (replies.background !== undefined && !isSet(env['TMUX'])) return replies.background;
  const background = env['COLORFGBG']?.split(';').at(-1);
  return background === '7' || background === '15' ? 'light' : 'dark';
}

function isTmux({ env, replies }: Surroundings): boolean {
  return isSet(env['TMUX']) || /^tmux/u.test(replies.version ?? '') || /^tmux/u.test(env['TERM'] ?? '');
}

function protocolOf(surroundings: Surroundings, colour: ColourLevel, unicode: boolean): Protocol {
  const { env, terminal, wishes } = surroundings;
  const asked = wishes.images ?? PROTOCOLS.find((protocol) => protocol === env['QUADRAT_IMAGES']) ?? 'auto';
  if (wishes.screenReader === true) return 'off';
  if (asked !== 'auto') return asked;
  if (!terminal || env['TERM'] === 'dumb') return 'off';
  if (!unicode || env['TERM'] === 'linux') return 'ascii';
  return colour < 2 ? 'braille' : pixelProtocol(surroundings);
}

/**
 * Pixels where the terminal has them; in a multiplexer only where the terminal outside has answered through it. Else
 * quadrants: as many bytes as half blocks, twice the detail, and in as many fonts.
 */
function pixelProtocol(surroundings: Surroundings): Protocol {
  const { env, replies } = surroundings;
  if (isTmux(surroundings) || isSet(env['STY'])) return replies.kitty === true ? 'kitty' : 'quadrant';
  const brand = brandOf(surroundings);
  if (replies.kitty !== false && PLACEHOLDERS.test(brand)) return 'kitty';
  if (INLINE_FILES.test(brand)) return 'iterm';
  return SEXTANTS.test(brand) ? 'sextant' : 'quadrant';
}

/** Terminals that know Unicode placeholders. */
const PLACEHOLDERS = /kitty|ghostty|\brio\b/iu;

/** Terminals that show OSC 1337 files. */
const INLINE_FILES = /iterm|wezterm|mintty/iu;

/** Terminals that draw sextants themselves instead of leaving them to a font. */
const SEXTANTS = /foot|konsole|contour|alacritty|windows terminal/iu;

function brandOf({ env, replies }: Surroundings): string {
  const kitty = isSet(env['KITTY_WINDOW_ID']) ? 'kitty' : '';
  const windows = isSet(env['WT_SESSION']) ? 'windows terminal' : '';
  return [replies.version, env['TERM'], env['TERM_PROGRAM'], env['LC_TERMINAL'], kitty, windows]
    .filter(isSet)
    .join(' ');
}
