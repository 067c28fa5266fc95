import { UserError } from '../diagnostics.ts';
import { nearest } from '../dataset/model/nearest.ts';
import type { Field } from '../dataset/model/schema.ts';

/** The label fields that `a,b` or a list names, or all. @throws UserError `unknown-field` */
export function chosenLabelFields(
  given: string | readonly string[] | undefined,
  fields: readonly Field[],
): readonly string[] {
  const known = fields.flatMap(({ kind, name }) => (kind === 'labels' ? [name] : []));
  const names = typeof given === 'string' ? given.split(',').map((name) => name.trim()) : given;
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown === undefined) return names ?? known;
  const near = nearest(unknown, known);
  throw new UserError('unknown-field', `there is no label field ${unknown}`, {
    hint: near === undefined ? `label fields: ${known.join(', ')}` : `did you mean ${near}?`,
  });
}
