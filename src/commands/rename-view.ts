import { changeOutput } from './change-output.ts';
import { defineCommand } from './define-command.ts';

export const renameViewCommand = defineCommand({
  name: 'renameView',
  summary: 'Give a saved view another name.',
  params: [
    { name: 'name', type: 'string' },
    { name: 'to', type: 'string' },
  ],
  flags: [],
  scope: 'dataset',
  effect: 'data',
  examples: ["renameView 'to check' checked"],
  run: async ({ name, to }, { target, library, statement, job }) => {
    const { dataset } = await target();
    const changed = await library.change(dataset.name, { statement, job }, (edit) => {
      edit.renameView(name, to);
      return Promise.resolve();
    });
    return changeOutput(dataset.name, changed);
  },
});
