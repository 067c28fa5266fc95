/**
 * The statement without its comment: `#` begins one at the start of a line or after white space, outside quotes. Lines keep
 * their number; positions before the comment keep theirs.
 */
export function stripComments(text: string): string {
  let result = '';
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote !== '') {
      if (char === '\\') {
        result += char + text.charAt(++at);
        continue;
      }
      if (char === quote || char === '\n') quote = '';
    } else if (char === "'" || char === '"' || char === '`') {
      quote = char;
    } else if (char === '#' && /^$|\s/u.test(text.charAt(at - 1))) {
      const end = text.indexOf('\n', at);
      if (end === -1) return result.trimEnd();
      at = end - 1;
      continue;
    }
    result += char;
  }
  return result.trimEnd();
}
