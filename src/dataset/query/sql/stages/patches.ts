import { UserError } from '../../../../diagnostics.ts';
import type { Stage } from '../../plan.ts';
import type { Sql } from '../../statement.ts';
import { ident, join, raw, sql, whereAll } from '../fragment.ts';
import { labelColumns, withLabels } from '../label-columns.ts';
import { catalogField, columnOf, joinSample, labelRelation } from '../reading.ts';
import { conditionsOf, inView, nextName, orderKeysOf, type View, withTable } from '../view.ts';

type Patches = Extract<Stage, { readonly kind: 'patches' }>;

/**
 * A sample for each label: its id is the label's, its picture and tags those of the label's sample. The relation that stands for
 * the table of samples has the same columns, and beside them where each comes from.
 */
export function patches(view: View, { field, others }: Patches): View {
  if (view.branches !== null) {
    throw new UserError('unsupported', 'patches of views one after the other are not there', {
      hint: 'make patches of each view: ds.toPatches(...)',
    });
  }
  const { from, where } = labelRelation(field, view);
  const name = nextName(view, 'patches');
  const { joined, kept } = labelsInOrder(view, field);
  const ordered = view.order.length > 0 || view.base.some(({ by }) => by.text !== 's.id');
  const place = ordered ? sql`row_number() over (order by ${orderKeysOf(view)}, l.position)` : raw('0');
  const columns = [
    ...['l.id', 'l.oid', 's.filepath', 's.width', 's.height'].map(raw),
    raw('null as nulls, null as provenance, s.oid as sample_oid, s.id as parent'),
    raw('l.position as patch_position'),
    sql`${place} as patch_place`,
    sql`1 as ${ident(catalogField(view, field).column)}`,
    ...others.map((other) => sql`${columnOf(view, other)} as ${ident(catalogField(view, other).column)}`),
  ];
  const selected = sql`select ${join(columns, ', ')}`;
  const looked = sql`${raw(name)} as not materialized (${selected} from ${joined}${whereAll(kept)})`;
  const inOrder = ordered ? undefined : sampleBySample(view, field);
  const table =
    inOrder === undefined
      ? looked
      : sql`${looked}, ${raw(`${name}_in_order`)} as not materialized (${selected} from ${inOrder})`;
  const own = sql`select ${labelColumns({ sample_id: raw('l.id') })} from ${from}${whereAll(where)}`;
  const labelled = others.reduce(
    (next, other) => withLabelsOfSample(next, other, name, view),
    withLabels(withTable(view, table), field, own, false),
  );
  return {
    ...withPatchTags(labelled, from, where, view),
    samples: name,
    branches: null,
    branchCount: 1,
    columns: new Map([['sample_id', raw('s.sample_oid')]]),
    from: raw(`${name}${inOrder === undefined ? '' : '_in_order'} s`),
    where: [],
    order: [],
    base: (ordered ? ['s.patch_place'] : ['s.parent', 's.patch_position']).map((by) => ({
      by: raw(by),
      descending: false,
    })),
    carried: [],
    everySample: false,
    atMost: Infinity,
  };
}

/**
 * All labels of a field, sample after sample, for reading them in this order: SQLite then need not sort them. By id they are looked
 * up elsewhere, and labels that a stage has picked are better found by what it picked them by.
 */
function sampleBySample(view: View, field: string): Sql | undefined {
  if (view.labels.has(field) || view.carried.length > 0) return undefined;
  const { from, where } = labelRelation(field, view);
  const conditions = [...where, ...conditionsOf(view)];
  return sql`${view.from} cross join ${from} on l.sample_id = s.id${whereAll(conditions)}`;
}

/** The labels of the field beside their samples: beside those of the view where its order looks at what they carry. */
function labelsInOrder(view: View, field: string): { readonly joined: Sql; readonly kept: readonly Sql[] } {
  const { from, where, relation } = labelRelation(field, view);
  if (view.carried.length === 0) {
    return {
      joined: sql`${from}${joinSample(view, relation)}`,
      kept: [...where, ...inView(view, 'l', relation, { field })],
    };
  }
  const joined = sql`${view.from} join ${from} on l.sample_id = s.id`;
  return { joined, kept: [...where, ...conditionsOf(view)] };
}

/** Labels of another field are there for each patch of their sample. */
function withLabelsOfSample(next: View, other: string, name: string, view: View): View {
  if (catalogField(view, other).kind !== 'labels') return next;
  const { from, where } = labelRelation(other, view);
  const joined = sql`${raw(name)} s cross join ${from} on l.sample_id = s.parent`;
  const rows = sql`select ${labelColumns({ sample_id: raw('s.id') })} from ${joined}${whereAll(where)}`;
  return withLabels(next, other, rows, false);
}

/** The tags of a patch are those of its sample. */
function withPatchTags(next: View, from: Sql, where: readonly Sql[], { sampleTags }: View): View {
  const name = nextName(next, 'tags');
  const joined = sql`${from} join ${raw(`${sampleTags.table} t on t.sample_id = l.sample_id`)}`;
  const select = sql`select l.id as sample_id, t.position, t.tag from ${joined}${whereAll(where)}`;
  const tagged = withTable(next, sql`${raw(name)} as not materialized (${select})`);
  return { ...tagged, sampleTags: { table: name, branched: false } };
}
