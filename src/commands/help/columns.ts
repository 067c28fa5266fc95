/** Names and what is said of them, one a line, in two columns. */
export function columns(
  entries: readonly { readonly name: string; readonly summary: string }[],
  indent = '',
): readonly string[] {
  const width = Math.max(...entries.map(({ name }) => name.length));
  return entries.map(({ name, summary }) => `${indent}${name.padEnd(width)}  ${summary}`);
}
