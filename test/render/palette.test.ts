import { describe, expect, it } from 'vitest';
import { chip, classStyles, type Rgb } from '../../src/render/palette.ts';

const NAMES = Array.from({ length: 33 }, (_, i) => `class ${String(i).padStart(2, '0')}`);

function linear(n: number): number {
  const share = n / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** OKLab of linear red, green, blue (Ottosson 2020). */
function oklab([r = 0, g = 0, b = 0]: readonly number[]): readonly [number, number, number] {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** What remains with full deuteranopia (Machado, Oliveira, Fernandes 2009), of linear red, green, blue. */
function deuteranopia([r = 0, g = 0, b = 0]: readonly number[]): number[] {
  return [
    0.367322 * r + 0.860646 * g - 0.227968 * b,
    0.280085 * r + 0.672501 * g + 0.047413 * b,
    -0.01182 * r + 0.04294 * g + 0.968881 * b,
  ].map((n) => Math.min(1, Math.max(0, n)));
}

/** The least distance between any two colours. */
function closest(colours: readonly (readonly number[])[]): number {
  const labs = colours.map(oklab);
  const distances = labs.flatMap((a, i) =>
    labs.slice(0, i).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
  );
  return Math.min(...distances);
}

describe('classStyles', () => {
  const linears = NAMES.map((name) => (classStyles(NAMES).get(name)?.rgb ?? ([0, 0, 0] satisfies Rgb)).map(linear));

  it('tells 24 classes apart, and 12 easily', () => {
    expect(closest(linears.slice(0, 24))).toBeGreaterThan(0.08);
    expect(closest(linears.slice(0, 12))).toBeGreaterThan(0.13);
  });

  it('tells them apart with deuteranopia', () => {
    expect(closest(linears.slice(0, 24).map(deuteranopia))).toBeGreaterThan(0.05);
    expect(closest(linears.slice(0, 12).map(deuteranopia))).toBeGreaterThan(0.09);
  });

  it('gives each of 33 classes a mark of its own, by the order of names', () => {
    const styles = classStyles(NAMES.toReversed());
    expect(new Set(NAMES.map((name) => styles.get(name)?.mark)).size).toBe(33);
    expect(styles.get('class 00')?.mark).toBe('1');
    expect(styles).toEqual(classStyles(NAMES));
    expect(styles.get(null)?.mark).toBe('?');
  });

  it('has chips at every depth of colour', () => {
    const style = classStyles(['a']).get('a');
    expect(style).toMatchObject({ rgb: [135, 215, 0], ansi256: 112, ansi16: 10 });
    if (style === undefined) return;
    expect([0, 1, 2, 3].map((colour) => chip(style, { colour: colour as 0 | 1 | 2 | 3 }))).toEqual([
      '1',
      '\x1b[102;30m 1 \x1b[0m',
      '\x1b[48;5;112;30m 1 \x1b[0m',
      '\x1b[48;5;112;30m 1 \x1b[0m',
    ]);
  });
});
