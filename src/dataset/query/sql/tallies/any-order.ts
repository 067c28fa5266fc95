import { raw } from '../fragment.ts';
import type { Sql } from '../../statement.ts';
import type { Type } from '../../type.ts';

/** What orders the column `value` of results: values of unknown type are JSON, ordered as MongoDB orders types. */
export function valueOrder({ kind }: Type): Sql {
  return raw(kind === 'any' ? ANY_ORDER : 'value');
}

/** Numbers, then text, objects, lists, truth values. */
const ANY_ORDER =
  "case json_type(value) when 'text' then 1 when 'object' then 2 when 'array' then 3 when 'true' then 4 when 'false' then 4 " +
  "else 0 end, value ->> '$', value";
