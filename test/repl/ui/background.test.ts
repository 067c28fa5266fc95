import { expect, test } from 'vitest';
import { decodeKeys, INITIAL_KEYS } from '../../../src/repl/input/keys.ts';
import { themeIn } from '../../../src/repl/ui/background.ts';

test.each([
  ['\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\', 'dark'],
  ['\x1b]11;rgb:ffff/ffff/ffff\x07', 'light'],
  ['\x1b]11;rgb:fd/f6/e3\x1b\\', 'light'],
  ['\x1b]11;rgba:0000/0000/0000/8000\x1b\\', 'dark'],
  ['\x1b]10;rgb:ffff/ffff/ffff\x1b\\', undefined],
  ['\x1b]11;white\x1b\\', undefined],
  ['x', undefined],
])('%j says %s', (reply, theme) => {
  const [event, another] = decodeKeys(INITIAL_KEYS, reply).events;
  expect(event && themeIn(event)).toBe(theme);
  expect(another).toBeUndefined();
});
