import type { RenderOptions } from '../render-options.ts';

const BLOCKS = ['█', '░', '▓', '▒', '#', '=', '+', ':'] as const;
const ASCII = ['#', '.', '=', ':', '+', '-', '*', 'o'] as const;

/** More series cannot be told apart. */
export const MOST_SERIES = BLOCKS.length;

/** The character that fills the bar of a series, by its place: it tells them apart without colour. */
export function seriesMark(place: number, { unicode }: Pick<RenderOptions, 'unicode'>): string {
  return (unicode ? BLOCKS : ASCII)[place % MOST_SERIES] ?? '#';
}

/** Colours of the 256, one a series, as far apart as `palette.ts` has them, safe for either background. */
const COLOURS = [74, 173, 79, 141, 209, 245, 37, 180] as const;
const BASIC = [36, 33, 32, 35, 31, 90, 34, 37] as const;

/** Text in the colour of a series; as it is where there is no colour. */
export function paintSeries(text: string, place: number, { colour }: Pick<RenderOptions, 'colour'>): string {
  if (colour === 0 || text === '') return text;
  const open = colour === 1 ? String(BASIC[place % MOST_SERIES]) : `38;5;${String(COLOURS[place % MOST_SERIES])}`;
  return `\x1b[${open}m${text}\x1b[0m`;
}
