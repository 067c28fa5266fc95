import { plotLine } from './line.ts';
import type { Overlay, Pixels } from './pixels.ts';
import type { Path, Shape } from './shapes.ts';

/** How lines are drawn: thickness in pixels, and how much the pixels round them are darkened, from 0 to 1. */
export type Stroke = { readonly thickness: number; readonly halo: number };

/**
 * Draws outlines in class colours into a picture that has already been shrunk: a picture shrunk afterwards would lose
 * them. A dark halo first, under all lines, so that a bright line stands out from a bright coral. Changes `pixels`.
 * Yields which pixels are lines in which style.
 */
export function drawOutlines(pixels: Pixels, shapes: readonly Shape[], stroke: Stroke): Overlay {
  const overlay = overlayOf(shapes, pixels, stroke.thickness);
  if (stroke.halo > 0) darkenAround(pixels, overlay, stroke.halo);
  paintLines(pixels, overlay);
  return overlay;
}

function overlayOf(shapes: readonly Shape[], size: Pixels, thickness: number): Overlay {
  const at = new Uint16Array(size.width * size.height);
  const styles = [...new Set(shapes.map(({ style }) => style))];
  for (const { paths, style } of shapes) {
    const plot = brush(at, size, { thickness, value: 1 + styles.indexOf(style) });
    for (const path of paths) plotPath(path, size, plot);
  }
  return { at, styles };
}

function brush(
  at: Uint16Array,
  { width, height }: Pixels,
  { thickness, value }: { readonly thickness: number; readonly value: number },
): (x: number, y: number) => void {
  const back = Math.floor((thickness - 1) / 2);
  return (x, y) => {
    for (let row = Math.max(0, y - back); row < Math.min(height, y - back + thickness); row++) {
      const start = Math.max(0, x - back);
      at.fill(value, row * width + start, row * width + Math.min(width, x - back + thickness));
    }
  };
}

function plotPath({ xy, closed }: Path, size: Pixels, plot: (x: number, y: number) => void): void {
  const n = xy.length;
  const lines = n === 2 ? 1 : closed ? n / 2 : n / 2 - 1;
  for (let i = 0; i < lines; i++) {
    const from = [xy[2 * i] ?? NaN, xy[2 * i + 1] ?? NaN] as const;
    const to = [xy[(2 * i + 2) % n] ?? NaN, xy[(2 * i + 3) % n] ?? NaN] as const;
    plotLine(from, to, size, plot);
  }
}

function darkenAround({ width, height, data }: Pixels, { at: lines }: Overlay, halo: number): void {
  const near = new Uint8Array(lines.length);
  lines.forEach((value, at) => {
    if (value === 0) return;
    const x = at % width;
    const y = Math.floor(at / width);
    for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
      near.fill(1, row * width + Math.max(0, x - 1), row * width + Math.min(width - 1, x + 1) + 1);
    }
  });
  near.forEach((value, at) => {
    if (value === 0) return;
    for (let c = 3 * at; c < 3 * at + 3; c++) data[c] = (data[c] ?? 0) * (1 - halo);
  });
}

function paintLines({ data }: Pixels, { at: lines, styles }: Overlay): void {
  lines.forEach((value, at) => {
    const rgb = styles[value - 1]?.rgb;
    if (rgb !== undefined) data.set(rgb, 3 * at);
  });
}
