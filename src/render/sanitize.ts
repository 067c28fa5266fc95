/**
 * Control bytes, bidirectional overrides and marks, invisible spaces and tags, line separators, the kitty picture
 * placeholder and lone surrogates: whatever could move the cursor, hide text or change the order in which it is read.
 * The joiners U+200C and U+200D stay, scripts and emoji need them.
 */
const UNSAFE =
  // eslint-disable-next-line no-control-regex -- control bytes are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\u{10eeee}|\p{Cs}/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line that is safe to print: unsafe characters appear as escapes such as `\n`, `\x1b`, `\u202e`. */
export function sanitize(text: string): string {
  return text.replace(UNSAFE, escapeCharacter);
}

/** Safe to print, line by line: line ends stay, tabs become spaces, the rest is escaped as by `sanitize`. */
export function sanitizeLines(text: string): string {
  return text
    .split(/\r\n|\n/u)
    .map((line) => sanitize(line.replaceAll('\t', '    ')))
    .join('\n');
}

function escapeCharacter(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}
