import { createHash } from 'node:crypto';

/** A relative path that is safe to join to a folder, and what had to be done to the name for it. */
export type PictureName = {
  /** Separators are `/`; no empty, `.` or `..` part, no control character, no part over 255 bytes of UTF-8. */
  readonly path: string;
  /** What was wrong with the name as it stood, e.g. `leaves its folder`; null where nothing was. */
  readonly fault: string | null;
};

/**
 * Makes a relative path of a picture's name from outside, which may be anything. Sub-folders, spaces, `###`, quotes and
 * accents stay as they are; backslashes are separators. A root or drive and `..` are dropped, control characters become
 * `_`, a part over 255 bytes is cut and ends in a hash of the whole, so that two long names stay two.
 */
export function pictureName(name: string): PictureName {
  const parts = name.replaceAll('\\', '/').split('/');
  const kept = parts.filter((part) => part !== '' && part !== '.' && part !== '..');
  const isRooted = parts[0] === '' || DRIVE.test(kept[0] ?? '');
  while (DRIVE.test(kept[0] ?? '')) kept.shift();
  if (kept.length === 0) return { path: 'unnamed', fault: 'is empty' };
  return { path: kept.map(safePart).join('/'), fault: faultOf(name, parts, isRooted) };
}

const DRIVE = /^[A-Za-z]:$/;
const CONTROL = /\p{Cc}/u;
const LONGEST = 255;

function faultOf(name: string, parts: readonly string[], isRooted: boolean): string | null {
  if (CONTROL.test(name)) return 'has control characters';
  if (parts.includes('..')) return 'leaves its folder';
  if (isRooted) return 'is an absolute path';
  return parts.some((part) => Buffer.byteLength(part) > LONGEST) ? 'has a part of more than 255 bytes' : null;
}

function safePart(part: string): string {
  const plain = part.replace(/\p{Cc}/gu, '_');
  if (Buffer.byteLength(plain) <= LONGEST) return plain;
  const dot = plain.lastIndexOf('.');
  const extension = dot > 0 && Buffer.byteLength(plain.slice(dot)) <= 16 ? plain.slice(dot) : '';
  const tail = `~${createHash('sha256').update(part).digest('hex').slice(0, 12)}${extension}`;
  return cutTo(plain, LONGEST - Buffer.byteLength(tail)) + tail;
}

/** The longest beginning of at most that many bytes, cut between characters. */
function cutTo(text: string, bytes: number): string {
  let length = 0;
  let used = 0;
  for (const character of text) {
    used += Buffer.byteLength(character);
    if (used > bytes) break;
    length += character.length;
  }
  return text.slice(0, length);
}
