import { UserError } from '../../diagnostics.ts';
import type { TableAnswer } from '../../commands/output-rows.ts';
import { drawingOf } from '../../commands/plot-drawing.ts';
import { plotFields } from '../../commands/plot-fields.ts';
import { type SampleColumn, sampleCells, sampleColumns } from '../../commands/sample-rows.ts';
import type { SampleOrder } from '../../dataset/dataset.ts';
import type { Value } from '../../dataset/query/answer.ts';
import type { CatalogField } from '../../dataset/query/catalog.ts';
import { catalogAfter } from '../../dataset/query/fields-after.ts';
import type { Plan } from '../../dataset/query/plan.ts';
import type { ViewOfSamples } from '../../output.ts';
import type { Output } from '../../output.ts';
import { tooManyMatches } from './match-rows.ts';
import { patternCondition } from './pattern-condition.ts';
import type { ColumnPattern, Derivation, SheetRow, SheetSource, Taken } from './sheet-source.ts';
import { tableSource } from './table-source.ts';
import { viewCounts } from './view-counts.ts';
import { fromSource, pathOf, selectText } from './view-language.ts';
import type { ViewPorts } from './view-ports.ts';

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
      return readRows({ plan, order: await order(signal), fields }, { from, to }, ports, signal);
    },
    derive: (derivation, signal) => derived(derivation, { shown, columns, ports }, signal),
    countMatches: async (pattern, signal) =>
      ports.dataset.count(await planOf(matchingText(text, columns, pattern), ports), signal),
    matches: (pattern, most, signal) => matching(pattern, most, { shown, columns, ports }, signal),
    plot: (column, signal) => plotted(text, pathOf(columns[column]), ports, signal),
    expression: (taken) => expressionOf(taken, { shown, columns, ports }),
  };
}

type Ordered = { readonly plan: Plan; readonly order: SampleOrder; readonly fields: readonly CatalogField[] };

async function readRows(
  { plan, order, fields }: Ordered,
  range: { readonly from: number; readonly to: number },
  { dataset }: ViewPorts,
  signal: AbortSignal,
): Promise<readonly SheetRow[]> {
  const samples = await dataset.sampleHeads(plan, order, range, signal);
  return samples.map((sample) => {
    const cells = sample === null ? sampleColumns(fields).map(() => null) : sampleCells(sample, fields);
    return { key: keyOf(cells), cells };
  });
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
    case 'keep': {
      const { rows, pattern } = derivation;
      const kept = pattern === null ? selectText(text, rows) : matchingText(text, columns, pattern);
      return openView({ text: kept, ports }, signal);
    }
    case 'describe':
      return tableSource(await askTable(`${text}.schema()`, ports, signal), { title: `${text}.schema()` });
    case 'frequency':
      return viewCounts(text, pathOf(columns[derivation.column]), ports, signal);
  }
}

/** The samples of a view that a pattern fits. @throws UserError as `patternCondition` */
function matchingText(text: string, columns: readonly SampleColumn[], { column, source }: ColumnPattern): string {
  const looked = columns[column];
  if (looked === undefined) throw new Error(`no column ${String(column)}`);
  return `${text}.where(${patternCondition(looked, source)})`;
}

async function matching(
  pattern: ColumnPattern,
  most: number,
  { shown, columns, ports }: Deriving,
  signal: AbortSignal,
): Promise<readonly SheetRow[]> {
  const text = matchingText(shown.text, columns, pattern);
  const plan = await planOf(text, ports);
  const order = await ports.dataset.sampleOrder(plan, signal);
  const total = order.ids.length;
  const looked = columns[pattern.column];
  if (total > most && looked !== undefined)
    throw tooManyMatches(total, most, `/ keeps them all: ${patternCondition(looked, pattern.source)}`);
  const rows: SheetRow[] = [];
  for (let from = 0; from < total; from += FIRST) {
    rows.push(...(await readRows({ plan, order, fields: shown.fields }, { from, to: from + FIRST }, ports, signal)));
  }
  return rows;
}

/** As `plot` draws it; of names no more than there is room for are read. */
async function plotted(text: string, by: string, ports: ViewPorts, signal: AbortSignal): Promise<Output> {
  const bound = await ports.bind(`${text}.countBy(${by})`);
  if (bound.kind !== 'aggregate') throw new Error(`no counts of ${by}`);
  const query = { dataset: ports.dataset, bound };
  const fields = await plotFields(query, signal);
  if (fields.some(({ isFew }) => !isFew)) return drawingOf({ ...query, fields, signal }, undefined);
  return (await viewCounts(text, by, ports, signal)).plot(0, signal);
}

async function openView(
  { text, unsorted, ports }: { readonly text: string; readonly unsorted?: ViewOfSamples; readonly ports: ViewPorts },
  signal: AbortSignal,
): Promise<SheetSource> {
  const plan = await planOf(text, ports);
  const { fields } = catalogAfter(plan, await ports.dataset.catalog());
  const order = await ports.dataset.sampleOrder(plan, signal);
  const first = await readRows({ plan, order, fields }, { from: 0, to: FIRST }, ports, signal);
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
function expressionOf({ selected, pattern, row }: Taken, { shown, columns, ports }: Deriving): string {
  const whole = fromSource(shown.text, ports.source);
  if (selected.length > 0 && pattern !== null) return matchingText(whole, columns, pattern);
  if (selected.length > 0) return selectText(whole, selected);
  return shown.isDerived || row === undefined ? whole : selectText(whole, [row]);
}
