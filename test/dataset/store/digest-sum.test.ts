import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestSum } from '../../../src/dataset/store/digest-sum.ts';

const anyHash = fc.uint8Array({ minLength: 16, maxLength: 32 });

test('a sum is that of big-endian numbers modulo 2^128, whatever comes and goes', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyHash, fc.constantFrom(1 as const, -1 as const))), (parts) => {
      const sum = digestSum();
      let expected = 0n;
      for (const [hash, sign] of parts) {
        sum.add(Buffer.from(hash).toString('latin1'), sign);
        expected += BigInt(sign) * BigInt(`0x${Buffer.from(hash).subarray(0, 16).toString('hex')}`);
      }
      expect(sum.take()).toBe(BigInt.asUintN(128, expected).toString(16).padStart(32, '0'));
      expect(sum.take()).toBe('0'.repeat(32));
    }),
  );
});

test('a carry goes through all words', () => {
  const sum = digestSum();
  sum.add('\xff'.repeat(16), 1);
  sum.add('\0'.repeat(15) + '\x01', 1);
  expect(sum.take()).toBe('0'.repeat(32));
  sum.add('\0'.repeat(15) + '\x01', -1);
  expect(sum.take()).toBe('f'.repeat(32));
});
