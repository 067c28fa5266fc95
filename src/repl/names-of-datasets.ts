import type { Library } from '../dataset/library.ts';

/** The names of all datasets; none where the library cannot be listed, which the statement that needs it will say. */
export async function namesOfDatasets(library: Pick<Library, 'list'>): Promise<readonly string[]> {
  const entries = await library.list().catch(() => []);
  return entries.map(({ name }) => name);
}
