import { PLAN } from './change-output.ts';
import { changeView } from './change-view.ts';
import { defineCommand } from './define-command.ts';

export const cloneSampleFieldCommand = defineCommand({
  name: 'cloneSampleField',
  summary: 'Add a field that holds what another one does; labels keep their ids.',
  params: [
    { name: 'field', type: 'string' },
    { name: 'to', type: 'string' },
  ],
  flags: [PLAN],
  scope: 'dataset',
  effect: 'data',
  examples: ["ds.cloneSampleField('gt_polylines', 'corrected', { plan: true })"],
  run: ({ field, to, plan }, context) => changeView(context, plan, (edit) => edit.cloneField(field, to)),
});
