import { describe, expect, test } from 'vitest';
import { readName, readNameRules, USUAL_RULES } from '../../../../src/dataset/cvat/pull/file-names.ts';

describe('the usual names', () => {
  test.each([
    ['MooreaE2B_2020_05.jpg', { area: 'Moorea Entre 2 Baies', year: 2020, quadrat: 5 }],
    ['Tikehau_2023_15.JPG', { area: 'Tikehau', year: 2023, quadrat: 15 }],
    ['dive 1/Tikehau_2023_15_copy.jpg', { area: 'Tikehau', year: 2023, quadrat: 15 }],
    [
      'AUSTRALES_AUS_RAI1###20M###20190504_UTP_QUADRAT_AUSRAI1_20M_10.jpg',
      { area: 'AUSTRALES_AUS_RAI1', year: 2019, quadrat: 10 },
    ],
    ['constructor_2020_1.jpg', { area: 'constructor', year: 2020, quadrat: 1 }],
  ])('%s', (name, parts) => {
    expect(readName(name, USUAL_RULES)).toEqual(parts);
  });

  test.each(['IMG_0001.jpg', 'MooreaE2B_20_05.jpg', 'plate.tiff', '', '_2020_5.jpg', 'a_2020_x.jpg'])(
    '%j says nothing',
    (name) => {
      expect(readName(name, USUAL_RULES)).toBeNull();
    },
  );
});

describe('rules of the configuration', () => {
  test('patterns and areas of one’s own', () => {
    const rules = readNameRules({
      patterns: ['^(?<quadrat_id>\\d+)-(?<area>.+)-(?<year>\\d{4})$'],
      areas: { BG: 'Banggai' },
    });
    expect(readName('7-BG-2022.png', rules)).toEqual({ area: 'Banggai', year: 2022, quadrat: 7 });
    expect(readName('MooreaE2B_2020_05.jpg', rules)).toBeNull();
  });

  test('areas alone are added to the usual ones', () => {
    const rules = readNameRules({ areas: { Tik: 'Tikehau' } });
    expect(readName('Tik_2020_05.jpg', rules)?.area).toBe('Tikehau');
    expect(readName('MooreaE2B_2020_05.jpg', rules)?.area).toBe('Moorea Entre 2 Baies');
  });

  test.each([
    [{ patterns: ['('] }, /patterns: Invalid regular expression/u],
    [{ patterns: [7] }, /is a list of regular expressions/u],
    [{ patterns: ['^(?<area>.*)$'] }, /has no group \(\?<year>, \(\?<quadrat_id>/u],
    [{ areas: { a: 1 } }, /gives a name for each code/u],
  ])('%j is refused', (value, message) => {
    expect(() => readNameRules(value)).toThrow(message);
  });
});
