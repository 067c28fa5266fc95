import { describe, expect, it } from 'vitest';
import { BLOCK_SETS, blockPicture } from '../../../src/render/image/blocks.ts';
import { fitCells } from '../../../src/render/image/fit-cells.ts';
import { itermPicture } from '../../../src/render/image/iterm.ts';
import { DIACRITICS } from '../../../src/render/image/kitty-diacritics.ts';
import { kittyPicture } from '../../../src/render/image/kitty.ts';
import { luminancePicture } from '../../../src/render/image/luminance.ts';
import type { Overlay, Pixels } from '../../../src/render/image/pixels.ts';
import { printCells } from '../../../src/render/image/print-cells.ts';
import { throughTmux } from '../../../src/render/image/tmux.ts';

const RED = [255, 0, 0];
const BLUE = [0, 0, 255];
const BLACK = [0, 0, 0];

function pixelsOf(rows: readonly (readonly (readonly number[])[])[]): Pixels {
  return { width: rows[0]?.length ?? 0, height: rows.length, data: Uint8Array.from(rows.flat(2)) };
}

/** With escapes that a regular expression may name. */
function visible(text: string): string {
  return text.replaceAll('\x1b', '␛');
}

function noOverlay({ width, height }: Pixels): Overlay {
  return { at: new Uint16Array(width * height), styles: [] };
}

function printed(pixels: Pixels, set: keyof typeof BLOCK_SETS, colour: 2 | 3 = 3): string {
  const { across, down } = BLOCK_SETS[set];
  const size = { columns: pixels.width / across, rows: pixels.height / down };
  return printCells(blockPicture(pixels, noOverlay(pixels), BLOCK_SETS[set], size), colour, Infinity);
}

