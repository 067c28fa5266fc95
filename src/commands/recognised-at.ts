import { existsSync } from 'node:fs';
import { UserError } from '../diagnostics.ts';
import type { Recognised } from '../dataset/formats/recognise.ts';
import type { Context } from './context.ts';

/** The format of files, where a path stands in place of a format; undefined where a format is named or nothing is there. */
export async function recognisedAt(
  word: string,
  formats: readonly { readonly name: string }[],
  { paths, called }: Pick<Context, 'paths'> & { readonly called: 'import' | 'verify' },
): Promise<Recognised | undefined> {
  if (formats.some(({ name }) => name === word)) return undefined;
  if (!existsSync(paths.read(word))) {
    if (!/[/\\.]/u.test(word)) return undefined;
    throw new UserError('not-found', `no file or folder ${word}`, { hint: `${called} FORMAT PATH, or PATH alone` });
  }
  const { recognise } = await import('../dataset/formats/recognise.ts');
  return recognise(paths.read(word));
}
