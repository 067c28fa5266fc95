import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sample } from '../../../src/dataset/model/sample.ts';
import { UserError } from '../../../src/diagnostics.ts';
import type { Picture } from '../../../src/output.ts';
import { cellWidth } from '../../../src/render/cells.ts';
import { type PictureOptions, renderPicture } from '../../../src/render/image/render-picture.ts';
import { SAMPLE, square } from '../examples.ts';

const OPTIONS: PictureOptions = {
  columns: 40,
  rows: 17,
  colour: 3,
  unicode: true,
  theme: 'dark',
  maxRows: 10,
  protocol: 'quadrant',
  cell: { width: 10, height: 20 },
  tmux: false,
  serial: 0,
};

const REEF: Sample = {
  ...SAMPLE,
  width: 80,
  height: 60,
  labels: { gt_polylines: [square('Acropora', 0.1, 0.1, 0.35), square('Porites', 0.55, 0.5, 0.35)] },
};

let folder = '';

/** Brighter from left to right, with a white corner at the top left. */
async function writePicture(name: string, orientation?: number): Promise<string> {
  const data = Uint8Array.from({ length: 80 * 60 * 3 }, (_, i) => {
    const x = Math.floor(i / 3) % 80;
    return x < 20 && i < 80 * 20 * 3 ? 255 : 2 * x;
  });
  const image = sharp(data, { raw: { width: 80, height: 60, channels: 3 } });
  const file = path.join(folder, name);
  await (orientation === undefined ? image.png() : image.withMetadata({ orientation }).png()).toFile(file);
  return file;
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'quadrat-picture-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function picture(sample = REEF, name = 'reef.png'): Promise<Picture> {
  return { file: await writePicture(name), sample };
}

describe('renderPicture', () => {
  it.each(['half', 'quadrant', 'sextant', 'braille', 'ascii'] as const)(
    '%s looks like its golden file',
    async (protocol) => {
      const colour = protocol === 'braille' || protocol === 'ascii' ? 0 : 2;
      const text = await renderPicture(await picture(), { ...OPTIONS, protocol, colour });
      await expect(text.replaceAll('\x1b', '␛')).toMatchFileSnapshot(`../golden/picture-${protocol}.txt`);
      for (const line of text.split('\n')) expect(cellWidth(line)).toBeLessThanOrEqual(40);
    },
  );

  it('says in words what cannot be drawn', async () => {
    const sentence =
      'image MooreaE2B_2020_05, 80 by 60 pixels, 2 labels: 1 Acropora upper left, 1 Porites lower right.\n';
    expect(await renderPicture(await picture(), { ...OPTIONS, screenReader: true })).toBe(sentence);
    const absent = await renderPicture({ file: null, sample: REEF }, { ...OPTIONS, colour: 0, columns: 120 });
    expect(absent.startsWith('no picture: the file is not there\nMooreaE2B_2020_05.jpg')).toBe(true);
    expect(absent.endsWith(sentence)).toBe(true);
    const off = await renderPicture(await picture(), { ...OPTIONS, protocol: 'off', colour: 0, columns: 120 });
    expect(off).toContain('1 Acropora 1   2 Porites 1   2 labels');
  });

  it('takes grey pictures of 16 bits and transparent ones', async () => {
    const file = path.join(folder, 'grey.png');
    const white = { width: 8, height: 6, channels: 3, background: '#fff' } as const;
    await sharp({ create: white }).toColourspace('grey16').png().toFile(file);
    const half = { ...OPTIONS, protocol: 'half' } as const;
    const bare = { ...REEF, labels: {} };
    expect(await renderPicture({ file, sample: bare }, half)).toContain('48;2;255;255;255m');
    const clear = path.join(folder, 'clear.png');
    await sharp({ create: { ...white, channels: 4, background: '#fff0' } })
      .png()
      .toFile(clear);
    expect(await renderPicture({ file: clear, sample: bare }, half)).toContain('48;2;0;0;0m');
  });

  it('refuses what is no picture, naming the file', async () => {
    const file = path.join(folder, 'broken.jpg');
    writeFileSync(file, 'not a picture');
    const error: unknown = await renderPicture({ file, sample: REEF }, OPTIONS).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: 'unreadable', message: `${file} cannot be decoded as a picture` });
  });

  it('turns a picture by EXIF only where the labels were drawn on the turned one', async () => {
    const file = await writePicture('turned.png', 6);
    const ascii = { ...OPTIONS, protocol: 'ascii', colour: 0 } as const;
    const bare = { ...REEF, labels: {} };
    const firstLine = async (sample: Sample) => (await renderPicture({ file, sample }, ascii)).split('\n')[0] ?? '';
    expect(await firstLine(bare)).toMatch(/^@{8}/u);
    const turned = await firstLine({ ...bare, width: 60, height: 80 });
    expect(turned).toMatch(/@{5}$/u);
    expect(turned.length).toBeLessThan(20);
  });

  it('gives a class the same mark in every picture where all classes are known', async () => {
    const known = { ...(await picture()), classes: ['Acropora', 'Astreopora', 'Pocillopora', 'Porites'] };
    expect(await renderPicture(known, { ...OPTIONS, protocol: 'off', colour: 0 })).toContain('4 Porites 1');
  });

  it.each(['kitty', 'iterm'] as const)('%s sends a file whose outlines are drawn at its own size', async (protocol) => {
    const text = (await renderPicture(await picture(), { ...OPTIONS, protocol }))
      .replaceAll('\x1b', '␛')
      .replace('\x07', '␇');
    const data =
      protocol === 'kitty'
        ? Array.from(text.matchAll(/␛_G[^;␛]*;([^␛]*)␛/gu), ([, chunk = '']) => chunk).join('')
        : (/:([^␇]*)␇/u.exec(text)?.[1] ?? '');
    const { data: pixels, info } = await sharp(Buffer.from(data, 'base64')).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual(protocol === 'kitty' ? [160, 120] : [224, 168]);
    const middleOfTop = info.channels * (Math.floor(info.height * 0.1) * info.width + Math.floor(info.width * 0.2));
    const [red = 0, green = 0, blue = 0] = pixels.subarray(middleOfTop);
    expect(green - blue).toBeGreaterThan(100);
    expect(green).toBeGreaterThan(red);
  });

  it.each(['half', 'quadrant', 'sextant'] as const)(
    '%s keeps 72 x 24 cells of noise within 35 kB',
    async (protocol) => {
      const file = path.join(folder, `noise-${protocol}.png`);
      const noise = Uint8Array.from({ length: 300 * 200 * 3 }, (_, i) => (Math.imul(i, 2654435761) >>> 24) & 255);
      await sharp(noise, { raw: { width: 300, height: 200, channels: 3 } })
        .png()
        .toFile(file);
      const text = await renderPicture({ file, sample: REEF }, { ...OPTIONS, columns: 72, rows: 29, protocol });
      expect(text.split('\n').length).toBeGreaterThan(24);
      expect(Buffer.byteLength(text)).toBeLessThan(36_000);
    },
  );
});
