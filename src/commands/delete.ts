import { counted } from '../dataset/model/counted.ts';
import { quoteWord } from '../dataset/model/words.ts';
import { UserError } from '../diagnostics.ts';
import { defineCommand } from './define-command.ts';
import { whileReleased } from './while-released.ts';

export const deleteCommand = defineCommand({
  name: 'delete',
  summary: 'Move a dataset and its pictures to the trash.',
  params: [{ name: 'name', type: 'dataset' }],
  flags: [{ name: 'yes', type: 'bool', summary: 'Do it: without this nothing happens.' }],
  scope: 'none',
  effect: 'data',
  examples: ['delete lagoon --yes'],
  run: async ({ name, yes }, { library, session, dataset }) => {
    if (yes !== true) {
      const { samples, labels } = await (await dataset(name)).info();
      throw new UserError('usage', `${name} has ${counted(samples, 'sample')} and ${counted(labels, 'label')}`, {
        hint: `delete ${quoteWord(name)} --yes moves it to the trash; trash restore ${quoteWord(name)} brings it back`,
      });
    }
    await whileReleased(name, session, () => library.delete(name));
    return { kind: 'text', text: `${name} is in the trash; trash restore ${quoteWord(name)} brings it back` };
  },
});
