/** A quoted string, with escapes; an open one ends with its line. A comment: at the start of a line or after white space. */
const TOKEN = /(?<string>'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?|`(?:\\.|[^`\\])*`?)|(?<=^|\s)#.*/gmu;

/**
 * The statement without its comments: `#` begins one at the start of a line or after white space, outside quotes. Lines
 * keep their number; positions before the first comment stay as they are.
 */
export function stripComments(text: string): string {
  return text.replaceAll(TOKEN, (_: string, string: string | undefined) => string ?? '').trimEnd();
}
