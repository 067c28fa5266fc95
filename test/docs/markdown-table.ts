/** A table of a document: the cells of its head and of its rows, as they are written. */
export type MarkdownTable = { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** The tables of a document, in order. A `|` in a cell is written `\|`. */
export function readTables(text: string): readonly MarkdownTable[] {
  const blocks = text.split('\n\n').map((block) => block.split('\n').filter((line) => line.startsWith('|')));
  return blocks
    .filter((lines) => /^\|[ :|-]+$/u.test(lines[1] ?? ''))
    .map(([head = '', , ...rows]) => ({ head: cellsOf(head), rows: rows.map(cellsOf) }));
}

function cellsOf(line: string): readonly string[] {
  return line
    .slice(1, -1)
    .split(/(?<!\\)\|/u)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}
