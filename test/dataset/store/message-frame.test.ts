import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeFrame, frameReader } from '../../../src/dataset/store/message-frame.ts';

test('messages arrive whole and in order however the pipe cuts them', () => {
  const message = fc.oneof(fc.string(), fc.array(fc.double()), fc.record({ rows: fc.array(fc.array(fc.integer())) }));
  fc.assert(
    fc.property(fc.array(message), fc.array(fc.nat({ max: 12 })), (messages, cuts) => {
      const received: unknown[] = [];
      const read = frameReader((value) => received.push(value));
      let bytes = Buffer.concat(messages.map(encodeFrame));
      for (const cut of cuts) {
        read(bytes.subarray(0, cut));
        bytes = bytes.subarray(cut);
      }
      read(bytes);
      expect(received).toEqual(messages);
    }),
  );
});
