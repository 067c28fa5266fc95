import { UserError } from '../../diagnostics.ts';
import type { TableAnswer } from '../../commands/output-rows.ts';
import { type SampleColumn, sampleCells, sampleColumns } from '../../commands/sample-rows.ts';
import type { Dataset, SampleOrder } from '../../dataset/dataset.ts';
import type { Value } from '../../dataset/query/answer.ts';
import type { Bound } from '../../dataset/query/bind.ts';
import type { CatalogField } from '../../dataset/query/catalog.ts';
import { catalogAfter } from '../../dataset/query/fields-after.ts';
import type { Plan } from '../../dataset/query/plan.ts';
import type { ViewOfSamples } from '../../output.ts';
import { literal } from './literal.ts';
import type { Derivation, SheetRow, SheetSource, Taken } from './sheet-source.ts';
import { tableSource } from './table-source.ts';

/** What a sheet of samples asks for. */
export type ViewPorts = {
  readonly dataset: Dataset;
  /** Binds an expression in which `ds` is the dataset. @throws UserError with a span */
  readonly bind: (text: string) => Promise<Bound>;
  /** How the dataset is called in the prompt: `ds`, or `open('reef')` where another is open. */
  readonly source: string;
};

type Shown = ViewOfSamples & {
  /** The view without what this sheet sorted it by. */
  readonly unsorted: ViewOfSamples;
  /** Whether stages have been added by this sheet. */
  readonly isDerived: boolean;
  readonly first: readonly SheetRow[];
  readonly total: number;
  readonly fields: readonly CatalogField[];
  /** Read when first needed, and kept. */
  readonly order: (signal: AbortSignal) => Promise<SampleOrder>;
};

/** The samples of a view, of which the first and the total are known already. */
export async function viewSource(
  view: ViewOfSamples,
  { rows, total }: Pick<TableAnswer, 'rows' | 'total'>,
  ports: ViewPorts,
): Promise<SheetSource> {
  const { fields } = catalogAfter(view.plan, await ports.dataset.catalog());
  const first = rows.map((cells) => ({ key: keyOf(cells), cells }));
  const order = kept((signal) => ports.dataset.sampleOrder(view.plan, signal));
  return sourceOf({ ...view, unsorted: view, isDerived: false, first, total, fields, order }, ports);
}

function sourceOf(shown: Shown, ports: ViewPorts): SheetSource {
  const { first, total, fields, order, plan, text } = shown;
  const columns = sampleColumns(fields);
  return {
    title: text,
    unit: 'sample',
    columns,
    total,
    first,
    filters: 'expression',
    rows: async (from, to, signal) => {
      if (to <= first.length) return first.slice(from, to);
      const samples = await ports.dataset.sampleHeads(plan, await order(signal), { from, to }, signal);
      return samples.map((sample) => {
        const cells = sample === null ? columns.map(() => null) : sampleCells(sample, fields);
        return { key: keyOf(cells), cells };
      });
    },
    derive: (derivation, signal) => derived(derivation, { shown, columns, ports }, signal),
    expression: (taken) => expressionOf(taken, shown, ports),
  };
}

/** The id, which is the last column. */
function keyOf(cells: readonly Value[]): string {
  const id = cells.at(-1);
  return typeof id === 'string' ? id : '';
}

type Deriving = {
  readonly shown: Shown;
  readonly columns: readonly SampleColumn[];
  readonly ports: ViewPorts;
};

async function derived(
  derivation: Derivation,
  { shown, columns, ports }: Deriving,
  signal: AbortSignal,
): Promise<SheetSource> {
  const { text, unsorted } = shown;
  switch (derivation.kind) {
    case 'sort': {
      const by = pathOf(columns[derivation.column]);
      const sorted = `${unsorted.text}.sortBy(${by}${derivation.descending ? ', true' : ''})`;
      return openView({ text: sorted, unsorted, ports }, signal);
    }
    case 'filter':
      return openView({ text: `${text}.where(${derivation.text})`, ports }, signal);
    case 'keep':
      return openView({ text: selectText(text, derivation.rows), ports }, signal);
    case 'describe':
      return tableSource(await askTable(`${text}.schema()`, ports, signal), { title: `${text}.schema()` });
    case 'frequency': {
      const by = pathOf(columns[derivation.column]);
      const asked = `${text}.countValues(${by})`;
      const table = await askTable(asked, ports, signal);
      const expression = (taken: Taken): string => whereOf(taken, { text: fromSource(text, ports), by });
      return tableSource(table, { title: asked, expression });
    }
  }
}

