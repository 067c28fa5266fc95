import type { Library } from '../dataset/library.ts';

/** The names of all datasets; none where the library cannot be listed, which the statement that needs it will say. */
export function namesOfDatasets(library: Pick<Library, 'names'>): Promise<readonly string[]> {
  return library.names().catch(() => []);
}
