import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitWords } from '../../../src/dataset/model/words.ts';
import { subjectAt } from '../../../src/repl/completion/subject.ts';
import { KNOWN } from './known.ts';

/** What help is asked about where `|` stands. */
function subject(marked: string): string | undefined {
  const at = marked.indexOf('|');
  return subjectAt(marked.replace('|', ''), at, KNOWN);
}

test.each([
  ['a verb', 'ds.wh|ere(year > 2020)', 'where'],
  ['the verb around', 'ds.where(|', 'where'],
  ['the verb around a number', 'ds.where(year > 20|20)', 'where'],
  ['the verb around what is not known', 'ds.where(frob|nicate)', 'where'],
  ['a method', "ds.where(area.starts|With('M'))", 'startsWith'],
  ['a function', 'ds.where(miss|ing(area))', 'missing'],
  ['a field', 'ds.where(ye|ar > 2020)', 'year'],
  ['a label field', "ds.where(g|t.any(label == 'Porites'))", 'gt'],
  ['a part of labels', "ds.filterLabels('gt', lab|el == 'Porites')", 'gt.label'],
  ['a part behind a dot', 'ds.countValues(gt.lab|el)', 'gt.label'],
  ['a field of the sample from inside of a label', "ds.filterLabels('gt', sample.ye|ar > 2020)", 'year'],
  ['a part where no label is looked at', "ds.where(lab|el == 'Porites')", 'label'],
  ['a field in quotes', "ds.countValues('gt.la|bel')", 'gt.label'],
  ['a class', "ds.filterLabels('gt', label == 'Por|ites')", 'Porites'],
  ['a value with a space', "ds.where(area == 'Moorea T|iahura')", "'Moorea Tiahura'"],
  ['a tag', "ds.matchTags('tr|ain')", 'train'],
  ['a command', 'exp|ort yolo out', 'export'],
  ['a word of the command line', 'ru|n session.quadrat', 'run'],
  ['behind it', 'quadrat run sess|ion.quadrat', 'run'],
  ['a variable of that name', 'run = d|s', 'ds'],
  ['a format', 'export yo|lo out', 'yolo'],
  ['an option', 'export yolo out --me|dia link', 'export --media'],
  ['the value of an option', 'export yolo out --media li|nk', 'export --media'],
  ['an option of a chained command', "ds.export('yolo', 'out', { med|ia: 'copy' })", 'export --media'],
  ['a format of a chained command', "ds.export('yo|lo', 'out')", 'yolo'],
  ['a setting', 'set the|me dark', 'set theme'],
  ['an action', 'taxonomy che|ck extended', 'taxonomy'],
  ['a path', 'export yolo o|ut', 'export'],
  ['an expression behind a command', 'sheet ds.where(ye|ar > 2020)', 'year'],
  ['a statement of several', 'ds.count()\nds.ta|ke(3)', 'take'],
  ['a class alone', 'Porites|', 'Porites'],
  ['an option alone', '--overwrite|', '--overwrite'],
  ['behind its brackets', "ds.matchTags('train')|", 'matchTags'],
  ['behind inner brackets', "ds.where(gt.any(label == 'a')|", 'where'],
  ['behind two calls', 'ds.limit(2).count()|', 'count'],
  ['the dataset', 'd|s', 'ds'],
  ['the dataset that a verb is called on', 'd|s.where(year > 2020)', 'ds'],
  ['the name that is being given', 'd|s = 3', undefined],
  ['nothing', '|', undefined],
])('%s: %s', (_, marked, expected) => {
  expect(subject(marked)).toBe(expected);
});

test('whatever is typed, what is asked about is words behind help', () => {
  const part = fc.oneof(
    fc.constantFrom(
      'ds',
      '.where(',
      'gt',
      '.any(',
      'label',
      " == '",
      "'",
      ')',
      ' export ',
      'yolo',
      ' --media ',
      '\n',
      ', ',
      '{ ',
    ),
    fc.string({ maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), fc.nat(), (parts, at) => {
      const text = parts.join('');
      const found = subjectAt(text, text.length === 0 ? 0 : at % (text.length + 1), KNOWN);
      if (found !== undefined) expect(splitWords(`help ${found}`).length).toBeGreaterThan(1);
    }),
    { numRuns: 2000 },
  );
});
