import { changeOutput } from './change-output.ts';
import { defineCommand } from './define-command.ts';

export const deleteViewCommand = defineCommand({
  name: 'deleteView',
  aliases: ['deleteSavedView'],
  summary: 'Delete a saved view; samples and labels stay.',
  params: [{ name: 'name', type: 'string' }],
  flags: [],
  scope: 'dataset',
  effect: 'data',
  examples: ['deleteView checked'],
  run: async ({ name }, { target, library, statement, job }) => {
    const { dataset } = await target();
    const changed = await library.change(dataset.name, { statement, job }, (edit) => {
      edit.deleteView(name);
      return Promise.resolve();
    });
    return changeOutput(dataset.name, changed);
  },
});
