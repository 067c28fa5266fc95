import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareBinary, derivedClasses, givenClasses } from '../../../src/dataset/model/class-map.ts';

describe('class map', () => {
  test('derived classes stand in binary order, whatever the order and number of labels', () => {
    const { names, indexOf } = derivedClasses(['Porites', 'acropora', 'Acropora', 'Éponge', 'Porites', 'Acropora']);
    expect(names).toEqual(['Acropora', 'Porites', 'acropora', 'Éponge']);
    expect(indexOf('acropora')).toBe(2);
    expect(indexOf('Pavona')).toBeUndefined();
  });

  test('given classes keep their order', () => {
    expect(givenClasses(['Porites', 'Acropora']).indexOf('Acropora')).toBe(1);
  });

  test.each([
    [[], 'empty'],
    [['Porites', 'Porites'], 'Porites twice'],
    [['Porites', ''], 'without a name'],
  ])('%j is refused', (names, why) => {
    expect(() => givenClasses(names)).toThrow(why);
  });

  test('the order is that of the UTF-8 bytes', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareBinary(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });
});
