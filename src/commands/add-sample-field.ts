import { UserError } from '../diagnostics.ts';
import { nearest } from '../dataset/model/nearest.ts';
import type { Field } from '../dataset/model/schema.ts';
import { PLAN } from './change-output.ts';
import { changeView } from './change-view.ts';
import { defineCommand } from './define-command.ts';
import { FIELD_TYPES, fieldOfType } from './field-types.ts';

export const addSampleFieldCommand = defineCommand({
  name: 'addSampleField',
  summary: 'Add a field to all samples of a dataset; it is missing until it is set.',
  params: [
    { name: 'field', type: 'string', summary: 'Its name.' },
    { name: 'type', type: 'string', choices: FIELD_TYPES, summary: 'What it holds; of labels, their kind.' },
  ],
  flags: [PLAN],
  scope: 'dataset',
  effect: 'data',
  examples: ["ds.addSampleField('depth', 'float')", 'addSampleField predictions polylines --plan'],
  run: ({ field: name, type, plan }, context) => {
    const field = declared(name, type);
    return changeView(context, plan, (edit) => {
      edit.declareField(field);
      return Promise.resolve();
    });
  },
});

function declared(name: string, type: string): Field {
  const field = fieldOfType(name, type);
  if (field !== undefined) return field;
  const near = nearest(type, FIELD_TYPES);
  throw new UserError('bad-argument', `${JSON.stringify(type)} is no type of a field`, {
    hint: near === undefined ? `there are: ${FIELD_TYPES.join(', ')}` : `did you mean ${near}?`,
  });
}
