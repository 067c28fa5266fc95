import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { WriteOptions } from '../../../../src/dataset/formats/define-format.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import { sampleOf } from '../../library-fixture.ts';
import { newFolder, put } from '../read-format.ts';
import { hex } from './export-folder.ts';
import { write, type Written } from './written.ts';

/** Writes samples of these files, of which those with a content exist. */
async function writeFiles(
  files: readonly (readonly [path: string, content: string | null])[],
  more: Partial<WriteOptions>,
): Promise<Written & { readonly pictures: string; readonly paths: readonly unknown[] }> {
  const pictures = newFolder();
  const samples = files.map(([path, content], i): Sample => {
    if (content !== null) put(pictures, path, content);
    return sampleOf(path, { id: hex(i + 1) });
  });
  const written = await write([], samples, { mediaPath: ({ filepath }) => join(pictures, filepath), ...more });
  return { ...written, pictures, paths: written.samples.map(({ filepath }) => filepath) };
}

const FILES = [
  ['bora/100% é & <1>.jpg', 'first'],
  ['moorea/100% é & <1>.jpg', 'second'],
  ['moorea/100% É & <1>.JPG', 'third'],
] as const;

describe('pictures', () => {
  test('lie in data under their own names; the second of a name gets digits of its id', async () => {
    const { folder, paths, report } = await writeFiles(FILES, { media: 'copy' });
    expect(paths).toEqual([
      'data/100% é & <1>.jpg',
      'data/100% é & <1>-98a1296b.jpg',
      expect.stringMatching(/^data\/100% É & <1>-[0-9a-f]{8}\.JPG$/) as unknown,
    ]);
    expect(paths.map((path) => readFileSync(join(folder, String(path)), 'utf8'))).toEqual(['first', 'second', 'third']);
    expect(report.notes).toContain('pictures in data/: 0 linked, 3 copied');
  });

  test('are linked', async () => {
    const { folder, pictures } = await writeFiles([['a.jpg', 'x']], { media: 'link' });
    expect(statSync(join(folder, 'data/a.jpg')).ino).toBe(statSync(join(pictures, 'a.jpg')).ino);
  });

  test('that are not there keep the path where they should be', async () => {
    const { pictures, paths, report } = await writeFiles(
      [
        ['a.jpg', null],
        ['b.jpg', 'x'],
      ],
      { media: 'link' },
    );
    expect(paths).toEqual([`${pictures}/a.jpg`, 'data/b.jpg']);
    expect(report.notes).toContain('1 picture not there, such as a.jpg: written with the path where it should be');
  });

  test('stay where they are without pictures, as a path from the export where they lie in it', async () => {
    const { folder, pictures, paths } = await writeFiles([['a.jpg', 'x']], { media: 'none' });
    expect(paths).toEqual([`${pictures}/a.jpg`]);
    expect(existsSync(join(folder, 'data'))).toBe(false);
    const inside = await writeFiles([['data/a.jpg', 'x']], {
      media: 'none',
      finalOut: '/reef',
      mediaPath: () => '/reef/data/a.jpg',
    });
    expect(inside.paths).toEqual(['data/a.jpg']);
  });
});
