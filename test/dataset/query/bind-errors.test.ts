import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/diagnostics.ts';
import type { Answer } from '../../../src/dataset/query/answer.ts';
import type { Scope } from '../../../src/dataset/query/bind.ts';
import { bound } from './ask.ts';
import { reef } from './reef.ts';

const dataset = reef();
const RESULT: Answer = { kind: 'scalar', value: 5 };
const SCOPE: Partial<Scope> = { variable: (name) => (name === '_1' ? RESULT : undefined), params: { year: 2021 } };

/** Code, what is underlined, message and hint. */
function mistake(statement: string, scope: Partial<Scope> = SCOPE): readonly (string | undefined)[] {
  try {
    bound(statement, dataset, scope);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [error.code, statement.slice(error.span?.start, error.span?.end), error.message, error.hint];
  }
  return ['no mistake'];
}

type Case = readonly [statement: string, code: string, underlined: string, words: RegExp];

test.each<Case>([
  ['ds.wher(year == 1)', 'unknown-verb', 'wher', /no verb wher did you mean where\?/],
  ['ds.selectFields("x")', 'unknown-field', '"x"', /no field x/],
  ['ds.map_labels("x", {})', 'unknown-field', 'x', /no field x/],
  ['ds.mongo([])', 'unsupported', 'mongo', /not part of the language write the condition/],
  ['ds.where({"year": 3})', 'unsupported', '"year"', /MongoDB.*where\(year == 2021\)/],
  ['ds.count', 'syntax', 'count', /write count\(\)/],
  ['ds.count().where(year)', 'wrong-type', 'ds.count()', /a value, not a view/],
  ['ds.preview().count()', 'wrong-type', 'ds.preview()', /a command/],
  ['_1.count()', 'wrong-type', '_1', /a value, not a view/],
  ['count()', 'syntax', 'count', /ds\.count/],
  ['1 + 1', 'syntax', '1 + 1', /starts from a dataset/],
  ['foo.count()', 'unknown-name', 'foo', /no variable foo/],
  ["open('nope').count()", 'not-found', "open('nope')", /no dataset nope/],
  ['ds[0]', 'bad-argument', 'ds[0]', /skip\(n\)\.first\(\)/],
  ['ds[-3:4]', 'unsupported', 'ds[-3:4]', /same end/],
  ['ds["a":2]', 'bad-argument', '"a"', /whole number/],
])('a chain: %s', expectMistake);

test.each<Case>([
  ['ds.matchTags()', 'bad-argument', 'matchTags', /needs tags write matchTags\(tags, bool\?, all\?\)/],
  ["ds.matchTags('a', true, true, 1)", 'bad-argument', '1', /no argument here write matchTags/],
  ["ds.matchTags('a', tags='b')", 'bad-argument', "'b'", /given twice/],
  ["ds.matchTags(tag = 'x')", 'bad-argument', 'tag', /did you mean tags/],
  ["ds.matchTags('a', { al: true })", 'bad-argument', 'al', /did you mean all/],
  ['ds.matchTags(train)', 'bad-argument', 'train', /tag in quotes/],
  ["ds.matchTags('a', 1)", 'bad-argument', '1', /true or false/],
  ["ds.limit('x')", 'bad-argument', "'x'", /whole number/],
  ['ds.limit(1.5)', 'bad-argument', '1.5', /whole number/],
  ['ds.where(year = 2021)', 'syntax', '=', /= is not part .* use == to compare/],
  ["ds.filterLabels('corals', label = 'x')", 'syntax', '=', /use == to compare/],
  ["ds.filterLabels('coral', label == 'x')", 'unknown-field', 'coral', /did you mean corals/],
  [
    "ds.filterLabels('area', label == 'x')",
    'wrong-type',
    "'area'",
    /no field of labels label fields are corals, boxes/,
  ],
  ["ds.histogramValues('depth', 0)", 'bad-argument', "ds.histogramValues('depth', 0)", /1 to 10000/],
  ["ds.histogramValues('depth', { range: [2, 1] })", 'bad-argument', 'ds.histogramValues', /smaller first/],
  ["ds.histogramValues('depth', { range: 'x' })", 'bad-argument', "'x'", /a number/],
  ["ds.sum('area')", 'wrong-type', "'area'", /numbers are needed/],
  ["ds.sum('corals')", 'wrong-type', "'corals'", /count them: corals.count\(\)/],
  ["ds.countValues('corals')", 'wrong-type', "'corals'", /corals.label/],
  ["ds.values(['id', 'aera'])", 'unknown-field', 'aera', /no field aera/],
  ['ds.sortBy([])', 'no mistake', '', /^$/],
  ['ds.schema(1)', 'wrong-type', 'ds.schema(1)', /only labels and objects/],
  ['ds.schema({ x: 1 })', 'bad-argument', 'x', /no parameter x/],
  ['ds.export(x)', 'bad-argument', 'x', /commands take values/],
])('arguments: %s', expectMistake);

