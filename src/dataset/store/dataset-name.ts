import { UserError } from '../../diagnostics.ts';

/**
 * Checks the name of a dataset: 1 to 120 characters in Unicode's composed form, no control characters, no slash or
 * backslash, no `@`, no space at either end, no hyphen at its beginning, not `.` or `..`, and none of `reserved` (in whatever case).
 * @throws UserError `invalid` with what is wrong.
 */
export function checkDatasetName(name: string, reserved: ReadonlySet<string>): void {
  const problem = problemOf(name, reserved);
  if (problem === undefined) return;
  throw new UserError('invalid', `${JSON.stringify(name)} is no name for a dataset: ${problem}`, {
    hint: 'letters, digits, spaces, - _ and . are always right',
  });
}

/**
 * The name of the file or folder of a dataset, without extension: everything but ASCII letters, digits, `_`, `-`, `.`
 * and space is percent-encoded, so that it means the same on every file system.
 */
export function fileNameOf(name: string): string {
  return encodeURIComponent(name)
    .replaceAll('%20', ' ')
    .replace(/[!'()*~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The name that `fileNameOf` made a file name of; undefined for a file that it did not make. */
export function nameOfFile(fileName: string): string | undefined {
  try {
    const name = decodeURIComponent(fileName);
    return fileNameOf(name) === fileName ? name : undefined;
  } catch {
    return undefined;
  }
}

/** What two names must not have in common, so that they stay apart on every file system. */
export function foldName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

const MOST_CHARACTERS = 120;
const MOST_BYTES = 200;

function problemOf(name: string, reserved: ReadonlySet<string>): string | undefined {
  const length = Array.from(name).length;
  if (length === 0) return 'it is empty';
  if (length > MOST_CHARACTERS) return `it has ${String(length)} characters, ${String(MOST_CHARACTERS)} are allowed`;
  return (
    characterProblem(name) ??
    (reserved.has(name.toLowerCase()) ? 'it is the name of a command' : undefined) ??
    (fileNameOf(name).length > MOST_BYTES ? `it needs more than ${String(MOST_BYTES)} bytes as a file name` : undefined)
  );
}

function characterProblem(name: string): string | undefined {
  if (!name.isWellFormed()) return 'it has half a character';
  if (name !== name.normalize('NFC')) return 'its accents are written as characters of their own';
  if (/\p{Cc}/u.test(name)) return 'it has control characters';
  if (/[/\\]/.test(name)) return 'it has a slash or backslash';
  if (name.includes('@')) return 'what stands behind an @ names a snapshot';
  if (name === '.' || name === '..') return 'it means a folder';
  if (name !== name.trim()) return 'it has a space at one end';
  if (name.startsWith('-')) return 'it begins with a hyphen, as an option does';
  return undefined;
}
