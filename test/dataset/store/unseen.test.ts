import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../../src/dataset/model/label.ts';
import { decodeUnseen, encodeUnseen } from '../../../src/dataset/store/unseen.ts';

test('what no query sees is stored in one column, and comes back', () => {
  const extras = fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false }) as fc.Arbitrary<Json>);
  fc.assert(
    fc.property(fc.array(fc.string()), extras, (nulls, more) => {
      const stored = encodeUnseen({ nulls, extras: more });
      const [hasNulls, hasExtras] = [nulls.length > 0, Object.keys(more).length > 0];
      expect(stored === null).toBe(!hasNulls && !hasExtras);
      if (stored === null) return;
      const read = decodeUnseen(stored);
      expect(read.nulls).toEqual(hasNulls ? nulls : undefined);
      expect(JSON.stringify(read.extras)).toBe(hasExtras ? JSON.stringify(more) : undefined);
    }),
  );
  expect(encodeUnseen({ nulls: ['a'], extras: { b: 1 } })).toBe('["a",{"b":1}]');
});