test.each<Case>([
  ['ds.where(yeer == 1)', 'unknown-field', 'yeer', /no field yeer did you mean year/],
  ['ds.where(zzz == 1)', 'unknown-field', 'zzz', /there is area, year/],
  ["ds.where(F('corals.labl') == 'x')", 'unknown-field', 'labl', /did you mean label/],
  ["ds.where(F('corals..label') == 'x')", 'bad-argument', "'corals..label'", /part of this path is empty/],
  ['ds.where(metadata.widht > 1)', 'unknown-field', 'widht', /did you mean width/],
  ["ds.filterLabels('corals', year == 1)", 'unknown-field', 'year', /write sample.year/],
  ["ds.filterLabels('corals', sample.yer == 2)", 'unknown-field', 'yer', /did you mean year/],
  ["ds.filterLabels('corals', mask == 1)", 'unsupported', 'mask', /area\(\) and bbox\(\)/],
  ['ds.where(area.foo)', 'wrong-type', 'foo', /no part called foo/],
  ['ds.where(area.lower)', 'syntax', 'lower', /write lower\(\)/],
  ['ds.where($yaer == 1)', 'unknown-name', '$yaer', /did you mean year/],
  ["ds.where(area.startsWit('x'))", 'unknown-verb', 'startsWit', /did you mean startsWith/],
  ['ds.where(corals.rand())', 'unsupported', 'rand', /take\(n, seed\)/],
  ['ds.where(year.apply(F() + 1))', 'unsupported', 'apply', /on the value itself/],
  ['ds.where(F.foo())', 'unknown-verb', 'F.foo', /there is any, all, literal/],
  ['ds.where(VALUE > 1)', 'unknown-name', 'VALUE', /reduce\(VALUE/],
  ['ds.where(sum(notes) > 1)', 'unknown-verb', 'sum', /x\.sum\(\.\.\.\)/],
  ['ds.where(np.sqrt(depth) > 1)', 'unknown-verb', 'sqrt', /x\.sqrt\(\.\.\.\)/],
  ['ds.where(tags.len() > 1)', 'unknown-verb', 'len', /use length\(\)/],
  ['ds.where(tags.append(1, 2))', 'bad-argument', '2', /write append\(value\)/],
  ['ds.where(F.randn() > 0)', 'unsupported', 'F.randn()', /take\(n, seed\)/],
  ['ds.where(nope(1))', 'unknown-verb', 'nope', /no function nope/],
  ['ds.where(perimeter() > 1)', 'wrong-type', 'perimeter()', /asked of a label/],
  ['ds.where(area() > 1)', 'wrong-type', 'area()', /asked of a label/],
  ["ds.filterLabels('corals', area(1) > 1)", 'bad-argument', '1', /area\(\{ normalised: true \}\)/],
  ["ds.filterLabels('corals', vertices(1) > 1)", 'bad-argument', '1', /takes no arguments/],
  ['ds.where(F(year))', 'bad-argument', 'year', /in quotes/],
  ['ds.where(missing())', 'bad-argument', 'missing()', /one argument/],
  ['ds.where(year[0:1] == 1)', 'wrong-type', 'year[0:1]', /only a list/],
  ['ds.where(notes.map(foo))', 'unknown-field', 'foo', /samples of reef have no field foo/],
  ['ds.where(corals.any(l => sample.boxes.any(b => b.label == l.label)))', 'unsupported', 'l', /outside of this/],
])('names: %s', expectMistake);

test.each<Case>([
  ["ds.where(year == '2014')", 'wrong-type', "'2014'", /leave the quotes out/],
  ['ds.where(area > 5)', 'wrong-type', '5', /text cannot be compared with a number/],
  ['ds.where(reviewed == 1)', 'wrong-type', '1', /true or false cannot/],
  ["ds.where(corals.label == 'x')", 'wrong-type', "'x'", /corals\.any\(label == 'x'\)/],
  ["ds.where(corals.tags.contains('x'))", 'wrong-type', "'x'", /corals\.any\(tags\.contains/],
  ['ds.where(corals > 3)', 'wrong-type', '3', /corals\.count\(\)/],
  ["ds.where(tags == 'train')", 'wrong-type', "'train'", /list\.contains/],
  ['ds.where(notes > notes)', 'wrong-type', 'notes > notes', /no order/],
  ["ds.where(area in 'bora')", 'wrong-type', "'bora'", /text\.contains/],
  ['ds.where(year in depth)', 'wrong-type', 'depth', /needs a list/],
  ['ds.where(-area > 2)', 'wrong-type', 'area', /a number is needed/],
  ["ds.where(year + 'x' == 'x')", 'wrong-type', 'year', /toString/],
  ["ds.where(captured_at > 'soon')", 'bad-argument', "'soon'", /no date/],
  ['ds.where(captured_at > area)', 'wrong-type', 'area', /date cannot be compared with text/],
  ['ds.where(area.matches(/(/))', 'bad-argument', '/(/', /regular expression/],
  ["ds.where(year.startsWith('2'))", 'wrong-type', 'startsWith', /works on text, this is a number/],
  ["ds.where(corals.startsWith('x'))", 'wrong-type', 'startsWith', /corals\.label\.startsWith/],
  ['ds.where(year[0] == 1)', 'wrong-type', 'year[0]', /only a list/],
  ['ds.where(notes[depth] == 1)', 'bad-argument', 'depth', /whole number/],
  ['ds.where(2013 < year < 2020)', 'syntax', '2013 < year < 2020', /a < b && b < c/],
  ['ds.where(notes + 1)', 'wrong-type', 'notes', /list\.extend\(other\)/],
  ['ds.where([corals, 1])', 'wrong-type', 'corals', /member of a list/],
  ["ds.where(area.matches('a', 'x'))", 'bad-argument', 'area.matches', /option x/],
  ['ds.where(area.reduce(VALUE))', 'wrong-type', 'reduce', /a field of labels or a list, this is text/],
  ['ds.where(/x/)', 'wrong-type', '/x/', /pattern cannot stand here/],
  ['ds.where(year == {})', 'wrong-type', '{}', /number cannot be compared with an object/],
  ['ds.where(year == { a: depth })', 'wrong-type', 'depth', /plain values/],
  ['ds.where(len(year) > 1)', 'wrong-type', 'len(year)', /needs a list/],
  ["ds.where(captured_at > date('x'))", 'bad-argument', "date('x')", /no date/],
  ["ds.where(depth > float('x'))", 'bad-argument', "'x'", /no number/],
])('types: %s', expectMistake);

function expectMistake(statement: string, code: string, underlined: string, words: RegExp): void {
  const [found, place = '', message = '', hint = ''] = mistake(statement);
  expect([found, place.startsWith(underlined)]).toEqual([code, true]);
  expect(`${message} ${hint}`.trim()).toMatch(words);
}

describe('without an open dataset', () => {
  test('ds is not found, and the hint says what to do', () => {
    expect(mistake('ds.count()', { current: null })).toEqual([
      'not-found',
      'ds',
      'no dataset is open',
      "open one: open NAME, or open('name') in place of ds",
    ]);
  });
});
