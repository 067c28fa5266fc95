import { importDemo } from '../commands/import-demo.ts';
import { UserError } from '../diagnostics.ts';
import type { Library } from '../dataset/library.ts';
import type { ProgressLine } from './progress-line.ts';

/** Name of the demo reef. */
export const DEMO = 'demo';

/** The library, in which the demo reef is made when it is first opened; not when it lies in the trash. */
export function withDemo(library: Library, progress: ProgressLine): Library {
  return {
    ...library,
    open: async (name, options) => {
      if (name === DEMO && !(await library.has(DEMO))) await makeDemo(library, progress);
      return library.open(name, options);
    },
  };
}

async function makeDemo(library: Library, progress: ProgressLine): Promise<void> {
  const trash = await library.listTrash();
  if (trash.some(({ name }) => name === DEMO)) {
    throw new UserError('not-found', 'the demo reef is in the trash', { hint: 'trash restore demo brings it back' });
  }
  const job = { signal: new AbortController().signal, report: progress.show };
  await importDemo(DEMO, { media: true }, { library, statement: 'import demo', job }).catch((error: unknown) => {
    // Another process may have made it meanwhile.
    if (!(error instanceof UserError && error.code === 'exists')) throw error;
  });
  progress.clear();
}
