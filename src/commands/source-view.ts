import { UserError } from '../diagnostics.ts';
import { wholeDataset } from '../dataset/query/plan.ts';
import type { Context, Target } from './context.ts';

/** The dataset, the snapshot (`NAME@SNAPSHOT`), or the view (a variable, a saved view, an expression) that an argument names. */
export async function sourceView(text: string, { library, dataset, view }: Context): Promise<Target> {
  const [name = ''] = text.split('@');
  if (isName(name) && (await library.has(name))) {
    return { dataset: await dataset(text), plan: wholeDataset(text), text: 'ds' };
  }
  try {
    return await view(text);
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'unknown-name' || !isName(text)) throw error;
    throw new UserError('not-found', `there is no dataset, variable or saved view ${text}`, {
      hint: 'datasets, and views, list those there are',
    });
  }
}

/** Not an expression, which has brackets and commas in it. */
function isName(text: string): boolean {
  return /^[^\s"'(),]+$/u.test(text);
}
