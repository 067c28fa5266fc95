import { changeOutput } from './change-output.ts';
import { defineCommand } from './define-command.ts';

export const saveViewCommand = defineCommand({
  name: 'saveView',
  summary: 'Save a view under a name with its dataset: its definition, which is evaluated when it is used.',
  params: [
    { name: 'name', type: 'string' },
    { name: 'view', type: 'view', optional: true, summary: 'Default: the view that it is chained on.' },
  ],
  flags: [
    { name: 'description', type: 'string', summary: 'What it is for.' },
    { name: 'overwrite', type: 'bool', summary: 'Replace a view of that name.' },
  ],
  scope: 'dataset',
  effect: 'data',
  examples: [
    "ds.where(gt_polylines.count() < 3).saveView('sparse')",
    "ds.save_view('train only', ds.match_tags('train'))",
  ],
  run: async ({ name, view, description = null, overwrite }, { target, view: viewOf, library, statement, job }) => {
    const { dataset, text } = view === undefined ? await target() : await viewOf(view);
    const changed = await library.change(dataset.name, { statement, job }, (edit) => {
      edit.saveView({ name, text, description }, { overwrite: overwrite === true });
      return Promise.resolve();
    });
    return changeOutput(dataset.name, changed, { more: [`${name}: ${text}`] });
  },
});
