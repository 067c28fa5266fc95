/** A capture in a document: a fenced block ```` ```screen NAME ````. `start` and `end` are the 0-based lines of what it shows. */
export type ScreenBlock = {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
};

/** The captures of a document, in order. */
export function readScreens(text: string): readonly ScreenBlock[] {
  const lines = text.split('\n');
  return lines.flatMap((line, at) => {
    const name = /^```screen (\S+)$/u.exec(line)?.[1];
    if (name === undefined) return [];
    const end = lines.indexOf('```', at + 1);
    return [{ name, start: at + 1, end, lines: lines.slice(at + 1, end) }];
  });
}

/** The document with what is on the screens now; captures with elisions are kept. */
export function replaceScreens(text: string, now: ReadonlyMap<string, readonly string[]>): string {
  const lines = text.split('\n');
  for (const { name, start, end, lines: said } of readScreens(text).toReversed()) {
    if (said.some((line) => line === '...' || line.includes('[..]'))) continue;
    lines.splice(start, end - start, ...(now.get(name) ?? said));
  }
  return lines.join('\n');
}
