import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzyMatch } from '../../../src/repl/input/fuzzy.ts';
import type { History } from '../../../src/repl/input/history.ts';
import {
  addToHistory,
  createHistory,
  failedLine,
  lineFrom,
  newerEntry,
  olderEntry,
  searchHistory,
} from '../../../src/repl/input/history.ts';

const history = createHistory(['info', 'ds.count()', 'ds.first()', 'datasets', 'ds.count()']);

/** Presses Up (`u`) and Down (`d`) from a draft with the cursor at its end; the texts shown. */
function walk(start: History, draft: string, presses: string): string[] {
  let now = start;
  let shown = draft;
  return presses.split('').map((press) => {
    const step = press === 'u' ? olderEntry(now, shown, shown) : newerEntry(now, shown);
    now = step?.history ?? now;
    shown = step?.text ?? shown;
    return shown;
  });
}

describe('createHistory, addToHistory', () => {
  it('leaves out empty lines and repetitions of the line before', () => {
    expect(createHistory(['a', 'a', ' ', 'b', 'a']).entries).toEqual(['a', 'b', 'a']);
    const added = ['a', 'a', '', 'b'].reduce(addToHistory, createHistory());
    expect(added.entries).toEqual(['a', 'b']);
  });

  it('keeps the newest ten thousand', () => {
    const many = createHistory(Array.from({ length: 10_000 }, (_, at) => String(at)));
    expect(addToHistory(many, 'x').entries).toHaveLength(10_000);
    expect(addToHistory(many, 'x').entries.slice(-2)).toEqual(['9999', 'x']);
  });
});

describe('lineFrom', () => {
  it('is the newest line that goes on, without those that failed when they were last run', () => {
    const failed = failedLine(createHistory(['set theme dark', 'set theme purple']), 'set theme purple');
    expect(lineFrom(failed, 'set theme')).toBe('set theme dark');
    expect(lineFrom(failed, 'set theme p')).toBeUndefined();
    expect(lineFrom(addToHistory(failed, 'set theme purple'), 'set theme')).toBe('set theme purple');
    expect(walk(failed, '', 'u')).toEqual(['set theme purple']);
  });
});

describe('walking', () => {
  it('goes up to the oldest and back down to the draft', () => {
    expect(walk(history, '', 'uuuuuudddddd')).toEqual([
      ...['ds.count()', 'datasets', 'ds.first()', 'ds.count()', 'info', 'info'],
      ...['ds.count()', 'ds.first()', 'datasets', 'ds.count()', '', ''],
    ]);
  });

  it('offers only lines that begin like the draft', () => {
    expect(walk(history, 'ds.', 'uuuuddd')).toEqual([
      ...['ds.count()', 'ds.first()', 'ds.count()', 'ds.count()', 'ds.first()', 'ds.count()', 'ds.'],
    ]);
    expect(walk(history, 'nothing', 'ud')).toEqual(['nothing', 'nothing']);
  });

  it('skips what is shown already', () => {
    expect(walk(history, 'ds.count()', 'u')).toEqual(['ds.count()']);
    expect(olderEntry(createHistory(['a', 'ab']), 'ab', 'a')?.text).toBe('a');
  });

  it('begins anew when the shown line has been edited, and after a line was run', () => {
    const step = olderEntry(history, '', '');
    const edited = olderEntry(step?.history ?? history, 'da', 'da');
    expect(edited?.text).toBe('datasets');
    expect(newerEntry(edited?.history ?? history, 'datasets')?.text).toBe('da');
    expect(newerEntry(addToHistory(edited?.history ?? history, 'x'), 'datasets')).toBeUndefined();
  });

  it('always comes back to the draft', () => {
    const lines = fc.array(fc.constantFrom('a', 'ab', 'b', 'abc', 'c'), { maxLength: 8 });
    fc.assert(
      fc.property(lines, fc.constantFrom('', 'a', 'ab', 'x'), fc.nat(10), (entries, draft, ups) => {
        const presses = 'u'.repeat(ups) + 'd'.repeat(entries.length + 1);
        expect(walk(createHistory(entries), draft, presses).at(-1)).toBe(draft);
      }),
    );
  });
});

describe('searchHistory', () => {
  const texts = (query: string, limit?: number): string[] =>
    searchHistory(history, query, limit).map((match) => match.text);

  it('lists the newest for an empty query, each once', () => {
    expect(texts('')).toEqual(['ds.count()', 'datasets', 'ds.first()', 'info']);
    expect(texts(' ', 2)).toEqual(['ds.count()', 'datasets']);
  });

  it('puts the best match first, of equals the newest', () => {
    expect(texts('dst')).toEqual(['ds.count()', 'ds.first()', 'datasets']);
    expect(texts('data')).toEqual(['datasets']);
    expect(texts('first')).toEqual(['ds.first()']);
    expect(texts('zz')).toEqual([]);
    expect(searchHistory(history, 'count')).toEqual([{ text: 'ds.count()', positions: [3, 4, 5, 6, 7] }]);
  });
});

describe('fuzzyMatch', () => {
  it('takes the tightest place and the beginnings of words', () => {
    expect(fuzzyMatch('cv', 'c.countValues')?.positions).toEqual([2, 7]);
    expect(fuzzyMatch('ds cnt', 'ds.count()')?.positions).toEqual([0, 1, 3, 6, 7]);
    expect(fuzzyMatch('aa', 'a.a')?.positions).toEqual([0, 2]);
    expect(fuzzyMatch('x', 'abc')).toBeUndefined();
    expect(fuzzyMatch('wh', 'where')?.score).toBeGreaterThan(fuzzyMatch('wh', 'w.a.h')?.score ?? 0);
  });

  it('tells upper case only when it is asked for', () => {
    expect(fuzzyMatch('porites', "label == 'Porites'")?.positions.at(0)).toBe(10);
    expect(fuzzyMatch('Po', 'porites')).toBeUndefined();
    expect(fuzzyMatch('i', 'İi')?.positions).toEqual([1]);
  });

  it('gives positions that spell the query', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 'c', '.') }), fc.array(fc.nat()), (text, picks) => {
        const chosen = Array.from(new Set(picks.map((pick) => pick % Math.max(text.length, 1)))).sort((a, b) => a - b);
        const query = chosen.map((at) => text.charAt(at)).join('');
        const match = fuzzyMatch(query, text);
        expect(match?.positions.map((at) => text.charAt(at)).join('')).toBe(query);
        expect(match?.positions).toEqual(Array.from(new Set(match?.positions)).sort((a, b) => a - b));
      }),
    );
  });
});
