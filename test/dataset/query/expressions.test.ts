import { describe, expect, test } from 'vitest';
import { answerTo } from './ask.ts';
import { reef } from './reef.ts';

const dataset = reef();

/** The value of an expression for each of the five samples. */
function valuesOf(expression: string): unknown {
  const answer = answerTo(`ds.values(${expression})`, dataset);
  return answer.kind === 'list' ? answer.values : answer;
}

type Case = readonly [expression: string, values: readonly unknown[]];

describe('lists', () => {
  test.each<Case>([
    ['notes[1:]', [['algae'], [], [], null, null]],
    ['notes[:-1]', [['clear'], [], [], null, null]],
    ['notes[-5:1]', [['clear'], [], ['z'], null, null]],
    ['notes[9]', [null, null, null, null, null]],
    ['notes[-1]', ['algae', null, 'z', null, null]],
    ['notes.reverse()', [['algae', 'clear'], [], ['z'], null, null]],
    ['notes.sort()', [['algae', 'clear'], [], ['z'], null, null]],
    ['E([10, 9, 100]).sort()[0]', [10, 10, 10, 10, 10]],
    ['E([10, 9, 100]).sort({ numeric: true, reverse: true })[0]', [100, 100, 100, 100, 100]],
    ["notes.union(['clear', 'a'])", [['a', 'algae', 'clear'], ['a', 'clear'], ['a', 'clear', 'z'], null, null]],
    ["notes.intersection(['clear', 'x'])", [['clear'], [], [], null, null]],
    ["notes.difference(['clear'])", [['algae'], [], ['z'], null, null]],
    ["notes.append('e')", [['clear', 'algae', 'e'], ['e'], ['z', 'e'], null, null]],
    ['notes.prepend(area)', [['bora', 'clear', 'algae'], ['moorea'], ['Bora', 'z'], null, null]],
    ["notes.insert(1, 'i')", [['clear', 'i', 'algae'], ['i'], ['z', 'i'], null, null]],
    [
      "notes.extend(['a'], tags)",
      [['clear', 'algae', 'a', 'train', 'qc'], ['a', 'train'], ['z', 'a', 'val'], null, null],
    ],
    ["notes.join('+')", ['clear+algae', '', 'z', null, null]],
    ['notes.map(F().upper())', [['CLEAR', 'ALGAE'], [], ['Z'], null, null]],
    ["notes.map(n => n + '-' + sample.area)", [['clear-bora', 'algae-bora'], [], ['z-Bora'], null, null]],
    ["notes.filter(F().contains('l')).length()", [2, 0, 0, 0, 0]],
    ["notes.any(F() == 'z')", [false, false, true, false, false]],
    ['notes.all(n => n.length() == 5)', [true, true, false, false, false]],
    ["notes.length(n => n == 'clear')", [1, 0, 0, 0, 0]],
    ["notes.reduce(VALUE + F(), init_val='>')", ['>clearalgae', '>', '>z', null, null]],
    ['notes.reduce(VALUE.append(F().length()), [])', [[5, 5], [], [1], null, null]],
    ['E([2, 4]).std()', [1, 1, 1, 1, 1]],
    ['E([2, 4]).std(sample=True).round(3)', [1.414, 1.414, 1.414, 1.414, 1.414]],
    ["E([1, 'a', 3]).sum()", [4, 4, 4, 4, 4]],
    ["E([1, 'a', 3]).max()", ['a', 'a', 'a', 'a', 'a']],
    ['notes.contains(tags)', [false, false, false, false, false]],
    ["notes.contains(E(['z', 'q']))", [false, false, true, false, false]],
    ["notes.isSubset(E(['clear', 'algae', area]))", [true, true, false, false, false]],
    ["notes == ['clear', 'algae']", [true, false, false, false, false]],
    ["notes in [['z'], None]", [false, false, true, true, true]],
    ["area in [notes[0], 'bora']", [true, false, false, true, false]],
    [
      'F.range(1, 3)',
      [
        [1, 2],
        [1, 2],
        [1, 2],
        [1, 2],
        [1, 2],
      ],
    ],
    [
      'F.enumerate(notes)',
      [
        [
          [0, 'clear'],
          [1, 'algae'],
        ],
        [],
        [[0, 'z']],
        null,
        null,
      ],
    ],
    [
      'F.zip(notes, tags)',
      [
        [
          ['clear', 'train'],
          ['algae', 'qc'],
        ],
        [],
        [['z', 'val']],
        null,
        null,
      ],
    ],
  ])('%s', (expression, values) => {
    expect(valuesOf(expression)).toEqual(values);
  });
});

