import fc from 'fast-check';
import { expect, test } from 'vitest';
import { complete } from '../../../src/repl/completion/complete.ts';
import type { Knowledge } from '../../../src/repl/completion/completion.ts';
import { signatureAt } from '../../../src/repl/completion/signature.ts';
import { KNOWN } from './known.ts';

/** The statement, with `|` for the cursor, after the first completion was taken; the number counts those offered. */
function first(marked: string): readonly [string, number] {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { replace, items } = complete(text, offset, KNOWN);
  const [item] = items;
  return [item === undefined ? '' : text.slice(0, replace.start) + item.text + text.slice(replace.end), items.length];
}

function labels(marked: string): readonly string[] {
  return complete(marked.replace('|', ''), marked.indexOf('|'), KNOWN).items.map(({ label }) => label);
}

test.each([
  ['ds.cou|', 'ds.count('],
  ['train.take(5).coun|', 'train.take(5).count('],
  ['ds.sche|', 'ds.schema('],
  ["open('pl|", "open('plots'"],
  ["ds.matchTags('v|", "ds.matchTags('val'"],
  ["ds.matchTags('v|')", "ds.matchTags('val')"],
  ['ds.matchTags(|', "ds.matchTags('train'"],
  ["ds.matchTags(['train', '|", "ds.matchTags(['train', 'train'"],
  ['ds.where(ye|', 'ds.where(year'],
  ['ds.where(ye| > 3)', 'ds.where(year > 3)'],
  ["ds.where(area == 'Ta|", "ds.where(area == 'Tahiti'"],
  ['ds.where(area == |', "ds.where(area == 'Moorea Tiahura'"],
  ['ds.where(area != |', "ds.where(area != 'Moorea Tiahura'"],
  ["ds.where(area in ['Moorea Tiahura', 'T|", "ds.where(area in ['Moorea Tiahura', 'Tahiti'"],
  ['ds.where(year >= 20|', 'ds.where(year >= 2021'],
  ["ds.where(F('ar|", "ds.where(F('area'"],
  ["ds.match(F('area') == 'M|", "ds.match(F('area') == 'Moorea Tiahura'"],
  ["ds.where(gt.any(label == 'Pav|", "ds.where(gt.any(label == 'Pavona'"],
  ["ds.where(gt.any(label == 'd|", String.raw`ds.where(gt.any(label == 'd\'Urville'`],
  ["ds.filterLabels('g|", "ds.filterLabels('gt'"],
  ["ds.filterLabels('gt', lab|", "ds.filterLabels('gt', label"],
  ["ds.filterLabels('gt', health == '|", "ds.filterLabels('gt', health == 'bleached'"],
  ["ds.matchLabels({ labels: ['Po|", "ds.matchLabels({ labels: ['Porites'"],
  ["ds.matchLabels({ filter: label == 'Po|", "ds.matchLabels({ filter: label == 'Porites'"],
  ["ds.match_labels(filter=label == 'Po|", "ds.match_labels(filter=label == 'Porites'"],
  ["ds.match_labels(fields='|", "ds.match_labels(fields='gt'"],
  ['ds.matchLabels({ fil|', 'ds.matchLabels({ filter: '],
  ["ds.countValues('gt.la|", "ds.countValues('gt.label'"],
  ["ds.where(area.startsWith('|", "ds.where(area.startsWith('Moorea Tiahura'"],
  ['ds.where(area.startsW|', 'ds.where(area.startsWith('],
  ['ds.where(metadata.w|', 'ds.where(metadata.width'],
  // methods and parts that fit the type of what stands before the dot
  ['ds.where(gt.la|', 'ds.where(gt.label'],
  ['ds.where(gt.poly|', 'ds.where(gt.polylines'],
  ['ds.where(gt.filter(label == "a").cou|', 'ds.where(gt.filter(label == "a").count('],
  ['ds.where(gt.label.cont|', 'ds.where(gt.label.contains('],
  ['ds.where((year + 1).ab|', 'ds.where((year + 1).abs()'],
  ["ds.match(F('area').low|", "ds.match(F('area').lower()"],
  ['ds.where(gt.any(sample.ye|', 'ds.where(gt.any(sample.year'],
  ['ds.where(tags.len|', 'ds.where(tags.length('],
  // as the line is spelled
  ['ds.match_t|', 'ds.match_tags('],
  ["ds.match_tags('val').sort|", "ds.match_tags('val').sort_by("],
  ['ds.match(F("area").sta|', 'ds.match(F("area").starts_with('],
  ["ds.match_labels(labels='Porites', fie|", "ds.match_labels(labels='Porites', fields="],
  ["ds.filter_labels('gt', label == 'a', on|", "ds.filter_labels('gt', label == 'a', only_matches="],
  ["ds.filterLabels('gt', label == 'a', |", "ds.filterLabels('gt', label == 'a', true"],
  ["ds.filterLabels('gt', label == 'a', on|", "ds.filterLabels('gt', label == 'a', { onlyMatches: "],
  ["ds.filterLabels('gt', label == 'a', { only|", "ds.filterLabels('gt', label == 'a', { onlyMatches: "],
  ["ds.filterLabels('gt', label == 'a', { onlyMatches: f|", "ds.filterLabels('gt', label == 'a', { onlyMatches: false"],
  ["ds.filter_labels('gt', label == 'a', only_matches=F|", "ds.filter_labels('gt', label == 'a', only_matches=False"],
  ['ds.take(5, s|', 'ds.take(5, { seed: '],
  ['ds.mat|', 'ds.match('],
  // values by what they are compared with
  ['ds.where(F("area").is_in(["|', 'ds.where(F("area").is_in(["Moorea Tiahura"'],
  ["ds.where(gt.any(tags.contains('|", "ds.where(gt.any(tags.contains('checked'"],
  ["ds.where(gt.any(F('tags').contains('|", "ds.where(gt.any(F('tags').contains('checked'"],
  ['ds.filterLabels("gt", closed == |', 'ds.filterLabels("gt", closed == true'],
  ['ds.filter_labels("gt", F("closed") == |', 'ds.filter_labels("gt", F("closed") == True'],
  ["ds.matchLabels({ tags: '|", "ds.matchLabels({ tags: 'checked'"],
  ["ds.where(area == 'REC|", "ds.where(area == 'Récif'"],
  ["ds.where(area == 'tia|", "ds.where(area == 'Moorea Tiahura'"],
  ["ds.where(filepath == '|", "ds.where(filepath == 'images/reef_001.jpg'"],
  ["ds.matchTags('val').where(area == '|", "ds.matchTags('val').where(area == 'Tahiti'"],
  ["ds.matchTags('val').filterLabels('gt', label == '|", "ds.matchTags('val').filterLabels('gt', label == 'Pavona'"],
  ['ds.where(area == $|', 'ds.where(area == $split'],
  ['ds.matchTags($|', 'ds.matchTags($split'],
  ["ds.taxonomy('ext|", "ds.taxonomy('extended'"],
  ['ds.taxonomy(|', "ds.taxonomy('finegrained'"],
  ["ds.taxonomy('m|", "ds.taxonomy('mine'"],
  ['ds.taxonomy({ Por|', 'ds.taxonomy({ Porites: '],
  ["ds.taxonomy({ 'Pa|", "ds.taxonomy({ 'Pavona'"],
  ["ds.taxonomy('extended').filterLabels('g|", "ds.taxonomy('extended').filterLabels('gt'"],
  ['taxonomy ch|', 'taxonomy check '],
  ['taxonomy show ex|', 'taxonomy show extended '],
  ['export yolo out --taxonomy fin|', 'export yolo out --taxonomy finegrained '],
  ["ds.export('yolo', 'out', { taxonomy: 'ex|", "ds.export('yolo', 'out', { taxonomy: 'extended'"],
  ["ds.mapLabels('gt', { Pa|", "ds.mapLabels('gt', { Pavona: "],
  ["ds.mapLabels('gt', { 'd|", "ds.mapLabels('gt', { 'd\\'Urville'"],
  ["ds.mapValues('area', { Tahiti: 'x', |", "ds.mapValues('area', { Tahiti: 'x', 'Moorea Tiahura': "],
  ["ds.selectBy('area', ['T|", "ds.selectBy('area', ['Tahiti'"],
  ["ds.setField('gt.lab|", "ds.setField('gt.label'"],
  ["ds.setField('gt.label', hea|", "ds.setField('gt.label', health"],
  ["ds.setField('year', are|", "ds.setField('year', area"],
  ['ds.concat(tra|', 'ds.concat(train'],
  ['ds.concat(ds.match_t|', 'ds.concat(ds.match_tags('],
  ['ds.aggregate([countV|', 'ds.aggregate([countValues('],
  ["ds.aggregate([countValues('gt.la|", "ds.aggregate([countValues('gt.label'"],
  ["ds.aggregate([fo.CountValues('gt.la|", "ds.aggregate([fo.CountValues('gt.label'"],
  ["ds.groupBy('ye|", "ds.groupBy('year'"],
  ['ds.groupBy(are|', 'ds.groupBy(area'],
  ["ds.toPatches('gt').where(sam|", "ds.toPatches('gt').where(sample_id"],
  ["ds.selectFields('area').where(ye|", ''],
  ["ds.sortBy([('ar|", "ds.sortBy([('area'"],
  ["ds.sortBy([('area', 1), ('ye|", "ds.sortBy([('area', 1), ('year'"],
  ["ds.where(area in ('T|", "ds.where(area in ('Tahiti'"],
  ["ds.where((area == 'T|", "ds.where((area == 'Tahiti'"],
  ['ds.groupBy(area, { flat: true, matchExpr: F().len|', 'ds.groupBy(area, { flat: true, matchExpr: F().length('],
  ["ds.filterField('year', F().ro|", "ds.filterField('year', F().round("],
  ["ds.filterField('area', F() == 'T|", "ds.filterField('area', F() == 'Tahiti'"],
  // other datasets and variables
  ["open('plots').where(dep|", "open('plots').where(depth"],
  ['other.where(dep|', 'other.where(depth'],
  ["fo.load_dataset('pl|", "fo.load_dataset('plots'"],
  ["fo.load_dataset('plots').where(dep|", "fo.load_dataset('plots').where(depth"],
  ['tra|', 'train'],
  ['len(tra|', 'len(train'],
  ['v = ds.match_t|', 'v = ds.match_tags('],
  ['ds.count()\nds.limit(2)\n  .cou|', 'ds.count()\nds.limit(2)\n  .count('],
  ['ds.count()\nimpo|', 'ds.count()\nimport '],
  ['ds[2:5].match_t|', 'ds[2:5].match_tags('],
  ['ds.first().ye|', 'ds.first().year'],
  ['ds.where(tags[0].start|', 'ds.where(tags[0].startsWith('],
  // commands
  ['.impo|', '.import '],
  ['impo|', 'import '],
  ['import co|', 'import coco '],
  ['open pl|', 'open plots'],
  ['help matchT|', 'help matchTags'],
  ['help startsW|', 'help startsWith'],
  ['export yolo out --med|', 'export yolo out --media '],
  ['export yolo out --media c|', 'export yolo out --media copy '],
  ['export yolo out --media=c|', 'export yolo out --media=copy '],
  ['export yolo out --field |', 'export yolo out --field gt '],
  ['export yolo out -d pl|', 'export yolo out -d plots '],
  ['export yolo out --view ds.matchTags("v|', 'export yolo out --view ds.matchTags("val"'],
  ['export yolo out --view tr|', 'export yolo out --view train'],
  ["ds.export('yo|", "ds.export('yolo'"],
  ["ds.export('yolo', 'out/n|", "ds.export('yolo', 'out/new model/"],
  ["ds.export('yolo', 'out', { media: '|", "ds.export('yolo', 'out', { media: 'link'"],
  ["ds.export('yolo', 'out', { over|", "ds.export('yolo', 'out', { overwrite: "],
  ['preview |', 'preview images/reef_001.jpg '],
  ['preview 002|', 'preview images/reef_002.jpg '],
  ["export yolo out --view 'ds.matchTags(v|", `export yolo out --view 'ds.matchTags("val"`],
  ['tag tr|', 'tag train '],
  ["ds.untag('tr|", "ds.untag('train'"],
  ['untagLabels ch|', 'untagLabels checked '],
  ["ds.untag_labels('ch|", "ds.untag_labels('checked'"],
  ['ds.tag_l|', 'ds.tag_labels('],
  ['ds.deleteLabels({ plan: t|', 'ds.deleteLabels({ plan: true'],
  ['deleteLabels --fields gt,g|', 'deleteLabels --fields gt,gt '],
  // paths
  ['import coco |', "import coco 'my data/"],
  ['import coco ou|', 'import coco out/'],
  ['import coco out/|', "import coco 'out/new model/"],
  ["import coco 'my d|", "import coco 'my data/"],
  ["import coco 'my data/|", "import coco 'my data/a b.json' "],
  ["import coco 'my data/|'", "import coco 'my data/a b.json' "],
  ['import coco .|', 'import coco .git/'],
  ['import coco notes.txt --media o|', 'import coco notes.txt --media out/'],
])('%s becomes %s', (marked, completed) => {
  expect(first(marked)[0]).toBe(completed);
});