function pathOf(column: SampleColumn | undefined): string {
  if (column?.path !== undefined && column.path !== null) return column.path;
  throw new UserError('unsupported', `${column?.name ?? 'this'} cannot be sorted by or counted`);
}

async function openView(
  { text, unsorted, ports }: { readonly text: string; readonly unsorted?: ViewOfSamples; readonly ports: ViewPorts },
  signal: AbortSignal,
): Promise<SheetSource> {
  const plan = await planOf(text, ports);
  const { fields } = catalogAfter(plan, await ports.dataset.catalog());
  const order = await ports.dataset.sampleOrder(plan, signal);
  const samples = await ports.dataset.sampleHeads(plan, order, { from: 0, to: FIRST }, signal);
  const first = samples.map((sample) => {
    const cells = sample === null ? [] : sampleCells(sample, fields);
    return { key: keyOf(cells), cells };
  });
  const view = { plan, text };
  return sourceOf(
    {
      ...view,
      unsorted: unsorted ?? view,
      isDerived: true,
      first,
      total: order.ids.length,
      fields,
      order: () => Promise.resolve(order),
    },
    ports,
  );
}

/** Samples that are read with a view. */
const FIRST = 200;

async function planOf(text: string, { bind }: ViewPorts): Promise<Plan> {
  const bound = await bind(text);
  if (bound.kind === 'view') return bound.plan;
  throw new UserError('bad-argument', 'that is not a condition on samples', { hint: "write one such as area == 'x'" });
}

async function askTable(text: string, { bind, dataset }: ViewPorts, signal: AbortSignal): Promise<TableAnswer> {
  const bound = await bind(text);
  const answer = bound.kind === 'aggregate' ? await dataset.answer(bound, signal) : undefined;
  if (answer?.kind !== 'table') throw new Error(`no table: ${text}`);
  return answer;
}

/** Keeps what was read; a reading that failed or was cancelled is done again. */
function kept<T>(read: (signal: AbortSignal) => Promise<T>): (signal: AbortSignal) => Promise<T> {
  let reading: Promise<T> | undefined;
  return (signal) => {
    reading ??= read(signal).catch((error: unknown) => {
      reading = undefined;
      throw error;
    });
    return reading;
  };
}

/** Selected samples as a view; else the view where the sheet has changed it; else the sample at the cursor. */
function expressionOf({ selected, row }: Taken, { text, isDerived }: Shown, ports: ViewPorts): string {
  const whole = fromSource(text, ports);
  if (selected.length > 0) return selectText(whole, selected);
  return isDerived || row === undefined ? whole : selectText(whole, [row]);
}

function selectText(text: string, rows: readonly SheetRow[]): string {
  if (rows.length === 0) throw new UserError('bad-argument', 'nothing is selected', { hint: 'space selects' });
  const ids = rows.map(({ key }) => literal(key));
  return `${text}.select(${ids.length === 1 ? (ids[0] ?? '') : `[${ids.join(', ')}]`})`;
}

/** The samples that the values counted are those of. */
function whereOf({ selected, row }: Taken, { text, by }: { readonly text: string; readonly by: string }): string {
  const rows = selected.length > 0 ? selected : row === undefined ? [] : [row];
  const values = rows.map(({ cells }) => cells[0] ?? null);
  if (values.length === 0) return text;
  if (by === 'tags') return `${text}.matchTags(${literal(values.length === 1 ? (values[0] ?? null) : values)})`;
  return `${text}.where(${values.map((value) => conditionOf(by, value)).join(' || ')})`;
}

function conditionOf(by: string, value: Value): string {
  return value === null ? `missing(${by})` : `${by} == ${literal(value)}`;
}

function fromSource(text: string, { source }: ViewPorts): string {
  return source === 'ds' ? text : text.replace(/^ds\b/u, source);
}
