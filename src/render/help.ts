import type { Example, Output } from '../output.ts';
import { paint } from './paint.ts';
import type { OutputOf, Renderer, RenderOptions } from './render-options.ts';
import { renderText } from './text.ts';

/** Lines of an answer that are shown below its statement: enough to see what it is like. */
const LINES = 6;

/** Help and its examples, each with the first lines of what it shows; `render` is for those answers. */
export function renderHelp(
  { text, heading, examples, note }: OutputOf<'help'>,
  options: RenderOptions,
  render: Renderer<Output>,
): string {
  const shown = examples.flatMap((example) => exampleLines(example, options, render));
  const said = note === null ? [] : [paint(plain(`  ${note}`, options), 'dim', options)];
  return `${plain(text, options)}\n\n${[plain(heading, options), ...shown, ...said].join('\n')}\n`;
}

function exampleLines({ statement, answer }: Example, options: RenderOptions, render: Renderer<Output>): string[] {
  const written = plain(`  ${statement}`, options);
  if (answer === null) return [written];
  const lines = render(answer, { ...options, columns: Math.max(20, options.columns - 4), maxRows: LINES - 2 })
    .trimEnd()
    .split('\n');
  const cut = lines.length > LINES ? [...lines.slice(0, LINES - 1), options.unicode ? '…' : '...'] : lines;
  return [written, ...cut.map((line) => `    ${line}`)];
}

function plain(text: string, options: RenderOptions): string {
  return renderText({ kind: 'text', text }, options).trimEnd();
}
