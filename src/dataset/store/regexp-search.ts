import { Script } from 'node:vm';
import { UserError } from '../../diagnostics.ts';
import type { SqlValue } from '../query/statement.ts';

type Search = (pattern: SqlValue, flags: SqlValue, text: SqlValue) => number | null;

/**
 * `regexp_search(pattern, flags, text)`: 1 where the JavaScript regular expression matches anywhere, else 0; NULL for no text.
 * Throws UserError `unsupported` where a pattern that tries everything in every way takes longer than a second.
 */
export function regexpSearch(): Search {
  const compiled = new Map<string, (text: string) => boolean>();
  return (pattern, flags, text) => {
    if (typeof pattern !== 'string' || typeof flags !== 'string' || typeof text !== 'string') return null;
    const key = `${flags}/${pattern}`;
    let test = compiled.get(key);
    if (test === undefined) {
      test = testOf(new RegExp(pattern, flags.replace(/[gy]/g, '')));
      if (compiled.size >= CACHED) compiled.clear();
      compiled.set(key, test);
    }
    return test(text) ? 1 : 0;
  };
}

/** Patterns may come from a column: more than this many are not kept. */
const CACHED = 64;

/** Texts up to this length are soon gone through in all ways. */
const SHORT = 20;

function testOf(regexp: RegExp): (text: string) => boolean {
  if (!mayTakeForever(regexp.source)) return (text) => regexp.test(text);
  return (text) => (text.length <= SHORT ? regexp.test(text) : testInTime(regexp, text));
}

/** Whether something is repeated in which something is repeated, or that can be read in several ways: `(a+)+`, `(a|ab)*`. */
export function mayTakeForever(source: string): boolean {
  const open: boolean[] = [];
  const plain = source.replace(/\\.|\[(?:\\.|[^\]\\])*\]/gsu, 'x');
  for (let at = 0; at < plain.length; at++) {
    const char = plain.charAt(at);
    if (char === '(') open.push(false);
    else if (char === '|' || REPEATS.test(plain.slice(at, at + 2))) open.fill(true);
    else if (char === ')' && (open.pop() ?? false) && REPEATS.test(plain.slice(at + 1, at + 3))) return true;
  }
  return false;
}

/** `?` alone repeats nothing, and behind `(` it says what kind of group it is. */
const REPEATS = /^(?:[*+]|\{\d)/;

/** Milliseconds. */
const PATIENCE = 1_000;

const SCRIPT = new Script('quadratSearch.regexp.test(quadratSearch.text)');

/** Only code that runs as a script can be ended from outside; that takes a fraction of a millisecond more. */
function testInTime(regexp: RegExp, text: string): boolean {
  const scope = globalThis as typeof globalThis & { quadratSearch?: { regexp: RegExp; text: string } };
  scope.quadratSearch = { regexp, text };
  try {
    return SCRIPT.runInThisContext({ timeout: PATIENCE }) === true;
  } catch (cause) {
    throw new UserError('unsupported', `this pattern takes too long: /${regexp.source.slice(0, 100)}/`, {
      hint: 'repeat nothing inside of what is repeated: write a+ instead of (a+)+',
      cause,
    });
  } finally {
    delete scope.quadratSearch;
  }
}
