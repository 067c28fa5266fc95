import { expect, test } from 'vitest';
import { matchesTranscript, readTranscripts, replaceTranscripts } from './transcript.ts';

const DOCUMENT = 'text\n```console\n$ one \\\n  --two\na\nb\n\n$ three\n```\n$ not this\n';

test('commands and their output', () => {
  expect(readTranscripts(DOCUMENT)).toEqual([
    { line: 2, command: 'one --two', output: ['a', 'b'] },
    { line: 7, command: 'three', output: [] },
  ]);
});

test.each([
  [['a', '...', 'd'], ['a', 'b', 'c', 'd'], true],
  [['a', '...'], ['b'], false],
  [['took [..] ms'], ['took 12 ms'], true],
  [['took [..] ms'], ['took 12 s'], false],
  [['a'], ['a', 'b'], false],
])('%j against %j', (said, printed, matches) => {
  expect(matchesTranscript(said, printed)).toBe(matches);
});

test('output is replaced in place', () => {
  const now = readTranscripts(DOCUMENT).map((transcript) => ({ ...transcript, output: ['new'] }));
  expect(replaceTranscripts(DOCUMENT, now)).toBe(
    'text\n```console\n$ one \\\n  --two\nnew\n\n$ three\nnew\n```\n$ not this\n',
  );
});
