import { describe, expect, test } from 'vitest';
import { parseArgv } from '../../src/repl/argv.ts';

const NAMES = new Set(['export', 'help', 'info', 'replay']);
const parse = (line: string): ReturnType<typeof parseArgv> => parseArgv(line === '' ? [] : line.split(' '), NAMES);

describe('parseArgv', () => {
  test.each([
    ['', { kind: 'shell' }, undefined],
    ['reef', { kind: 'shell' }, 'reef'],
    ['-d reef', { kind: 'shell' }, 'reef'],
    ['-d reef -c ds.count() -c ds', { kind: 'statements', statements: ['ds.count()', 'ds'] }, 'reef'],
    ['run first.quadrat', { kind: 'script', file: 'first.quadrat' }, undefined],
    [
      'export yolo out -d reef --field gt',
      { kind: 'command', words: ['export', 'yolo', 'out', '--field', 'gt'] },
      'reef',
    ],
    ['--version', { kind: 'version' }, undefined],
    ['export --help', { kind: 'help', name: 'export' }, undefined],
    ['run --help', { kind: 'help', name: 'run' }, undefined],
    ['run a.quadrat -h', { kind: 'help', name: 'run' }, undefined],
    ['-c --help', { kind: 'help', name: '-c' }, undefined],
    ['export -d --help', { kind: 'help', name: 'export' }, undefined],
    ['help -c', { kind: 'command', words: ['help', '-c'] }, undefined],
    ['help --keep-going', { kind: 'command', words: ['help', '--keep-going'] }, undefined],
    ['help --resume', { kind: 'command', words: ['help', '--resume'] }, undefined],
    ['help replay --param', { kind: 'command', words: ['help', 'replay', '--param'] }, undefined],
    ['help -d reef area', { kind: 'command', words: ['help', 'area'] }, 'reef'],
  ])('%s', (line, mode, dataset) => {
    expect(parse(line)).toMatchObject({ mode, dataset });
  });

  test('options of every run stand anywhere', () => {
    expect(parse('info --json --keep-going --color never --param a=1')).toMatchObject({
      json: true,
      keepGoing: true,
      colour: 'never',
      params: ['a=1'],
    });
  });

  test('what follows -- is taken as it is', () => {
    expect(parse('info -- --json').mode).toEqual({ kind: 'command', words: ['info', '--json'] });
  });

  test.each([
    ['-d', 'usage', '-d needs a value'],
    ['run', 'usage', 'run needs FILE'],
    ['run a.quadrat split=val', 'usage', 'one word too many: split=val'],
    ['--jsno', 'usage', 'no option --jsno'],
    ['--color blue', 'usage', '--color is auto, always or never; not blue'],
    ['exprt yolo out', 'unknown-command', 'no command exprt'],
    ['-c ds extra', 'usage', 'one word too many: extra'],
    ['-d reef ds.tag()', 'usage', 'a statement stands behind -c: ds.tag()'],
    ['v=ds', 'usage', 'a statement stands behind -c: v=ds'],
    ['-d reef frobnicate --json', 'unknown-command', 'no command frobnicate'],
    ['-d reef --resume other', 'usage', 'one word too many: other'],
  ])('mistake: %s', (line, code, message) => {
    expect(() => parse(line)).toThrow(expect.objectContaining({ code, message }));
  });

  test.each([
    ['-d reef epxort', 'did you mean export?'],
    ['-d reef frobnicate', 'quadrat help lists the commands'],
    [`-d reef ds.tag('x')`, `quadrat -d reef -c 'ds.tag('\\''x'\\'')'`],
    ['ds.count()', `quadrat -d NAME -c 'ds.count()'`],
  ])('a word alone that is no command says what was meant: %s', (line, hint) => {
    expect(() => parse(line)).toThrow(expect.objectContaining({ hint }));
  });
});
