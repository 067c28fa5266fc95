import { expect, test } from 'vitest';
import { complete } from '../../../src/repl/completion/complete.ts';
import { KNOWN } from './known.ts';

/** The text before `|` with the first completion put in; empty where there is none. */
function first(marked: string): string {
  const at = marked.indexOf('|');
  const { items, replace } = complete(marked.replace('|', ''), at, KNOWN);
  return items[0] === undefined ? '' : marked.slice(0, replace.start) + items[0].text;
}

test.each([
  ['trash |', 'trash list '],
  ['trash res|', 'trash restore '],
  ['trash restore |', 'trash restore lagoon '],
  ['trash restore old|', "trash restore 'old reef' "],
  ['trash empty |', 'trash empty --yes '],
  ['revert --to |', 'revert --to before-merge '],
  ['revert --to ~|', 'revert --to ~1 '],
  ['diff demo@|', 'diff demo@before-merge '],
  ['diff demo@~|', 'diff demo@~1 '],
  ['open demo@be|', 'open demo@before-merge'],
  ['diff tra|', 'diff train '],
  ['snapshot --delete |', 'snapshot --delete before-merge '],
  ['sheet d|', 'sheet ds'],
  ['sheet sha|', 'sheet shallow'],
  ['sheet plo|', "sheet open('plots')"],
  ['page delete|', ''],
])('names that are kept: %s becomes %s', (marked, completed) => {
  expect(first(marked)).toBe(completed);
});

test.each([
  ["ds.where(gt.count(label == '|", "ds.where(gt.count(label == 'Porites'"],
  ["ds.where(gt.filter(label == 'Pavona').count(lab|", "ds.where(gt.filter(label == 'Pavona').count(label"],
  ["ds.filterLabels('gt', sample.gt.count(label == 'Pav|", "ds.filterLabels('gt', sample.gt.count(label == 'Pavona'"],
])('methods that share their name with a verb: %s becomes %s', (marked, completed) => {
  expect(first(marked)).toBe(completed);
});
