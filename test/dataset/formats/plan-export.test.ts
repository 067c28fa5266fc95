import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { writeFolder } from '../../../src/dataset/formats/atomic-folder.ts';
import { planExport } from '../../../src/dataset/formats/plan-export.ts';
import { newFolder } from './read-format.ts';
import { job, nothingReferred as referred } from './write-options.ts';

const manifest = { format: 'yolo' };

const fill = (text: string) => (place: string) => {
  writeFileSync(join(place, 'a.yaml'), text);
  return Promise.resolve(7);
};

test('a plan has the digest of what would be written, and leaves nothing', async () => {
  const target = join(newFolder(), 'out');
  const { changes, ...planned } = await planExport(
    target,
    { isFile: false, job: job(), referred },
    fill(`path: ${target}\n`),
  );
  expect(existsSync(target)).toBe(false);
  expect(changes).toEqual([]);
  expect(planned).toEqual(
    await writeFolder(target, { overwrite: false, job: job(), referred, manifest }, fill(`path: ${target}\n`)),
  );
});

test('the scratch folder is gone, also where writing fails', async () => {
  let place = '';
  const failing = (file: string): Promise<void> => {
    place = file;
    return Promise.reject(new Error('no'));
  };
  await expect(planExport('/nowhere/a.csv', { isFile: true, job: job(), referred }, failing)).rejects.toThrow('no');
  expect(place.endsWith('/content/a.csv')).toBe(true);
  expect(existsSync(dirname(dirname(place)))).toBe(false);
});
