import { UserError } from '../../diagnostics.ts';
import { nearest } from '../model/nearest.ts';
import { labelsOf } from './bind/properties.ts';
import type { Catalog, ValueCount } from './catalog.ts';
import { compileAnswer } from './compile.ts';
import { rewrittenIn } from './fields-after.ts';
import type { Plan, Stage } from './plan.ts';
import type { Row, Sql } from './statement.ts';
import type { Term } from './term.ts';
import { listOf, STRING } from './type.ts';

type Run = (sql: Sql) => Promise<readonly Row[]>;
type Expectation = Omit<Extract<Stage, { readonly kind: 'expect-classes' }>, 'kind'>;

/** Classes of a field that a taxonomy does not name. */
type Unmapped = { readonly expected: Expectation; readonly classes: readonly ValueCount[] };

/**
 * Looks whether labels have only classes that the stages of a view expect. Asks the dataset only where what is known of it
 * leaves that open.
 *
 * @throws UserError `invalid`, naming the other classes with the number of their labels
 */
export async function checkClasses(plan: Plan, catalog: Catalog, run: Run): Promise<void> {
  const found = await unmappedIn(plan, catalog, run);
  if (found.length > 0) throw unmappedError(found);
}

/** The same for a view of all of the dataset, of which everything is known. @throws UserError `invalid` */
export function checkKnownClasses(expected: readonly Expectation[], { classes }: Catalog): void {
  const found = expected.map((each) => ({ expected: each, classes: strangers(each, classes[each.field] ?? []) }));
  const some = found.filter((each) => each.classes.length > 0);
  if (some.length > 0) throw unmappedError(some);
}

async function unmappedIn(plan: Plan, catalog: Catalog, run: Run): Promise<readonly Unmapped[]> {
  const found: Unmapped[] = [];
  for (const [at, stage] of plan.stages.entries()) {
    if (stage.kind === 'concat') found.push(...(await unmappedIn(stage.plan, catalog, run)));
    if (stage.kind !== 'expect-classes') continue;
    const before = { ...plan, stages: plan.stages.slice(0, at) };
    const isRewritten = rewrittenIn(before).has(`${stage.field}.label`);
    if (!isRewritten && strangers(stage, catalog.classes[stage.field] ?? []).length === 0) continue;
    const classes = strangers(stage, await classesOf(before, stage.field, { catalog, run }));
    if (classes.length > 0) found.push({ expected: stage, classes });
  }
  return found;
}

function strangers({ classes }: Expectation, counts: readonly ValueCount[]): readonly ValueCount[] {
  const expected = new Set<unknown>(classes);
  return counts.filter(({ value }) => !expected.has(value));
}

/** Classes of the labels of a field that a view shows, null for labels without one. */
export async function classesOf(
  plan: Plan,
  name: string,
  { catalog, run }: { readonly catalog: Catalog; readonly run: Run },
): Promise<readonly ValueCount[]> {
  const field = catalog.fields.find((each) => each.name === name);
  if (field?.kind !== 'labels') return [];
  const labels = labelsOf(field);
  const value: Term = { kind: 'property', name: 'label', type: STRING };
  const of: Term = { kind: 'leaves', labels, value, type: field.list ? listOf(STRING) : STRING };
  const aggregation = { kind: 'count-values', of, name: `${name}.label`, safe: false } as const;
  const { sql, read } = compileAnswer({ kind: 'aggregate', plan, aggregation, mentions: [] }, catalog);
  const answer = read([...(await run(sql))]);
  if (answer.kind !== 'table') return [];
  return answer.rows.map(([label, count]) => ({
    value: typeof label === 'string' ? label : null,
    count: Number(count),
  }));
}

/** More classes than these are not listed one by one. */
const MOST_LISTED = 12;

function unmappedError(found: readonly Unmapped[]): UserError {
  const parts = found.map(({ expected, classes }) => {
    const listed = classes.slice(0, MOST_LISTED).map((each) => described(each, expected));
    const more = classes.length - listed.length;
    const list = [...listed, ...(more > 0 ? [`and ${String(more)} more`] : [])].join(', ');
    return `in no map of ${expected.taxonomy}: ${list} in ${expected.field}`;
  });
  return new UserError('invalid', parts.join('; '), {
    hint: 'add them to the map, say what becomes of them (unmapped: keep, drop or a class), or name other fields; taxonomy check tells more',
  });
}

function described({ value, count }: ValueCount, { classes }: Expectation): string {
  const labels = `${String(count)} ${count === 1 ? 'label' : 'labels'}`;
  if (value === null) return `labels without a class (${labels})`;
  const near = nearest(String(value), classes);
  return `${String(value)} (${labels}${near === undefined ? '' : `, like ${near}`})`;
}
