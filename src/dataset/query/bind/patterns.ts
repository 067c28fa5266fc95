import { type Span, UserError } from '../../../diagnostics.ts';
import type { Pattern } from '../param.ts';

/**
 * A regular expression as JavaScript reads it: Python's and PCRE's `(?i)` at the start, `(?P<name>`, `(?P=name)`, `\A` and `\Z`
 * become its own spellings.
 * @throws UserError `bad-argument` for what is no regular expression of JavaScript
 */
export function patternOf({ source, flags }: Pattern, span: Span): Pattern {
  const inline = /^\(\?([a-zA-Z]+)\)/.exec(source);
  const all = mergeFlags(flags, inline?.[1] ?? '', span);
  const rest = source
    .slice(inline?.[0].length ?? 0)
    .replace(/\\[AZz]|\(\?P[<=](\w*)\)?/g, (found, name: string | undefined) => respelled(found, name ?? ''));
  try {
    const pattern = new RegExp(rest, all);
    // A pattern that is too large is found when it is first used, for each width of characters.
    for (const text of ['', '\u0100']) pattern.test(text);
  } catch (cause) {
    const message = 'this is no regular expression of JavaScript';
    throw new UserError('bad-argument', message, { span, cause, hint: reasonOf(cause) });
  }
  return { source: rest, flags: all };
}

function respelled(found: string, name: string): string {
  if (found === '\\A') return '(?<![\\s\\S])';
  if (found === '\\Z' || found === '\\z') return '(?![\\s\\S])';
  return found.startsWith('(?P=') ? `\\k<${name}>` : found.replace('(?P', '(?');
}

/**
 * Flags with those of FiftyOne's `options` (or of the pattern itself), each once.
 * @throws UserError `bad-argument` for flags that there are not
 */
export function mergeFlags(flags: string, options: string, span: Span): string {
  const bad = /[^imsu]/u.exec(options)?.[0];
  if (bad !== undefined) {
    throw new UserError('bad-argument', `a pattern cannot have the option ${bad}`, {
      span,
      hint: 'i ignores case, m lets ^ and $ match at line ends, s lets . match line ends',
    });
  }
  return ['i', 'm', 's', 'u', 'v'].filter((flag) => flags.includes(flag) || options.includes(flag)).join('');
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error);
}
