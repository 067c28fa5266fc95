import { viewTable } from '../../../src/commands/output-rows.ts';
import type { Value } from '../../../src/dataset/query/answer.ts';
import { wholeDataset } from '../../../src/dataset/query/plan.ts';
import { bindText } from '../../../src/repl/evaluate-expression.ts';
import type { SheetSource } from '../../../src/repl/sheet/sheet-source.ts';
import { tableSource } from '../../../src/repl/sheet/table-source.ts';
import type { ViewPorts } from '../../../src/repl/sheet/view-ports.ts';
import { viewSource } from '../../../src/repl/sheet/view-source.ts';
import type { DemoSession } from '../../demo-session.ts';

/** A table in memory. */
export function tableOf(names: readonly string[], rows: readonly (readonly Value[])[], title = 'table'): SheetSource {
  const columns = names.map((name) => ({ name, type: 'mixed' as const }));
  return tableSource({ kind: 'table', columns, rows, total: rows.length }, { title });
}

/** What a sheet of a view asks with, of the demo reef. */
export async function demoPorts({ session }: DemoSession, source = 'ds'): Promise<ViewPorts> {
  return {
    dataset: await session.dataset('demo'),
    bind: async (text) => (await bindText(text, { ...session.environment(), current: 'demo' })).bound,
    source,
  };
}

/** The samples of the demo reef. */
export async function demoView(demo: DemoSession, source = 'ds'): Promise<SheetSource> {
  const ports = await demoPorts(demo, source);
  const plan = wholeDataset('demo');
  const table = await viewTable({ dataset: ports.dataset, plan }, new AbortController().signal);
  return viewSource({ plan, text: 'ds' }, table, ports);
}