test('the best fit comes first, what only contains the letters behind it', () => {
  expect(labels('ds.match|').slice(0, 2)).toEqual(['match(filter) -> view', 'matchTags(tags, bool?, all?) -> view']);
  expect(labels('ds.tags|')).toContain('matchTags(tags, bool?, all?) -> view');
  expect(labels('ds.where(gt.any(label == "or|')).toEqual(['Porites']);
});

test('classes come with the number of their labels, the most frequent first, without the missing one', () => {
  const { items } = complete("ds.filterLabels('gt', label == '", 32, KNOWN);
  expect(items.map(({ label, count }) => [label, count])).toEqual([
    ['Porites', 110],
    ['Pavona', 60],
    ["d'Urville", 1],
  ]);
});

test('nothing follows a closed string or bracket but what is typed by hand', () => {
  expect(labels("ds.matchTags('train'|")).toEqual([]);
  expect(labels("open('demo'|")).toEqual([]);
  expect(labels('ds.limit(3)|')).toEqual([]);
});

test('only formats that the command can use are offered', () => {
  expect(labels('import |')).toContain('coco');
  expect(labels('verify |')).toEqual([]);
});

test('on a value nothing is chained, on a view verbs and commands, on a field neither', () => {
  expect(labels('ds.count().|')).toEqual([]);
  expect(labels('n.|')).toEqual([]);
  expect(labels('ds.where(yaer > 1).|')).toContain('limit(limit) -> view');
  expect(labels('ds.first().|')).toContain('preview()');
  expect(labels('ds.|')).not.toContain('area');
  expect(labels('ds.where(area.|')).not.toContain('limit(limit) -> view');
});

