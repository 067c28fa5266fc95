import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { parseCall, parseWords } from '../../src/commands/parse-arguments.ts';
import { quoteWord, splitWords } from '../../src/dataset/model/words.ts';
import { bind } from '../../src/dataset/query/bind.ts';
import { parseStatement } from '../../src/dataset/query/parse.ts';
import { UserError } from '../../src/diagnostics.ts';
import { readCommandLine } from '../../src/repl/command-line.ts';
import { reef } from '../dataset/query/reef.ts';
import { scopeOf } from '../dataset/query/ask.ts';
import { randomFrom } from '../dataset/query/fuzz/random.ts';
import { anyCommandCall, anyCommandLine } from './any-command-line.ts';

/** What is thrown that is no error of usage, or points out of the text. */
function complaint(text: string, work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    if (!(error instanceof UserError)) return { text, error };
    const { start, end } = error.span ?? { start: 0, end: 0 };
    if (error.message === '' || start < 0 || start > end || end > text.length) return { text, error };
  }
  return undefined;
}

function parseLine(line: string): void {
  const found = readCommandLine(line, commands);
  if (found !== undefined) parseWords(found.command, found.words);
}

const dataset = reef();
const scope = scopeOf(dataset, { commands: new Set(commands.map(({ name }) => name)) });

function parseChained(text: string): void {
  const bound = bind(parseStatement(text).expression, scope);
  const command = commands.find(({ name }) => bound.kind === 'command' && name === bound.command);
  if (bound.kind === 'command' && command !== undefined) parseCall(command, bound.args, bound.options);
}

test('lines that call commands are read or refused in words, at a place', () => {
  const complaints = Array.from({ length: 5_000 }, (_, seed) => {
    const line = anyCommandLine(commands, randomFrom(seed));
    return complaint(line, () => {
      parseLine(line);
    });
  });
  expect(complaints.filter((each) => each !== undefined)).toEqual([]);
});

test('commands that are chained on a view are read or refused in words, at a place', () => {
  const complaints = Array.from({ length: 3_000 }, (_, seed) => {
    const text = anyCommandCall(commands, randomFrom(seed));
    return complaint(text, () => {
      parseChained(text);
    });
  });
  expect(complaints.filter((each) => each !== undefined)).toEqual([]);
});

test('any text is split into words or refused at a place, and a word that is quoted comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', 'export ', 'import coco '), (text, before) => {
      const line = before + text;
      expect(
        complaint(line, () => {
          parseLine(line);
        }),
      ).toBeUndefined();
      expect(splitWords(quoteWord(text)).map((word) => word.text)).toEqual([text]);
    }),
    { numRuns: 500 },
  );
});

test('a name that every object has is no option', () => {
  expect(() => {
    parseChained("ds.export('coco', 'out/', { __proto__: 1 })");
  }).toThrow(UserError);
  expect(() => {
    parseChained("ds.export('coco', 'out/', toString = 1)");
  }).toThrow(/no option|option/);
});
