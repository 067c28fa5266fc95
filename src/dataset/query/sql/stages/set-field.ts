import { UserError } from '../../../../diagnostics.ts';
import type { Stage } from '../../plan.ts';
import type { Term } from '../../term.ts';
import { raw, sql, whereAll } from '../fragment.ts';
import { printerFor } from '../print-term.ts';
import { conditionsOf, nextName, type View, withTable } from '../view.ts';

/** Values are put in where they are read, so that nested ones could grow without end. */
const LONGEST = 200_000;

/** Another value for a field of the samples. */
export function setField(view: View, { name, value }: Extract<Stage, { readonly kind: 'set-field' }>): View {
  if (name === 'tags') return setTags(view, value);
  const printed = printerFor(view).value(value);
  if (printed.text.length > LONGEST) {
    throw new UserError('bad-argument', `too much is computed for ${name}`, {
      hint: 'set the field in fewer steps',
    });
  }
  return { ...view, columns: new Map([...view.columns, [name, sql`(${printed})`]]) };
}

/** The members of the list, as rows of tags; missing ones are none. */
function setTags(view: View, value: Term): View {
  const name = nextName(view, 'tags');
  const branched = view.branches !== null;
  const list = printerFor(view).value(value);
  const members = sql`${view.from} join json_each(${list}) e`;
  const where = [...conditionsOf(view), raw("e.value is not null and e.value <> ''")];
  const branch = raw(branched ? ', v.branch' : '');
  const select = sql`select s.id as sample_id${branch}, e.key as position, e.value as tag from ${members}${whereAll(where)}`;
  // Rewritten again they are computed once: the list may read those before it several times.
  const once = view.sampleTags.table === 'sample_tag' ? 'not materialized' : 'materialized';
  const next = withTable(view, sql`${raw(name)} as ${raw(once)} (${select})`);
  return { ...next, sampleTags: { table: name, branched } };
}
