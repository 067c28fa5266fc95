import { PLAN } from './change-output.ts';
import { defineCommand } from './define-command.ts';
import { mergeView } from './merge.ts';
import { sourceView } from './source-view.ts';

export const addCollectionCommand = defineCommand({
  name: 'addCollection',
  summary: 'Add the samples of another dataset or view; those whose id is there already are left out.',
  params: [{ name: 'samples', type: 'source' }],
  flags: [
    { name: 'include-info', type: 'bool', summary: 'Merge notes and class lists too; default: true.' },
    { name: 'overwrite-info', type: 'bool', summary: 'Where both have a note, take that of the source.' },
    PLAN,
  ],
  scope: 'dataset',
  effect: 'data',
  examples: ["ds.add_collection(open('lagoon'))"],
  run: async ({ samples, plan, includeInfo, overwriteInfo }, context) => {
    const rest = { insertNew: undefined, fields: undefined, omitFields: undefined, overwrite: undefined };
    const more = { mergeLists: undefined, mergeEmbeddedDocs: undefined, expandSchema: undefined };
    const input = { by: 'id', skipExisting: true, plan, includeInfo, overwriteInfo, ...rest, ...more };
    return mergeView(await context.target(), await sourceView(samples, context), input, context);
  },
});
