import { describe, expect, it } from 'vitest';
import { capabilityOf, type Surroundings } from '../../../src/render/image/capability.ts';

type Given = Partial<Surroundings>;

function capability(given: Given): ReturnType<typeof capabilityOf> {
  return capabilityOf({ env: {}, terminal: true, wishes: {}, replies: {}, ...given });
}

const XTERM = { TERM: 'xterm-256color', LANG: 'en_GB.UTF-8' };

describe('colour', () => {
  it.each([
    ['--color beats NO_COLOR', { env: { ...XTERM, NO_COLOR: '1' }, wishes: { colour: 'true' } }, 3],
    [
      '--color always has what the terminal seems to have',
      { env: XTERM, terminal: false, wishes: { colour: 'always' } },
      2,
    ],
    ['--color always has at least 16', { env: {}, terminal: false, wishes: { colour: 'always' } }, 1],
    ['NO_COLOR beats FORCE_COLOR', { env: { ...XTERM, NO_COLOR: '1', FORCE_COLOR: '3' } }, 0],
    ['an empty NO_COLOR says nothing', { env: { ...XTERM, NO_COLOR: '' } }, 2],
    ['FORCE_COLOR beats a pipe', { env: { ...XTERM, FORCE_COLOR: '3' }, terminal: false }, 3],
    [
      'FORCE_COLOR=true has what there seems to be',
      { env: { FORCE_COLOR: 'true', TERM: 'xterm' }, terminal: false },
      1,
    ],
    ['FORCE_COLOR=0 is none', { env: { ...XTERM, FORCE_COLOR: '0' } }, 0],
    ['a pipe has none', { env: XTERM, terminal: false, replies: { trueColour: true } }, 0],
    ['CI has none', { env: { ...XTERM, CI: 'true' } }, 0],
    ['a dumb terminal has none', { env: { TERM: 'dumb', COLORTERM: 'truecolor' } }, 0],
    ['an answer beats TERM', { env: { TERM: 'xterm' }, replies: { trueColour: true } }, 3],
    ['COLORTERM', { env: { ...XTERM, COLORTERM: 'truecolor' } }, 3],
    ['TERM=foot', { env: { TERM: 'foot' } }, 2],
    ['TERM=xterm', { env: { TERM: 'xterm' } }, 1],
    ['no TERM', { env: {} }, 0],
  ] as readonly (readonly [string, Given, number])[])('%s', (_name, given, level) => {
    expect(capability(given).colour).toBe(level);
  });
});

describe('pictures', () => {
  it.each([
    ['plain 256 colours', { env: XTERM }, 'quadrant'],
    ['no colour', { env: { ...XTERM, NO_COLOR: '1' } }, 'braille'],
    ['16 colours', { env: { TERM: 'xterm', LANG: 'C.UTF-8' } }, 'braille'],
    ['no UTF-8', { env: { TERM: 'xterm-256color', LC_ALL: 'C' } }, 'ascii'],
    ['the Linux console', { env: { TERM: 'linux' } }, 'ascii'],
    ['a pipe', { env: XTERM, terminal: false }, 'off'],
    ['a dumb terminal', { env: { TERM: 'dumb' } }, 'off'],
    [
      'a screen reader',
      { env: { ...XTERM, KITTY_WINDOW_ID: '1' }, wishes: { screenReader: true, images: 'kitty' } },
      'off',
    ],
    ['kitty by its variable', { env: { ...XTERM, KITTY_WINDOW_ID: '1' } }, 'kitty'],
    ['Ghostty over SSH, by its answers', { env: XTERM, replies: { kitty: true, version: 'ghostty 1.2' } }, 'kitty'],
    ['kitty that says no', { env: { TERM: 'xterm-kitty' }, replies: { kitty: false } }, 'quadrant'],
    [
      'Konsole answers to kitty, but knows no placeholders',
      { env: XTERM, replies: { kitty: true, version: 'Konsole 22' } },
      'sextant',
    ],
    ['WezTerm', { env: { ...XTERM, TERM_PROGRAM: 'WezTerm' } }, 'iterm'],
    ['iTerm2 over SSH', { env: { ...XTERM, LC_TERMINAL: 'iTerm2' } }, 'iterm'],
    ['foot', { env: { TERM: 'foot' } }, 'sextant'],
    [
      'kitty behind tmux that passes nothing through',
      { env: { TERM: 'tmux-256color', TMUX: 'x', KITTY_WINDOW_ID: '1' } },
      'quadrant',
    ],
    [
      'kitty behind tmux that answered',
      { env: { TERM: 'tmux-256color', TMUX: 'x' }, replies: { kitty: true } },
      'kitty',
    ],
    ['QUADRAT_IMAGES', { env: { ...XTERM, QUADRAT_IMAGES: 'half' } }, 'half'],
    ['--images beats QUADRAT_IMAGES', { env: { ...XTERM, QUADRAT_IMAGES: 'half' }, wishes: { images: 'off' } }, 'off'],
  ] as readonly (readonly [string, Given, string])[])('%s', (_name, given, protocol) => {
    expect(capability(given).protocol).toBe(protocol);
  });
});

describe('the rest', () => {
  it('knows tmux, the background and the size of a cell', () => {
    expect(capability({ env: { ...XTERM, COLORFGBG: '0;15' } })).toMatchObject({
      theme: 'light',
      tmux: false,
      unicode: true,
    });
    expect(capability({ env: XTERM, replies: { background: 'light', cell: { width: 9, height: 18 } } })).toMatchObject({
      theme: 'light',
      cell: { width: 9, height: 18 },
    });
    expect(capability({ env: { TMUX: '/tmp/x' }, replies: { background: 'light' } })).toMatchObject({
      theme: 'dark',
      tmux: true,
    });
    expect(capability({ env: {}, replies: { version: 'tmux 3.4' } }).tmux).toBe(true);
  });
});
