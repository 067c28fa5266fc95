import type { Rgb } from '../palette.ts';
import type { Pixels } from './pixels.ts';

/** Digits and small letters, three pixels wide and five high: five rows of three bits each, top first, in base 8. */
const GLYPHS: Readonly<Record<string, string>> = {
  '1': '26227',
  '2': '71747',
  '3': '71717',
  '4': '55711',
  '5': '74717',
  '6': '74757',
  '7': '71122',
  '8': '75757',
  '9': '75717',
  '?': '61202',
  a: '25755',
  b: '65656',
  c: '34443',
  d: '65556',
  e: '74647',
  f: '74644',
  g: '34553',
  h: '55755',
  i: '72227',
  j: '11152',
  k: '55655',
  m: '57755',
  n: '65555',
  p: '65644',
  q: '25531',
  r: '65655',
  s: '34216',
  t: '72222',
  u: '55557',
  v: '55552',
  w: '55775',
  x: '55255',
  y: '55222',
  z: '71247',
};

/**
 * Draws the mark of a class with its middle at x, y: dark on a chip of the class colour. `scale` pixels of the picture
 * are one pixel of the glyph. What does not fit into the picture is cut off. Changes `pixels`.
 */
export function drawGlyph(
  pixels: Pixels,
  { mark, rgb }: { readonly mark: string; readonly rgb: Rgb },
  at: { readonly x: number; readonly y: number },
  scale: number,
): void {
  const rows = GLYPHS[mark] ?? '77777';
  const left = Math.round(at.x - 2.5 * scale);
  const top = Math.round(at.y - 3.5 * scale);
  for (let y = 0; y < 7 * scale; y++) {
    for (let x = 0; x < 5 * scale; x++) {
      const bits = Number(rows[Math.floor(y / scale) - 1] ?? '0');
      const column = Math.floor(x / scale) - 1;
      const isInk = column >= 0 && column < 3 && ((bits >> (2 - column)) & 1) === 1;
      setPixel(pixels, left + x, top + y, isInk ? INK : rgb);
    }
  }
}

const INK: Rgb = [0, 0, 0];

function setPixel({ width, height, data }: Pixels, ...[x, y, rgb]: [number, number, Rgb]): void {
  if (x >= 0 && y >= 0 && x < width && y < height) data.set(rgb, 3 * (y * width + x));
}
