import { UserError } from '../diagnostics.ts';
import type { Json } from '../dataset/model/label.ts';
import { PLAN } from './change-output.ts';
import { changeView } from './change-view.ts';
import { chosenLabelFields } from './label-fields.ts';
import type { Context } from './context.ts';
import { defineCommand } from './define-command.ts';
import { isObject } from '../dataset/model/json-value.ts';

export const noteCommand = defineCommand({
  name: 'note',
  summary: 'Write something about a dataset as a whole (notes, source, ...), or its list of classes; info shows it.',
  params: [
    { name: 'key', type: 'string', optional: true },
    { name: 'value', type: 'string', optional: true, summary: 'A text, or JSON.' },
  ],
  flags: [
    { name: 'unset', type: 'bool', summary: 'Take the note away.' },
    { name: 'classes', type: 'string', summary: 'The classes of a label field in their order: a,b,c.' },
    { name: 'field', type: 'string', summary: 'classes: the label field; default: the only one.' },
    PLAN,
  ],
  scope: 'dataset',
  effect: 'data',
  examples: ["note source 'surveys of 2019 to 2023'", 'note source --unset'],
  run: async ({ key, value, unset, classes, field, plan }, context) => {
    if (classes !== undefined) {
      if (key !== undefined) throw usage('a note or classes, one at a time');
      return setClasses(classes, field, plan, context);
    }
    if (key === undefined || key === '') throw usage('what is it called?');
    if ((value === undefined) !== (unset === true)) throw usage(unset === true ? 'a value, or --unset' : 'what is it?');
    return changeView(context, plan, async (edit) => {
      const { info } = await edit.details();
      const before = isObject(info) ? info : {};
      if (value === undefined && !Object.hasOwn(before, key)) throw unknownNote(key, Object.keys(before));
      const others = Object.entries(before).filter(([name]) => name !== key);
      const after = value === undefined ? others : [...others, [key, jsonOf(value)] as const];
      edit.setDetail('info', Object.fromEntries(after));
    });
  },
});

async function setClasses(
  classes: string,
  named: string | undefined,
  plan: boolean | undefined,
  context: Context,
): ReturnType<typeof changeView> {
  const { fields } = await (await context.target()).dataset.catalog();
  const known = fields.flatMap(({ kind, name }) => (kind === 'labels' ? [name] : []));
  const field = named ?? (known.length === 1 ? known[0] : undefined);
  if (field === undefined) throw usage(`there are several label fields: ${known.join(', ')}`, '--field says which one');
  chosenLabelFields(field, fields);
  const list = classes.split(',').map((name) => name.trim());
  if (list.includes('') || new Set(list).size < list.length) {
    throw new UserError('bad-argument', 'a list of classes has no empty name, and none twice');
  }
  return changeView(context, plan, (edit) => {
    edit.setClasses(field, list);
    return Promise.resolve();
  });
}

/** JSON is taken as such, anything else is a text. */
function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function usage(message: string, hint = 'note KEY VALUE, note KEY --unset, or note --classes a,b,c'): UserError {
  return new UserError('usage', message, { hint });
}

function unknownNote(key: string, known: readonly string[]): UserError {
  return new UserError('not-found', `there is no note ${JSON.stringify(key)}`, {
    hint: known.length === 0 ? 'there are none' : `there are: ${known.join(', ')}`,
  });
}
