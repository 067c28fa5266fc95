import { basename, extname, join } from 'node:path';
import { UserError } from '../../diagnostics.ts';
import { nearest } from '../model/nearest.ts';
import type { Taxonomy } from '../model/taxonomy.ts';
import { BUILT_IN_NAMES, builtInTaxonomy } from './built-in.ts';
import { parseTaxonomy } from './parse-taxonomy.ts';

/** Where taxonomies are looked for. */
export type TaxonomyPlaces = {
  /** Folder of all state: its folder `taxonomies` holds those of the user. */
  readonly home: string;
  /** The absolute path of what the user wrote. */
  readonly pathOf: (written: string) => string;
  /** @throws UserError `not-found`, `unreadable` */
  readonly readText: (path: string) => Promise<string>;
  /** Names of the files in a folder; none where it is not there. */
  readonly filesIn: (folder: string) => Promise<readonly string[]>;
};

/** A taxonomy that has a name. */
export type TaxonomyName = { readonly name: string; readonly file: string | null };

/**
 * A built-in taxonomy, one of the user's, or that of a file: what has a slash or ends in `.yaml` or `.yml` is a path.
 *
 * @throws UserError `not-found` with the nearest name, `invalid` for a file that is none
 */
export async function findTaxonomy(written: string, places: TaxonomyPlaces): Promise<Taxonomy> {
  const builtIn = builtInTaxonomy(written);
  if (builtIn !== undefined) return builtIn;
  if (isPath(written)) {
    const stem = basename(written, extname(written));
    return parseTaxonomy(await places.readText(places.pathOf(written)), written, stem);
  }
  const known = await taxonomyNames(places);
  const file = known.find(({ name }) => name === written)?.file ?? null;
  if (file !== null) return parseTaxonomy(await places.readText(file), basename(file), written);
  const near = nearest(
    written,
    known.map(({ name }) => name),
  );
  throw new UserError('not-found', `there is no taxonomy ${JSON.stringify(written)}`, {
    hint:
      near === undefined
        ? 'taxonomy list shows those there are; a file is a path, ./mine.yaml'
        : `did you mean ${near}?`,
  });
}

/** Whether that is a file, and no name. */
export function isPath(written: string): boolean {
  return /[/\\]/u.test(written) || /\.ya?ml$/iu.test(written);
}

/** The built-in taxonomies and those of the user, in this order; a built-in name is never another's. */
export async function taxonomyNames({
  home,
  filesIn,
}: Pick<TaxonomyPlaces, 'home' | 'filesIn'>): Promise<readonly TaxonomyName[]> {
  const folder = join(home, 'taxonomies');
  const own = (await filesIn(folder))
    .filter((file) => /\.ya?ml$/u.test(file))
    .map((file) => ({ name: basename(file, extname(file)), file: join(folder, file) }))
    .filter(({ name }) => !BUILT_IN_NAMES.includes(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return [...BUILT_IN_NAMES.map((name) => ({ name, file: null })), ...own];
}
