import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoteWord } from '../../../src/dataset/model/words.ts';
import { typedWords } from '../../../src/repl/completion/typed-words.ts';

test.each([
  ['import', [], 'import'],
  ['import coco ', ['import', 'coco'], ''],
  ["import coco 'my da", ['import', 'coco'], 'my da'],
  ["import coco 'my data' --na", ['import', 'coco', 'my data'], '--na'],
  [String.raw`import coco 'it\'s`, ['import', 'coco'], "it's"],
  [
    "export yolo out --view ds.where(area == 'a b').t",
    ['export', 'yolo', 'out', '--view'],
    "ds.where(area == 'a b').t",
  ],
  ["export yolo out --view ds.where(area == 'a", ['export', 'yolo', 'out', '--view'], "ds.where(area == 'a"],
])('%s', (before, words, text) => {
  const found = typedWords(before);
  expect([found.words, found.last.text]).toEqual([words, text]);
});

test('words that are written as a line needs them are read back', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1 }), (words) => {
      const line = `${words.map(quoteWord).join(' ')} `;
      expect(typedWords(line)).toEqual({ words, last: { start: line.length, text: '', quote: undefined } });
    }),
  );
});
