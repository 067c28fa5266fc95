import { expect, test } from 'vitest';
import { INKS, type Role } from '../../src/render/inks.ts';
import { paint, type PaintOptions } from '../../src/render/paint.ts';
import { chip, classStyles, styleOf } from '../../src/render/palette.ts';

type Colour = readonly [number, number, number];

/** Linear red, green and blue of an index of xterm's 256 colours. */
function linearOf(ink: string): Colour {
  const index = Number(/38;5;(\d+)/u.exec(ink)?.[1]);
  const level = (n: number): number => (n === 0 ? 0 : 55 + 40 * n);
  const place = index - 16;
  const grey = 8 + 10 * (index - 232);
  const cube = [level(Math.floor(place / 36)), level(Math.floor(place / 6) % 6), level(place % 6)];
  const [r = 0, g = 0, b = 0] = (index >= 232 ? [grey, grey, grey] : cube).map((n) => n / 255);
  const linear = (n: number): number => (n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4);
  return [linear(r), linear(g), linear(b)];
}

/** WCAG's contrast with a background of this luminance. */
function contrast([r, g, b]: Colour, background: number): number {
  const own = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return (Math.max(own, background) + 0.05) / (Math.min(own, background) + 0.05);
}

/** What remains without one kind of cone (Machado, Oliveira, Fernandes 2009). */
const SIGHT = {
  full: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

/** How far apart two colours are in OKLab (Ottosson 2020), as somebody sees them. */
function distance(one: Colour, other: Colour, sight: keyof typeof SIGHT): number {
  const seen = ([r, g, b]: Colour): Colour => {
    const m = SIGHT[sight];
    const part = (i: 0 | 3 | 6): number =>
      Math.min(1, Math.max(0, m[i] * r + (m[i + 1] ?? 0) * g + (m[i + 2] ?? 0) * b));
    const [x, y, z] = [part(0), part(3), part(6)];
    const l = Math.cbrt(0.4122214708 * x + 0.5363325363 * y + 0.0514459929 * z);
    const c = Math.cbrt(0.2119034982 * x + 0.6806995451 * y + 0.1073969566 * z);
    const s = Math.cbrt(0.0883024619 * x + 0.2817188376 * y + 0.6299787005 * z);
    return [
      0.2104542553 * l + 0.793617785 * c - 0.0040720468 * s,
      1.9779984951 * l - 2.428592205 * c + 0.4505937099 * s,
      0.0259040371 * l + 0.7827717662 * c - 0.808675766 * s,
    ];
  };
  const [a, b] = [seen(one), seen(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

test.each(['protanopia', 'deuteranopia', 'tritanopia', 'full'] as const)(
  'the colour-blind theme tells error, warning and good apart: %s',
  (sight) => {
    for (const background of ['dark', 'light'] as const) {
      const [error, warning, good] = (['error', 'warning', 'good'] as const).map((role) =>
        linearOf(INKS['colour-blind'][role][background]),
      ) as [Colour, Colour, Colour];
      expect(distance(error, good, sight)).toBeGreaterThan(0.15);
      expect(distance(warning, good, sight)).toBeGreaterThan(0.15);
      expect(distance(error, warning, sight)).toBeGreaterThan(0.07);
    }
  },
);

test.each(['usual', 'colour-blind'] as const)('%s: every colour can be read on its background', (name) => {
  for (const ink of Object.values(INKS[name])) {
    if (!ink.dark.includes('38;5')) continue;
    expect(contrast(linearOf(ink.dark), 0)).toBeGreaterThan(4);
    expect(contrast(linearOf(ink.light), 1)).toBeGreaterThan(4);
  }
});

test('mono has no hue, on text and on the marks of classes; without colour there is nothing', () => {
  const look: PaintOptions = { colour: 3, theme: 'dark', inks: 'mono' };
  const roles = Object.keys(INKS.mono) as Role[];
  // eslint-disable-next-line no-control-regex -- colour sequences are what is looked for
  expect(roles.map((role) => paint('x', role, look).match(/\x1b\[[34]\d/gu))).toEqual(roles.map(() => null));
  expect(chip(styleOf('Porites', classStyles(['Porites'])), look)).toBe('\x1b[7m 1 \x1b[0m');
  expect(paint('x', 'error', { ...look, colour: 0 })).toBe('x');
});
