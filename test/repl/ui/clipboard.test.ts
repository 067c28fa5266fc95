import { expect, test } from 'vitest';
import { CLIPBOARD_BYTES, clipboardSequence } from '../../../src/repl/ui/clipboard.ts';

const ESC = '\x1b';

test('text goes as base64, also through tmux and screen, and not at all where it is too long', () => {
  const plain = `${ESC}]52;c;csOpY2lm\x07`;
  expect(clipboardSequence('récif', {})).toBe(plain);
  expect(clipboardSequence('récif', { TMUX: '/tmp/x' })).toBe(`${plain}${ESC}Ptmux;${ESC}${plain}${ESC}\\`);
  expect(clipboardSequence('récif', { STY: '1.x' })).toBe(`${ESC}P${plain}${ESC}\\`);
  const long = clipboardSequence('x'.repeat(1000), { STY: '1.x' }) ?? '';
  const parts = long.split(`${ESC}\\`).filter((part) => part !== '');
  expect(parts.every((part) => part.startsWith(`${ESC}P`) && part.length <= 502)).toBe(true);
  expect(clipboardSequence('x'.repeat(CLIPBOARD_BYTES), {})).not.toBeNull();
  expect(clipboardSequence('x'.repeat(CLIPBOARD_BYTES + 1), {})).toBeNull();
});