test('only methods that fit the type are offered; without the parser what its words tell', () => {
  const methods = (marked: string): readonly string[] => labels(marked).map((label) => label.replace(/\(.*/u, ''));
  expect(methods('ds.where(year.|')).toContain('round');
  expect(methods('ds.where(year.|')).not.toContain('startsWith');
  expect(methods('ds.where(area.length().|')).not.toContain('startsWith');
  expect(methods('ds.where(area.lower().|')).toContain('startsWith');
  expect(methods('ds.where(gt.|').slice(0, 4)).toEqual(['any', 'all', 'count', 'filter']);
  expect(methods('ds.where(gt.|')).not.toContain('startsWith');
  const early = { ...KNOWN, parse: undefined };
  const found = complete('ds.where(year.', 14, early).items.map(({ name }) => name);
  expect([found.includes('round'), found.includes('startsWith')]).toEqual([true, false]);
});

test('counts are those of the view so far, and say of what', () => {
  const at = (text: string): unknown =>
    complete(text, text.length, KNOWN).items.map(({ name, count, detail }) => [name, count, detail]);
  expect(at("ds.where(area == '")).toEqual([
    ['Moorea Tiahura', 40, 'samples'],
    ['Tahiti', 20, 'samples'],
    ['Récif', 2, 'samples'],
  ]);
  expect(at("ds.matchTags('val').where(area == '")).toEqual([['Tahiti', 7, 'samples']]);
  expect(at("ds.filterLabels('gt', health == '")).toEqual([['bleached', undefined, '']]);
  expect(at("ds.matchTags('val').where(gt.any(label == '")).toEqual([['Pavona', 3, 'labels']]);
});

test('what the data holds is written so that it is read back as it is', () => {
  const values = [{ value: '5' }, { value: "it's\n" }, { value: 5 }].map((each) => ({ ...each, count: 1 }));
  const knowledge = { ...KNOWN, values: () => ({ values, isPart: false }) };
  const at = (text: string) => complete(text, text.length, knowledge).items.map((item) => item.text);
  expect(at('ds.where(area == ').slice(0, 3)).toEqual(["'5'", String.raw`'it\'s\n'`, '5']);
  expect(at('ds.where(area == "')).toEqual(['5"', String.raw`it's\n"`, '5"']);
  const field = { kind: 'value', name: 'my field', type: 'int', id: 9, column: 'f9' } as const;
  const catalog = KNOWN.catalog('demo');
  const odd = { ...KNOWN, catalog: () => catalog && { ...catalog, fields: [field] } };
  expect(complete('ds.where(my', 11, odd).items[0]?.text).toBe("F('my field')");
});

test('no more are offered than anyone looks through, and how many there are is told', () => {
  const values = Array.from({ length: 1000 }, (_, i) => ({ value: `quadrat ${String(i)}`, count: 1000 - i }));
  const { items, total } = complete("ds.where(area == 'qua", 21, {
    ...KNOWN,
    values: () => ({ values, isPart: false }),
  });
  expect([items.length, total, items[0]?.text]).toEqual([200, 1000, "quadrat 0'"]);
  const rare = { values: [{ value: 'rare quadrat', count: 1 }], isPart: false };
  const many: Knowledge = { ...KNOWN, values: ({ part }) => (part === 'rare' ? rare : { values, isPart: false }) };
  expect(complete("ds.where(area == 'rare", 22, many).items.map(({ name }) => name)).toEqual(['rare quadrat']);
});

test('the call around the cursor is explained', () => {
  expect(signatureAt('ds.where(', 9)).toMatch(/^where\(filter\) -> view {2}\S/u);
  expect(signatureAt("ds.where(gt.any(label == 'a", 27)).toMatch(/^any\(filter\?\) /u);
  expect(signatureAt("ds.export('y", 12)).toMatch(/^export /u);
  expect(signatureAt('ds.aggregate([fo.CountValues(', 29)).toMatch(/^countValues\(/u);
  expect(signatureAt("ds.match_tags('a", 16)).toMatch(/^match_tags\(/u);
  expect(signatureAt('import co', 9)).toMatch(/^import /u);
  expect(signatureAt('ds.count()', 10)).toBeUndefined();
});

const PIECES = [
  'ds',
  '.',
  'where(',
  "'",
  '"',
  ')',
  'gt',
  ' == ',
  '[',
  '{',
  ', ',
  'import ',
  '$',
  '\\',
  '\n',
  'é',
  '珊',
  'F(',
  '#',
];

test('whatever is typed, completion replaces a part of the text round the cursor and leaves the rest as it is', () => {
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom(...Array.from('ds.where(gt"\'[{,:=!& 1#\\/|ié珊')) }),
    fc.array(fc.constantFrom(...PIECES)).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(text, fc.nat(), (typed, at) => {
      const offset = at % (typed.length + 1);
      const { replace, items, total } = complete(typed, offset, KNOWN);
      expect([replace.start >= 0, replace.start <= offset, replace.end >= offset, replace.end <= typed.length]).toEqual(
        [true, true, true, true],
      );
      expect(total).toBeGreaterThanOrEqual(items.length);
      expect(items.every(({ label }) => label !== '')).toBe(true);
      signatureAt(typed, offset);
    }),
    { numRuns: 2000 },
  );
});
