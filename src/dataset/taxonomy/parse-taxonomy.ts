import { UserError } from '../../diagnostics.ts';
import { taxonomyFrom } from '../model/read-taxonomy.ts';
import type { Taxonomy } from '../model/taxonomy.ts';

/** A file of this many characters is no list of classes. */
const LONGEST = 1 << 20;

/**
 * Reads the text of a taxonomy file. Aliases of YAML are not multiplied: only texts are taken from it.
 *
 * @param file how messages call it
 * @param name what it is called where it does not say so itself
 * @throws UserError `invalid`, naming file and line
 */
export async function parseTaxonomy(text: string, file: string, name: string): Promise<Taxonomy> {
  if (text.length > LONGEST) throw new UserError('invalid', `${file} is too long for a taxonomy`, { hint: HINT });
  const at = (key?: string): string => {
    const line = key === undefined ? undefined : lineOf(key, text);
    return line === undefined ? file : `${file}:${String(line)}`;
  };
  return taxonomyFrom(await load(text, file), { name, at });
}

const HINT = 'docs/taxonomies.md shows one';

async function load(text: string, file: string): Promise<unknown> {
  const yaml = await import('js-yaml');
  try {
    return yaml.load(text);
  } catch (error) {
    if (!(error instanceof yaml.YAMLException)) throw error;
    const { reason, mark } = error;
    const place = mark === undefined ? file : `${file}:${String(mark.line + 1)}`;
    throw new UserError('invalid', `${place}: is no YAML: ${reason}`, { hint: HINT, cause: error });
  }
}

/** The first line, from 1, that begins with a key, quoted or not. */
function lineOf(key: string, text: string): number | undefined {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => {
    const trimmed = line.trimStart();
    return [key, JSON.stringify(key), `'${key}'`].some(
      (written) => trimmed.startsWith(written) && /^\s*:/u.test(trimmed.slice(written.length)),
    );
  });
  return at < 0 ? undefined : at + 1;
}
