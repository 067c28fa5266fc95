import { UserError } from '../diagnostics.ts';
import type { Format } from '../dataset/formats/define-format.ts';

/** What stands for standard output, or standard input, in the place of a path. */
export const STANDARD = '-';

/** Standard output, for a document instead of a file; or why there is none to be had, as an error for the user. */
export type StandardOutput =
  | { readonly kind: 'open'; readonly write: (text: string) => Promise<void> }
  | { readonly kind: 'closed'; readonly message: string; readonly hint: string };

/** In the shell: what was written there would garble its screen. */
export const ON_SCREEN: StandardOutput = {
  kind: 'closed',
  message: 'the shell draws on standard output: a document cannot be written there',
  hint: 'name a file, or copy the result with copy --format csv, json or md; quadrat export FORMAT - writes it outside of the shell',
};

/** With `--json`. */
export const AS_JSON: StandardOutput = {
  kind: 'closed',
  message: 'with --json standard output has a JSON document for each statement, and no other beside them',
  hint: 'name a file, or leave out --json',
};

/** Nobody reads it: a replay compares what would be written. */
export const UNREAD: StandardOutput = { kind: 'open', write: () => Promise.resolve() };

/** Said with errors about `-`. */
const FILE_CALLED_SO = `a file called ${STANDARD} is ./${STANDARD}`;

/** The options of an export that a document has no use for. */
export type DocumentOptions = {
  readonly plan: boolean;
  readonly overwrite: boolean;
  readonly update: boolean;
};

/**
 * Standard output for a document of a format.
 *
 * @throws UserError `usage` where it is closed or asked for something that is said of files; `unsupported` where the format is no text
 */
export function documentOutput(
  { name, toFile, isText }: Format,
  output: StandardOutput,
  options: DocumentOptions,
): (text: string) => Promise<void> {
  if (isText !== true) {
    const what = toFile === true ? 'is no text' : 'is a folder of files';
    throw new UserError('unsupported', `${name} ${what}: it cannot be written to standard output`, {
      hint: `name where to write it; ${FILE_CALLED_SO}`,
    });
  }
  const option = (['plan', 'overwrite', 'update'] as const).find((each) => options[each]);
  if (option !== undefined) {
    throw new UserError('usage', `--${option} is about files: there are none on standard output`, {
      hint: `leave it out, or name a file; ${FILE_CALLED_SO}`,
    });
  }
  if (output.kind === 'closed') throw new UserError('usage', output.message, { hint: output.hint });
  return output.write;
}

/** @throws UserError `unsupported` where standard input is named: files are read in places, and more than once */
export function refuseStandardInput(path: string | undefined): void {
  if (path !== STANDARD) return;
  throw new UserError(
    'unsupported',
    'standard input cannot be imported: files are read in places, and more than once',
    {
      hint: `write it to a file first, and name that; ${FILE_CALLED_SO}`,
    },
  );
}
