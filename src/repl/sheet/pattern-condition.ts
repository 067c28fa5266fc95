import { UserError } from '../../diagnostics.ts';
import type { SheetColumn } from './sheet-source.ts';

/**
 * A condition of the language that holds where what stands in a column fits a pattern, whatever the case; of tags and lists,
 * where a member does.
 * @throws UserError `bad-argument` for what is no pattern, `unsupported` for a column that the language has no words for
 */
export function patternCondition({ name, type, path }: SheetColumn, source: string): string {
  const pattern = `/${patternFrom(source).source}/i`;
  if (path === null) throw new UserError('unsupported', `${name} cannot be looked through`);
  // The column shows file names without their folders.
  if (name === 'file') return `filepath.split('/')[-1].matches(${pattern})`;
  if (path === 'tags') return `tags.any(x => x.matches(${pattern}))`;
  if (type === 'list') return `${path}.any(x => x.toString().matches(${pattern}))`;
  return type === 'string' ? `${path}.matches(${pattern})` : `${path}.toString().matches(${pattern})`;
}

/** The regular expression that was typed. @throws UserError `bad-argument` */
export function patternFrom(source: string): RegExp {
  try {
    const pattern = new RegExp(source, 'i');
    // A pattern that is too large is found when it is first used, for each width of characters.
    for (const text of ['', '\u0100']) pattern.test(text);
    return pattern;
  } catch (cause) {
    const told = cause instanceof Error ? cause.message : String(cause);
    const reason = told.replace(/^Invalid regular expression: /u, '').replace(/^[^]*: /u, '');
    throw new UserError('bad-argument', `no regular expression: ${reason}`, { cause });
  }
}

/** Text as a pattern that fits it alone. */
export function literalPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}
