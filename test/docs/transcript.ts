/** A command of a document and the lines that it prints there. `line` is the 0-based line of the command. */
export type Transcript = { readonly line: number; readonly command: string; readonly output: readonly string[] };

/** Commands (`$ ...`) in the fenced `console` blocks of a document. A command goes on while its line ends in `\`. */
export function readTranscripts(text: string): readonly Transcript[] {
  const transcripts: { line: number; command: string; output: string[] }[] = [];
  let inside = false;
  for (const [line, content] of text.split('\n').entries()) {
    if (content.startsWith('```')) inside = content === '```console';
    else if (inside && content.startsWith('$ ')) transcripts.push({ line, command: content.slice(2), output: [] });
    else if (inside) {
      const last = transcripts.at(-1);
      if (last === undefined) throw new Error(`line ${String(line + 1)}: a console block begins with $`);
      if (last.output.length === 0 && last.command.endsWith('\\'))
        last.command = `${last.command.slice(0, -1)}${content.trim()}`;
      else last.output.push(content);
    }
  }
  return transcripts.map((transcript) => ({ ...transcript, output: withoutBlankEnd(transcript.output) }));
}

/** Whether printed lines are what a document says: `...` stands for any lines, `[..]` for any text within one. */
export function matchesTranscript(said: readonly string[], printed: readonly string[]): boolean {
  const [first, ...rest] = said;
  if (first === undefined) return printed.length === 0 || (printed.length === 1 && printed[0] === '');
  if (first === '...') {
    return Array.from({ length: printed.length + 1 }, (_, i) => printed.slice(i)).some((tail) =>
      matchesTranscript(rest, tail),
    );
  }
  const [line, ...after] = printed;
  return line !== undefined && matchesLine(first, line) && matchesTranscript(rest, after);
}

/** The document with what was printed in place of what it said; lines with elisions are kept. */
export function replaceTranscripts(text: string, transcripts: readonly Transcript[]): string {
  const lines = text.split('\n');
  for (const { line, output } of transcripts.toReversed()) {
    const start = lines.findIndex((one, i) => i >= line && !one.endsWith('\\')) + 1;
    const end = lines.findIndex((one, i) => i >= start && (one === '```' || one.startsWith('$ ')));
    if (lines.slice(start, end).some((one) => one === '...' || one.includes('[..]'))) continue;
    const gap = lines[end] === '```' ? [] : [''];
    lines.splice(start, end - start, ...withoutBlankEnd(output).map((one) => one.trimEnd()), ...gap);
  }
  return lines.join('\n');
}

function matchesLine(said: string, printed: string): boolean {
  const parts = said.split('[..]');
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return said.trimEnd() === printed.trimEnd();
  if (!printed.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = printed.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return rest.at(-1) === '' || printed.endsWith(rest.at(-1) ?? '');
}

function withoutBlankEnd(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line !== '');
  return lines.slice(0, last + 1);
}
