import type { Output } from '../../output.ts';
import { renderOutput } from '../../render/index.ts';
import { paint } from '../../render/paint.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import { sanitize } from '../../render/sanitize.ts';
import { bindText } from '../evaluate-expression.ts';
import type { Session } from '../session.ts';
import type { SheetSource } from '../sheet/sheet-source.ts';
import { literal } from '../sheet/literal.ts';
import { tableSource } from '../sheet/table-source.ts';
import { viewSource } from '../sheet/view-source.ts';
import type { FullScreens } from './full-screen.ts';
import { showPager } from './pager-screen.ts';
import { showSheet } from './sheet-screen.ts';
import type { SheetPorts } from './sheet-worker.ts';

/** An output that asks for the whole screen. */
export type FullScreenOutput = Extract<Output, { readonly kind: 'full-screen' }>;

/** What is opened with. */
export type OpeningPorts = SheetPorts & { readonly session: Session };

/** What remains: a line for the scrollback, and text for the prompt. */
export type Left = { readonly printed: string; readonly expression: string | null };

/** Shows an output over the whole screen until it is closed. `statement` is what asked for it. */
export async function openFullScreen(
  output: FullScreenOutput,
  statement: string,
  screens: Pick<FullScreens, 'show'>,
  ports: OpeningPorts,
): Promise<Left> {
  const { look } = ports;
  if (output.as === 'pager') {
    const lines = (columns: number): readonly string[] =>
      renderOutput(output.printed, { ...look(), columns, maxRows: MOST_ROWS })
        .trimEnd()
        .split('\n');
    const count = await screens.show((screen) => showPager({ title: statement, lines }, screen, ports));
    return { printed: dimLine(`seen: ${String(count)} lines`, look()), expression: null };
  }
  const source = await sourceOf(output, statement, ports);
  const { expression, seen } = await screens.show((screen) => showSheet(source, screen, ports));
  return { printed: dimLine(seen, look()), expression };
}

/** Rows that are laid out as text: all but those of tables that no one reads line by line. */
const MOST_ROWS = 100_000;

function dimLine(text: string, look: RenderOptions): string {
  return `${paint(sanitize(text), 'dim', look)}\n`;
}

async function sourceOf(
  { view, printed }: FullScreenOutput,
  statement: string,
  { session }: OpeningPorts,
): Promise<SheetSource> {
  if (printed.kind !== 'table') throw new Error(`a sheet of ${printed.kind}`);
  if (view === null) return tableSource(printed, { title: statement });
  const name = view.plan.dataset;
  return viewSource(view, printed, {
    dataset: await session.dataset(name),
    bind: async (text) => (await bindText(text, { ...session.environment(), current: name })).bound,
    source: name === session.current ? 'ds' : `open(${literal(name)})`,
  });
}
