import type { RenderOptions } from './render-options.ts';
import { RESET } from './paint.ts';

/** Red, green, blue from 0 to 255. */
export type Rgb = readonly [number, number, number];

/** How a class is drawn: its colour at each depth, and a digit or letter, so that colour never carries meaning alone. */
export type ClassStyle = {
  readonly mark: string;
  readonly rgb: Rgb;
  /** Index into the 256 colours of xterm; it is exactly `rgb`. */
  readonly ansi256: number;
  /** Index into the 16 colours. */
  readonly ansi16: number;
};

/** Styles of classes by name; null stands for labels without a class. */
export type ClassStyles = ReadonlyMap<string | null, ClassStyle>;

/**
 * Gives every class a style by its place in the sorted list of names: hand over all classes of the dataset and a class
 * looks the same in each of its pictures. Colours repeat after 24 classes, marks after 33.
 */
export function classStyles(names: Iterable<string | null>): ClassStyles {
  const sorted = [...new Set(names)].filter((name) => name !== null).toSorted();
  const styles = new Map<string | null, ClassStyle>(sorted.map((name, i) => [name, styleAt(i)]));
  return styles.set(null, NO_CLASS);
}

/** The style of a class; of one that was not among the names, that of a label without a class. */
export function styleOf(name: string | null, styles: ClassStyles): ClassStyle {
  return styles.get(name) ?? NO_CLASS;
}

/** A class's mark as a chip in its colour, dark on bright on either background; just the mark without colour, reversed without hues. */
export function chip(
  { mark, ansi256, ansi16 }: ClassStyle,
  { colour, inks }: Pick<RenderOptions, 'colour' | 'inks'>,
): string {
  if (colour === 0) return mark;
  if (inks === 'mono') return `\x1b[7m ${mark} ${RESET}`;
  const back = colour === 1 ? String(ansi16 < 8 ? 40 + ansi16 : 92 + ansi16) : `48;5;${String(ansi256)}`;
  return `\x1b[${back};30m ${mark} ${RESET}`;
}

/**
 * Colours of the 6 x 6 x 6 cube, bright enough for outlines on a photo, ordered so that each is as far as possible from
 * those before it, measured in OKLab both as seen and as seen with deuteranopia (Machado, Oliveira, Fernandes 2009).
 */
const CUBE_COLOURS = [
  112, 129, 160, 219, 37, 97, 223, 141, 173, 190, 115, 159, 29, 147, 68, 47, 136, 212, 198, 142, 210, 62, 50, 135,
] as const;

/** Bright before normal; black, white and greys are left to the text. */
const BASIC_COLOURS = [10, 13, 9, 14, 11, 12, 2, 5, 1, 6, 3, 4] as const;

/** Without l and o, which look like digits. */
const MARKS = '123456789abcdefghijkmnpqrstuvwxyz';

const NO_CLASS: ClassStyle = { mark: '?', rgb: [255, 255, 255], ansi256: 231, ansi16: 15 };

function styleAt(index: number): ClassStyle {
  const ansi256 = CUBE_COLOURS[index % CUBE_COLOURS.length] ?? 231;
  return {
    mark: MARKS[index % MARKS.length] ?? '?',
    rgb: cubeRgb(ansi256),
    ansi256,
    ansi16: BASIC_COLOURS[index % BASIC_COLOURS.length] ?? 15,
  };
}

/** The colour of an index 16 to 231 of xterm's table. */
function cubeRgb(index: number): Rgb {
  const place = index - 16;
  const level = (n: number) => (n === 0 ? 0 : 55 + 40 * n);
  return [level(Math.floor(place / 36)), level(Math.floor(place / 6) % 6), level(place % 6)];
}
