import { UserError } from '../diagnostics.ts';
import { changeOutput } from './change-output.ts';
import { compareSides, DIFF_FLAGS, SIDES } from './diff-flags.ts';
import { defineCommand } from './define-command.ts';

export const saveDiffCommand = defineCommand({
  name: 'saveDiff',
  summary: 'Save the samples in which two datasets differ as a view of the second one, to be looked at.',
  params: [{ name: 'name', type: 'string' }, ...SIDES],
  flags: [
    ...DIFF_FLAGS,
    { name: 'side', type: 'string', choices: ['a', 'b'], summary: 'Whose samples, and where; default: b.' },
    { name: 'overwrite', type: 'bool', summary: 'Replace a view of that name.' },
  ],
  scope: 'none',
  effect: 'data',
  examples: ['saveDiff differs demo lagoon', 'saveDiff gone demo lagoon --side a'],
  run: async ({ name, side = 'b', overwrite, ...input }, context) => {
    const { diff, touched, targets } = await compareSides(input, context, 0);
    const { rounded } = diff.samples;
    const [ids, { dataset }] = side === 'a' ? [touched[0], targets[0]] : [touched[1], targets[1]];
    if (ids.length === 0) {
      const besides = rounded === 0 ? '' : ' by more than rounding';
      throw new UserError('not-found', `no sample of ${dataset.name} differs${besides}: there is nothing to look at`, {
        hint: 'diff A B tells what differs; --side a takes the samples of the first one',
      });
    }
    const text = `ds.select(${JSON.stringify(ids)}, true)`;
    const { library, statement, job } = context;
    const changed = await library.change(dataset.name, { statement, job }, (edit) => {
      edit.saveView({ name, text, description: statement }, { overwrite: overwrite === true });
      return Promise.resolve();
    });
    const without = rounded === 0 ? [] : [`samples that differ by rounding only are not in it: ${String(rounded)}`];
    return changeOutput(dataset.name, changed, { more: [`${name}: ${String(ids.length)} samples`, ...without] });
  },
});
