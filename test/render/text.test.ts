import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bar } from '../../src/render/bar.ts';
import { cellWidth, padCells, truncate, truncateMiddle, wrapWords } from '../../src/render/cells.ts';
import { highlight, tokenize } from '../../src/render/highlight.ts';
import { formatCount } from '../../src/dataset/model/counted.ts';
import { formatBytes, formatColumn, formatDuration, formatShare } from '../../src/render/numbers.ts';
import { progressLine, progressSentence } from '../../src/render/progress.ts';
import type { RenderOptions } from '../../src/render/render-options.ts';
import { sanitize, sanitizeLines } from '../../src/render/sanitize.ts';

const PLAIN: RenderOptions = { columns: 80, colour: 0, unicode: true, theme: 'dark', maxRows: 10 };
const ANY = fc.string({ unit: 'binary' });

describe('sanitize', () => {
  it.each([
    ['a\u001b[31mb', 'a\\x1b[31mb'],
    ['a\tb\r\n', 'a\\tb\\r\\n'],
    ['\u202eabc\u2069', '\\u202eabc\\u2069'],
    ['\ud800x', '\\ud800x'],
    ['\u{e0041}\u{10eeee}\ufeff', '\\u{e0041}\\u{10eeee}\\ufeff'],
    ['é 珊瑚 👩‍🔬', 'é 珊瑚 👩‍🔬'],
  ])('%j becomes %s', (text, safe) => {
    expect(sanitize(text)).toBe(safe);
  });

  it('leaves nothing that moves the cursor, and changes nothing twice', () => {
    fc.assert(
      fc.property(ANY, (text) => {
        const safe = sanitize(text);
        expect(sanitize(safe)).toBe(safe);
        expect(safe.isWellFormed()).toBe(true);
      }),
    );
  });

  it('keeps the lines of a text', () => {
    expect(sanitizeLines('a\n\tb\u0007\r\nc')).toBe('a\n    b\\x07\nc');
  });
});

describe('cells', () => {
  it('cuts between characters, never through one', () => {
    expect(truncate('珊瑚礁', 5)).toBe('珊瑚…');
    expect(truncate('珊瑚礁', 4)).toBe('珊…');
    expect(truncate('e\u0301te\u0301s', 3)).toBe('e\u0301t…');
    expect(truncateMiddle('AUSRAI1_20M_10.jpg', 11)).toBe('AUSRA…0.jpg');
  });

  it('keeps to the width for any text', () => {
    fc.assert(
      fc.property(ANY, fc.nat(30), (text, width) => {
        const safe = sanitize(text);
        expect(cellWidth(truncate(safe, width))).toBeLessThanOrEqual(width);
        expect(cellWidth(truncateMiddle(safe, width))).toBeLessThanOrEqual(width);
        expect(cellWidth(padCells(truncate(safe, width), width))).toBe(width);
      }),
    );
  });

  it('counts a space behind a character that is joined with what follows', () => {
    expect(cellWidth(padCells('\u{11A84}', 4))).toBe(4);
  });

  it('wraps at spaces', () => {
    expect(wrapWords('one two three', 7)).toEqual(['one two', 'three']);
  });
});

