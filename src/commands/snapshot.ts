import { counted } from '../dataset/model/counted.ts';
import { UserError } from '../diagnostics.ts';
import { defineCommand } from './define-command.ts';

export const snapshotCommand = defineCommand({
  name: 'snapshot',
  summary: 'Name the present state of a dataset: DATASET@NAME opens it, revert goes back to it.',
  params: [{ name: 'name', type: 'snapshot' }],
  flags: [
    { name: 'note', type: 'string', summary: 'Why it was taken.' },
    { name: 'delete', type: 'bool', summary: 'Take the name away; the dataset stays as it is.' },
  ],
  scope: 'dataset',
  effect: 'data',
  examples: ["snapshot before-merge --note 'as sent to the trainer'"],
  run: async ({ name, note, delete: isGone }, { target, library, session, statement, job }) => {
    const { dataset } = await target();
    const options = { note, statement, job };
    if (isGone === true) {
      if (note !== undefined) throw new UserError('usage', '--note and --delete do not go together');
      const gone = await library.deleteSnapshot(dataset.name, name, options);
      await session.release(`${dataset.name}@${gone.name}`);
      return { kind: 'text', text: `snapshot ${gone.name} of ${dataset.name} is gone; the dataset is as it was` };
    }
    const { samples, labels } = await library.snapshot(dataset.name, name, options);
    const size = `${counted(samples, 'sample')}, ${counted(labels, 'label')}`;
    return { kind: 'text', text: `${dataset.name}@${name} names the present state: ${size}` };
  },
});
