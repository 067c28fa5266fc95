import fc from 'fast-check';
import { expect, test } from 'vitest';
import { framePaths } from '../../../../src/dataset/cvat/pull/frame-paths.ts';

const frames = (...names: readonly string[]) => names.map((name) => ({ name, width: 1, height: 1 }));

test('a folder a task, with the names and folders of the pictures', () => {
  expect(framePaths(12, frames('a###b.jpg', 'dive/Île d’Été.jpg')).paths).toEqual([
    '12/a###b.jpg',
    '12/dive/Île d’Été.jpg',
  ]);
});

test('names that are one on some file system are kept apart', () => {
  expect(framePaths(1, frames('A.jpg', 'a.jpg', 'a.jpg')).paths).toEqual(['1/A.jpg', '1/1~/a.jpg', '1/2~/a.jpg']);
});

test('a picture does not take the place of a folder', () => {
  expect(framePaths(1, frames('a', 'a/b.jpg')).paths).toEqual(['1/a', '1/1~/a/b.jpg']);
  expect(framePaths(1, frames('a/b.jpg', 'a')).paths).toEqual(['1/a/b.jpg', '1/1~/a']);
});

test('names that lead out of the folder are made safe, and told', () => {
  const { paths, faults } = framePaths(1, frames('../../etc/passwd', '/etc/hosts', 'C:\\x.jpg'));
  expect(paths).toEqual(['1/etc/passwd', '1/etc/hosts', '1/x.jpg']);
  expect(faults).toHaveLength(3);
});

test('whatever the names, paths differ without case and stay in the folder of the task', () => {
  const name = fc.stringMatching(/^[aAbB./~0-9]{0,8}$/u);
  fc.assert(
    fc.property(fc.array(name, { maxLength: 12 }), (names) => {
      const { paths } = framePaths(3, frames(...names));
      expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(names.length);
      for (const path of paths) expect(path).toMatch(/^3\/(?!.*(?:^|\/)\.\.?(?:\/|$))[^/]/u);
    }),
  );
});
