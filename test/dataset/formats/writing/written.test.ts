import { expect, test } from 'vitest';
import { newWritten, pictureNotes, splitNotes } from '../../../../src/dataset/formats/writing/written.ts';

test('counts of a report: one of a thing, none, and thousands', () => {
  const written = { ...newWritten(), emptied: 1, otherSize: { count: 1234, example: 'a.jpg' } };
  Object.assign(written.splits.train, { samples: 1204, items: 2_000_001, empty: 1000 });
  Object.assign(written.splits.val, { samples: 1, items: 1 });
  const nouns = { file: ['label file'], item: ['box', 'boxes'] } as const;
  expect(splitNotes(written, { nouns, media: 'link' })).toEqual([
    'train: 1,204 pictures, 1,204 label files (1,000 empty), 2,000,001 boxes',
    'val: 1 picture, 1 label file, 1 box',
    'test: no samples',
  ]);
  expect(splitNotes(written, { nouns: { file: null, item: ['annotation'] }, media: 'none' })[1]).toBe(
    'val: 1 sample, 1 annotation',
  );
  expect(pictureNotes(written)).toEqual([
    'background to a trainer, because none of their labels was written: 1 sample',
    '1,234 pictures of another size than recorded, such as a.jpg',
  ]);
});