describe('labels', () => {
  test.each<Case>([
    ['corals.map(label)', [['Porites', 'Acropora'], ['Porites', null], [], null, null]],
    ['corals.map(l => l.label.lower()).unique()', [['acropora', 'porites'], [null, 'porites'], [], null, null]],
    ['corals.map(tags.length())', [[1, 0], [0, 0], [], null, null]],
    ['corals.map(points.length())', [[1, 1], [1, 1], [], null, null]],
    ['corals.map(points[0].length())', [[3, 3], [3, 3], [], null, null]],
    [
      'corals.map(F("points")[0][1])',
      [
        [
          [1, 0],
          [1, 0],
        ],
        [
          [1, 0],
          [1, 0],
        ],
        [],
        null,
        null,
      ],
    ],
    ['corals.points.length()', [2, 2, 0, 0, 0]],
    ['corals.map(area())', [[10000, 10000], [20000, 20000], [], null, null]],
    ['corals.map(area({ normalised: true }))', [[0.5, 0.5], [0.5, 0.5], [], null, null]],
    ['corals.map(perimeter().round())', [[524, 524], [683, 683], [], null, null]],
    ['corals.map(perimeter(normalised=True).round(3))', [[3.414, 3.414], [3.414, 3.414], [], null, null]],
    ['boxes.map(bbox())', [[[10, 40, 30, 80]], [], null, null, null]],
    ['boxes.map(F("bounding_box")[2] * F("bounding_box")[3]).sum().round(2)', [0.12, 0, 0, 0, 0]],
    ['boxes.map(points)', [[null], [], null, null, null]],
    ['corals.reduce(VALUE + vertices())', [6, 6, 0, null, null]],
    ['corals.reduce(VALUE.append(label), init_val=[])', [['Porites', 'Acropora'], ['Porites', null], [], null, null]],
    ['corals[0].label', ['Porites', 'Porites', null, null, null]],
    ["F('corals.polylines')[-1]('label')", ['Acropora', null, null, null, null]],
    ['corals[1:].label', [['Acropora'], [null], [], null, null]],
    ['corals[-1:].health', [['pale'], [null], [], null, null]],
    ["corals.filter(label == 'Acropora')[0].health", ['pale', null, null, null, null]],
    ['corals[0:-1].label', [['Porites'], ['Porites'], [], null, null]],
    ['corals[-2:1].label', [['Porites'], ['Porites'], [], null, null]],
    ['corals[0:2][1:].label', [['Acropora'], [null], [], null, null]],
    ['corals[:1].length()', [1, 1, 0, 0, 0]],
    ['corals[5].exists()', [false, false, false, false, false]],
    ['corals.any(l => l.tags.any(t => t.length() > l.vertices()))', [true, false, false, false, false]],
    ['corals.map(sample.year).max()', [2019, 2021, null, null, null]],
  ])('%s', (expression, values) => {
    expect(valuesOf(expression)).toEqual(values);
  });
});