describe('numbers', () => {
  it('are short and honest', () => {
    expect([0, 999, 1000, -1234567].map(formatCount)).toEqual(['0', '999', '1,000', '-1,234,567']);
    expect([formatShare(92, 142), formatShare(1, 100_000), formatShare(99_999, 100_000), formatShare(1, 0)]).toEqual([
      '64.8',
      '<0.1',
      '>99.9',
      '',
    ]);
    expect([0, 999, 1000, 1_912_345, 999_950].map(formatBytes)).toEqual(['0 B', '999 B', '1.0 kB', '1.9 MB', '1.0 MB']);
    expect([0, 59_499, 61_000, 3_661_000].map(formatDuration)).toEqual(['0:00', '0:59', '1:01', '1:01:01']);
    expect(formatColumn([14.25, 0.5, NaN])).toEqual(['14.25', '0.50', 'NaN']);
    expect(formatColumn([1 / 3, 100])).toEqual(['0.333', '100.000']);
    expect(formatColumn([2020, 3])).toEqual(['2020', '3']);
    expect(formatColumn([1e-9, 1])).toEqual(['1e-9', '1']);
  });

  it('have bars in eighths, or in number signs', () => {
    expect(bar(92, 142, 20, PLAIN)).toBe('████████████▉');
    expect(bar(1, 10_000, 20, PLAIN)).toBe('▏');
    expect(bar(0, 10, 20, PLAIN)).toBe('');
    expect(bar(5, 10, 20, { unicode: false })).toBe('##########');
  });
});

describe('progress', () => {
  const progress = { what: 'import coco', done: 1200, total: 1500, unit: 'samples' };

  it('has rate and time left once they say something', () => {
    expect(progressLine(progress, 100, PLAIN)).toBe('import coco  1,200 of 1,500 samples  80 %');
    expect(progressLine(progress, 4000, PLAIN)).toBe('import coco  1,200 of 1,500 samples  80 %  300/s  0:01 left');
    expect(progressLine({ ...progress, total: null }, 4000, PLAIN)).toBe('import coco  1,200 samples  300/s');
    expect(progressLine({ what: 'pull', done: 5e6, total: 1e7, unit: 'bytes' }, 1000, PLAIN)).toBe(
      'pull  5.0 MB of 10.0 MB  50 %  5.0 MB/s  0:01 left',
    );
    expect(progressLine(progress, 4000, { ...PLAIN, columns: 20 })).toBe('import coco  80 %');
    expect(progressLine(progress, 4000, { ...PLAIN, columns: 36 })).toBe('import coco  1,200 of 1,500  80 %');
  });

  it('is a sentence every quarter for a screen reader', () => {
    expect(progressSentence(progress, 2)).toEqual({
      quarter: 3,
      sentence: 'import coco: 75 per cent, 1,200 of 1,500 samples.',
    });
    expect(progressSentence(progress, 3)).toBeNull();
    expect(progressSentence({ ...progress, total: null }, 0)).toBeNull();
  });
});

describe('highlight', () => {
  const words = { verbs: new Set(['where', 'count']), commands: new Set(['export']) };
  const kinds = (text: string) =>
    tokenize(text, words)
      .filter(({ kind }) => kind !== 'space' && kind !== 'other')
      .map(({ kind, text: piece }) => `${kind} ${piece}`);

  it('knows verbs, commands, strings, numbers, comments and stray brackets', () => {
    expect(kinds("ds.where(a == 'x#y' && b > 2.5) # why")).toEqual([
      'word ds',
      'verb where',
      'bracket (',
      'word a',
      "string 'x#y'",
      'word b',
      'number 2.5',
      'bracket )',
      'comment # why',
    ]);
    expect(kinds('.export yolo out')).toEqual(['command export', 'word yolo', 'word out']);
    expect(kinds('export = ds')).toEqual(['command export', 'word ds']);
    expect(kinds("ds.x('open")).toEqual(['word ds', 'word x', 'bracket (', "open-string 'open"]);
    expect(kinds('(]')).toEqual(['bracket (', 'stray-bracket ]']);
    expect(kinds('tag reef#4')).toEqual(['word tag', 'word reef', 'word #4'].slice(0, 2));
  });

  it('gives back what was typed', () => {
    fc.assert(
      fc.property(fc.oneof(ANY, fc.stringMatching(/^[a-z'"\\#()[\]{} .0-9\n]*$/u)), (text) => {
        const tokens = tokenize(text, words);
        expect(tokens.map(({ text: piece }) => piece).join('')).toBe(text);
        expect(highlight(text, words, PLAIN)).toBe(text);
      }),
    );
  });
});
