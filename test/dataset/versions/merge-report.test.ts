import { expect, test } from 'vitest';
import { emptyReport, reportNotes } from '../../../src/dataset/versions/merge-report.ts';

test('a report counts one of a thing, and thousands', () => {
  const overwritten = new Map([['gt', { samples: 1, labels: 2204, example: 'such as those of a.jpg' }]]);
  const report = { ...emptyReport(), matched: 1, left: 1204, renamed: 1, overwritten };
  expect(reportNotes(report, { absent: 2000 })).toEqual([
    'overwritten: 2,204 labels of gt in 1 sample, such as those of a.jpg',
    '1 sample is in both',
    'left out, not being here: 1,204 samples',
    '1 sample got a new id: another one here has theirs',
    'the pictures of 2,000 new samples are not there',
  ]);
  expect(reportNotes({ ...emptyReport(), matched: 1204 }, { absent: 0 })).toEqual(['1,204 samples are in both']);
});