describe('blocks', () => {
  it('set a colour only where it changes', () => {
    const pixels = pixelsOf([
      [RED, RED, BLUE],
      [BLUE, BLUE, RED],
    ]);
    expect(printed(pixels, 'half')).toBe('\x1b[38;2;255;0;0;48;2;0;0;255m▀▀▄\x1b[0m\n');
    expect(visible(printed(pixels, 'half', 2))).toMatch(/^␛\[38;5;\d+;48;5;\d+m▀.*␛\[0m\n$/u);
  });

  it('write a cell of one colour as a space', () => {
    expect(printed(pixelsOf([[RED], [RED]]), 'half')).toBe('\x1b[48;2;255;0;0m \x1b[0m\n');
  });

  it('part a cell into quadrants and sextants', () => {
    const quadrant = pixelsOf([
      [RED, BLACK],
      [BLACK, RED],
    ]);
    expect(printed(quadrant, 'quadrant')).toBe('\x1b[38;2;255;0;0;48;2;0;0;0m▚\x1b[0m\n');
    const sextant = pixelsOf([
      [RED, BLACK],
      [BLACK, BLACK],
      [BLACK, RED],
    ]);
    expect(printed(sextant, 'sextant')).toBe(`\x1b[38;2;255;0;0;48;2;0;0;0m${String.fromCodePoint(0x1fb1f)}\x1b[0m\n`);
    expect(BLOCK_SETS.sextant.character(1)).toBe('\u{1fb00}');
    expect(BLOCK_SETS.sextant.character(62)).toBe('\u{1fb3b}');
  });

  it('keep to the budget by keeping colours less exactly', () => {
    const noise = Array.from({ length: 48 }, (_row, y) =>
      Array.from({ length: 72 }, (_cell, x) => [(x * 37 + y * 11) % 256, (x * 3 + y * 53) % 256, (x * y) % 256]),
    );
    const pixels = pixelsOf(noise);
    const picture = blockPicture(pixels, noOverlay(pixels), BLOCK_SETS.half, { columns: 72, rows: 24 });
    const sizes = [Infinity, 50_000, 35_000, 1].map((budget) => Buffer.byteLength(printCells(picture, 3, budget)));
    expect(sizes.toSorted((a, b) => b - a)).toEqual(sizes);
    expect(sizes[1]).toBeLessThanOrEqual(50_000);
    expect(sizes[2]).toBeLessThanOrEqual(35_000);
  });
});

describe('kitty', () => {
  const file = Uint8Array.from({ length: 9000 }, (_, i) => i % 251);

  it('sends the file once in chunks, places it virtually, and writes placeholders', () => {
    const text = visible(kittyPicture(file, { columns: 3, rows: 2 }, { serial: 0, tmux: false }));
    const commands = Array.from(text.matchAll(/␛_G([^;␛]*);?([^␛]*)␛\\/gu), ([, keys = '', data = '']) => ({
      keys,
      data,
    }));
    expect(commands.map(({ keys }) => keys)).toEqual([
      'a=t,f=100,t=d,i=1,q=2,m=1',
      'm=1,q=2',
      'm=0,q=2',
      'a=p,U=1,i=1,c=3,r=2,q=2',
    ]);
    expect(commands.every(({ data }) => data.length <= 4096)).toBe(true);
    expect(Uint8Array.from(Buffer.from(commands.map(({ data }) => data).join(''), 'base64'))).toEqual(file);
    const [first = '', second = '', end] = text.slice(text.lastIndexOf('␛\\') + 2).split('\n');
    expect(first).toBe('␛[38;5;1m\u{10eeee}\u0305\u0305\u{10eeee}\u0305\u030d\u{10eeee}\u0305\u030e␛[39m');
    expect(second).toContain('\u{10eeee}\u030d\u0305');
    expect(end).toBe('');
  });

  it('has an id of its own for every picture', () => {
    const text = kittyPicture(file, { columns: 1, rows: 1 }, { serial: 255, tmux: false });
    expect(text).toContain(`i=${String(1 + 2 ** 24)},`);
    expect(text.endsWith('\x1b[38;5;1m\u{10eeee}\u0305\u0305\u030d\x1b[39m\n')).toBe(true);
  });

  it('has the 297 marks of the protocol', () => {
    expect([DIACRITICS.length, new Set(DIACRITICS).size, DIACRITICS[0], DIACRITICS[53], DIACRITICS[296]]).toEqual([
      297, 297, 0x305, 0x5c4, 0x1d244,
    ]);
  });

  it('goes through tmux with escapes doubled', () => {
    expect(throughTmux('\x1b_Ga=p\x1b\\')).toBe('\x1bPtmux;\x1b\x1b_Ga=p\x1b\x1b\\\x1b\\');
    const text = kittyPicture(file, { columns: 1, rows: 1 }, { serial: 0, tmux: true });
    expect(text.startsWith('\x1bPtmux;\x1b\x1b_Ga=t')).toBe(true);
    expect(text.endsWith('\x1b[38;5;1m\u{10eeee}\u0305\u0305\x1b[39m\n')).toBe(true);
  });
});

describe('iterm', () => {
  it('says how many cells the file fills', () => {
    expect(itermPicture(Uint8Array.of(1, 2, 3), { columns: 4, rows: 2 }, { tmux: false })).toBe(
      '\x1b]1337;File=inline=1;size=3;width=4;height=2;preserveAspectRatio=0:AQID\x07\n',
    );
  });
});

describe('luminance', () => {
  const pixels = pixelsOf(Array.from({ length: 4 }, () => [BLACK, BLACK, [255, 255, 255], [255, 255, 255]]));
  const draw = (theme: 'dark' | 'light') =>
    luminancePicture(
      pixels,
      noOverlay(pixels),
      { cells: { columns: 2, rows: 1 }, marks: new Map(), set: 'braille' },
      { theme, colour: 0 },
    );

  it('is dense where the picture is bright, or dark on a light background', () => {
    expect(draw('dark')).toBe(' ⣿\n');
    expect(draw('light')).toBe('⣿\n');
  });
});

describe('fitCells', () => {
  it('keeps the proportions in cells that are twice as high as wide', () => {
    const cell = { width: 10, height: 20 };
    expect(fitCells({ width: 4000, height: 3000 }, { columns: 80, rows: 24 }, cell)).toEqual({ columns: 64, rows: 24 });
    expect(fitCells({ width: 4000, height: 1000 }, { columns: 80, rows: 24 }, cell)).toEqual({ columns: 80, rows: 10 });
    expect(fitCells({ width: 1, height: 9000 }, { columns: 80, rows: 24 }, cell)).toEqual({ columns: 1, rows: 24 });
  });
});
