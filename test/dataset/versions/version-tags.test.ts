import { expect, test } from 'vitest';
import { versionTags } from '../../../src/dataset/versions/version-tags.ts';

test('tags of versions are v and a number, in the order of the numbers', () => {
  const tags = ['v10_train', 'v2_val', 'v2', 'v2_train', 'train', 'v', 'vertical', 'v1beta', 'xv1', 'v3-final', null];
  expect(versionTags(tags.map((value, count) => ({ value, count })))).toEqual([
    { tag: 'v2', samples: 2 },
    { tag: 'v2_train', samples: 3 },
    { tag: 'v2_val', samples: 1 },
    { tag: 'v3-final', samples: 9 },
    { tag: 'v10_train', samples: 0 },
  ]);
});
