import { describe, expect, test } from 'vitest';
import { idsOf } from './ask.ts';
import { reef } from './reef.ts';

const dataset = reef();

function matching(condition: string): readonly number[] {
  return idsOf(`ds.where(${condition})`, dataset);
}

type Case = readonly [condition: string, ids: readonly number[]];

describe('a missing value', () => {
  test.each<Case>([
    ['year < 2020', [1]],
    ['year <= 2021', [1, 2, 3]],
    ['!(year < 2020)', [2, 3, 4, 5]],
    ['2020 > year', [1]],
    ['year > None', []],
    ['year == None', [5]],
    ['year != None', [1, 2, 3, 4]],
    ['year != 2021', [1, 4, 5]],
    ['missing(year)', [5]],
    ['exists(year)', [1, 2, 3, 4]],
    ['year.exists(false)', [5]],
    ['reviewed', [1, 4]],
    ['!reviewed', [2, 3, 5]],
    ['reviewed == false', [2]],
    ['reviewed == reviewed', [1, 2, 3, 4, 5]],
    ['year in [2019, None]', [1, 5]],
    ['!(year in [2019, 2021])', [4, 5]],
    ['depth + 1 > 3', [1, 3, 4]],
    ['area.length() == 0', [5]],
    ['notes.length() == 0', [2, 4, 5]],
    ['depth / 0 == None', [1, 2, 3, 4, 5]],
    ['depth.sqrt() > 1', [1, 3, 4]],
  ])('%s', (condition, ids) => {
    expect(matching(condition)).toEqual(ids);
  });
});

describe('labels of a sample', () => {
  test.each<Case>([
    ['missing(corals)', [4, 5]],
    ['corals.exists()', [1, 2, 3]],
    ['corals', [1, 2, 3]],
    ['corals.count() == 0', [3, 4, 5]],
    ['corals.length() < 2 && exists(corals)', [3]],
    ["corals.any(label == 'Porites')", [1, 2]],
    ['corals.any()', [1, 2]],
    ['corals.any(label == None)', [2]],
    ["corals.all(label != 'Acropora')", [2, 3]],
    ["corals.count(label == 'Porites') == 1", [1, 2]],
    ["corals.filter(label == 'Porites').count() == 0", [3, 4, 5]],
    ["corals.any(health == 'good' && tags.contains('checked'))", [1]],
    ['corals.any(tags.length() > 0)', [1]],
    ['corals.any(cover == 5)', [1]],
    ["corals.any(cover == '5')", [1]],
    ['corals.any(cover == true)', [2]],
    ['corals.any(cover > 4)', [1]],
    ['corals.any(!filled)', [1]],
    ['corals.any(vertices() == 3 && sample.year == 2021)', [2]],
    ["corals.any(F('$area') == 'bora')", [1]],
    ['corals.any(sample.boxes.any(confidence > 0.5))', [1]],
    ["corals.label.contains('Acropora')", [1]],
    ["corals.label.contains(['Acropora', 'Porites'], { all: true })", [1]],
    ["corals.label.isSubset(['Porites'])", [2, 3]],
    ["corals.label.setEquals(['Porites'])", [2]],
    ["F('corals.polylines.label').length() > 1", [1]],
    ["'good' in corals.health", [1]],
    ['boxes.confidence.max() > 0.8', [1]],
    ['boxes.any(bounding_box[2] > 0.2)', [1]],
    ['boxes.any(bbox()[-1] == 80)', [1]],
    ['boxes.any(bbox({ normalised: true })[-1] == 0.4)', [1]],
    ["quality.label == 'sharp'", [1]],
    ["quality.label != 'sharp'", [2, 3, 4, 5]],
    ["boxes.any(id == 'b00000000000000000000003')", [1]],
  ])('%s', (condition, ids) => {
    expect(matching(condition)).toEqual(ids);
  });
});

describe('values', () => {
  test.each<Case>([
    ["area == 'bora' || area == 'Bora'", [1, 3, 4]],
    ["area.lower() == 'bora'", [1, 3, 4]],
    ["area.upper().startsWith('BO')", [1, 3, 4]],
    ["area.starts_with(('b', 'm'))", [1, 2, 4]],
    ["area.endsWith('EA', { caseSensitive: false })", [2]],
    ["area.contains('oo')", [2]],
    ['area.matches(/^B/i)', [1, 3, 4]],
    ["area.re_match(r'^b\\w+$')", [1, 4]],
    ["area.matchesStr('BORA', false)", [1, 3, 4]],
    ["area.replace('o', '0') == 'b0ra'", [1, 4]],
    ["area.substr(1, 3) == 'or'", [1, 3, 4]],
    ["area.concat('-', 'x') == 'bora-x'", [1, 4]],
    ["area + year.toString() == 'bora2019'", [1]],
    ["' x '.trim() == 'x' && year == 2019", [1]],
    ['depth.abs() == 1', [2]],
    ['depth.round() == 2', [1]],
    ['depth.ceil() - depth.floor() == 1 && depth.trunc() == 3', [4]],
    ['depth % 2 == 1', [3]],
    ['year % 2 == 0', []],
    ['-depth > 0', [2]],
    ['depth ** 2 > 40', [3]],
    ['year / 2 == 1010.5', [2, 3]],
    ["captured_at >= '2021-01-01'", [2]],
    ['captured_at < datetime.datetime(2020, 1, 1)', [1]],
    ['captured_at.year() == 2021 && captured_at.month() == 12', [2]],
    ['captured_at.day_of_week() == 4 && captured_at.hour() == 10', [1]],
    ["notes.contains('clear')", [1]],
    ["notes[-1] == 'algae'", [1]],
    ["tags[0] == 'train'", [1, 2]],
    ["tags == ['train', 'qc']", [1]],
    ["'qc' in tags", [1]],
    ['extra.v == 3', [1]],
    ['extra.v.exists()', [1, 2, 3]],
    ['extra.v.isString()', [2]],
    ['extra.v.isArray()', [3]],
    ['extra.w.z', [1]],
    ["extra['v'] == 'three'", [2]],
    ['metadata.width > metadata.height', [3, 4]],
    ['metadata.exists(false)', [5]],
    ['year ? depth > 3 : true', [3, 4, 5]],
    ["area.ifNull('none') == 'none'", [5]],
    ['(year > 2020).if_else(depth > 5, reviewed)', [1, 3]],
    ["F.any([F('year') == 2019, F('area') == 'moorea'])", [1, 2]],
    ["F.all([F('year') == 2021, F('depth') > 0])", [3]],
    ["filepath.endsWith('q4.jpg')", [4]],
    ['len(tags) == 2', [1]],
    ['depth == float("inf")', []],
    ['True', [1, 2, 3, 4, 5]],
  ])('%s', (condition, ids) => {
    expect(matching(condition)).toEqual(ids);
  });

  test('a long list of values is one parameter', () => {
    const years = Array.from({ length: 60 }, (_, i) => 1960 + i).join(', ');
    expect(matching(`year in [${years}]`)).toEqual([1]);
  });
});
