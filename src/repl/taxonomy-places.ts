import type { TaxonomyPlaces } from '../dataset/taxonomy/find-taxonomy.ts';
import type { SessionPorts } from './engine.ts';

/** Where a session looks for taxonomies. */
export function taxonomyPlaces({ library, paths, readText, listFolder }: SessionPorts): TaxonomyPlaces {
  return {
    home: library.home,
    pathOf: paths.read,
    readText,
    filesIn: async (folder) => (await listFolder(folder)).filter(({ isFolder }) => !isFolder).map(({ name }) => name),
  };
}