describe('text', () => {
  test.each<Case>([
    ["filepath.split('/')", [1, 2, 3, 4, 5].map((n) => ['reef', `q${String(n)}.jpg`])],
    ["E('a_b_c').split('_', 1)[1]", ['b_c', 'b_c', 'b_c', 'b_c', 'b_c']],
    ["E('a_b_c').rsplit('_', 1)[0]", ['a_b', 'a_b', 'a_b', 'a_b', 'a_b']],
    ["area.strip('ab')", ['or', 'moore', 'Bor', 'or', null]],
    ["area.lstrip('b')", ['ora', 'moorea', 'Bora', 'ora', null]],
    ["area.rstrip('a')", ['bor', 'moore', 'Bor', 'bor', null]],
    ["E('\\t x \\n').strip().length()", [1, 1, 1, 1, 1]],
    ['area.substr(1, 3)', ['or', 'oo', 'or', 'or', null]],
    ['area.substr(-3)', ['ora', 'rea', 'ora', 'ora', null]],
    ['area.substr(-3, -1)', ['or', 're', 'or', 'or', null]],
    ['area.substr(1, -1)', ['or', 'oore', 'or', 'or', null]],
    ['area.substr(count=2)', ['bo', 'mo', 'Bo', 'bo', null]],
    ["area.matches('(?i)^B')", [true, false, true, true, false]],
    ["area.re_match('(?P<x>o)r')", [true, true, true, true, false]],
    ['area.starts_with([])', [true, true, true, true, false]],
    ["'oo' in area", [false, true, false, false, false]],
  ])('%s', (expression, values) => {
    expect(valuesOf(expression)).toEqual(values);
  });
});

describe('choices and types', () => {
  test.each<Case>([
    ["year.switch({F() > 2022: 'late', F() > 2020: 'mid'}, default='early')", ['early', 'mid', 'mid', 'late', 'early']],
    ["year.cases({2019: 'a', None: 'none'})", ['a', null, null, null, 'none']],
    ["area.mapValues({ bora: 'B', None: '?' })", ['B', 'moorea', 'Bora', 'B', '?']],
    ["(year > 2020).ifElse(1, 'x')", ['x', 1, 1, 1, 'x']],
    ['extra.v.type()', ['int', 'string', 'array', 'missing', 'missing']],
    ['year.type()', ['int', 'int', 'int', 'int', 'missing']],
    ['extra.v.toString()', ['3', 'three', '[1,2]', null, null]],
    ['depth.toString()', ['2.5', '-1', '7', '3.5', null]],
    ['extra.v.toInt()', [3, null, null, null, null]],
    ["E('2.9').toInt()", [2, 2, 2, 2, 2]],
    ["E('2.9x').toDouble()", [null, null, null, null, null]],
    ['reviewed.toInt()', [1, 0, null, 1, null]],
    ['depth.toBool()', [true, true, true, true, null]],
    ['extra.v.length()', [0, 0, 2, 0, 0]],
    ['extra.v + 1', [4, null, null, null, null]],
    ['extra.v.map(F() * 2)', [null, null, [2, 4], null, null]],
    ["extra == { v: 'three' }", [false, true, false, false, false]],
    ['extra.w.z', [true, null, null, null, null]],
    ["captured_at.toDate() > date('2020')", [false, true, false, false, false]],
  ])('%s', (expression, values) => {
    expect(valuesOf(expression)).toEqual(values);
  });
});

describe('numbers and dates', () => {
  test.each<Case>([
    ['depth.log(2).round(2)', [1.32, null, 2.81, 1.81, null]],
    ['(depth * 0).cos()', [1, 1, 1, 1, null]],
    ['depth.arcsin()', [null, -Math.PI / 2, null, null, null]],
    ['(year / 10).trunc(-1)', [200, 200, 200, 200, null]],
    ['year.round(-2)', [2000, 2000, 2000, 2000, null]],
    ['depth.max(3)', [3, 3, 7, 3.5, 3]],
    ['depth / 0', [null, null, null, null, null]],
    ['captured_at.week()', [17, 52, null, null, null]],
    ['captured_at.millisecond()', [0, 0, null, null, null]],
    ["captured_at - date('2019-05-01')", [37_800_000, 84_326_399_000, null, null, null]],
    ['(captured_at + timedelta(days=1)).dayOfMonth()', [2, 1, null, null, null]],
  ])('%s', (expression, values) => {
    expect(valuesOf(expression)).toEqual(values);
  });
});
