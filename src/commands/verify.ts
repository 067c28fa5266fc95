import { UserError } from '../diagnostics.ts';
import type { Format } from '../dataset/formats/define-format.ts';
import type { Finding } from '../output.ts';
import type { Paths } from './context.ts';
import { defineCommand } from './define-command.ts';
import { recognisedAt } from './recognised-at.ts';

export const verifyCommand = defineCommand({
  name: 'verify',
  summary: 'Check files of a format, which is named or recognised: what is wrong, and where.',
  params: [
    { name: 'format', type: 'verify-format' },
    { name: 'path', type: 'path', optional: true },
  ],
  flags: [],
  scope: 'none',
  effect: 'nothing',
  examples: ['verify yolo out/yolo', 'verify out/yolo'],
  run: async (input, { paths, job }) => {
    const { format, path } = await named(input, paths);
    const { formatNamed, formats } = await import('../dataset/formats/index.ts');
    const { verify } = formatNamed(format);
    if (verify === undefined) throw unverifiable(format, formats);
    const { refuseZip } = await import('../dataset/formats/refuse-zip.ts');
    await refuseZip(format, paths.read(path));
    const { checkManifest } = await import('../dataset/formats/manifest.ts');
    const { fewOfEach } = await import('../dataset/formats/verifying/few-of-each.ts');
    const few = fewOfEach(path, LISTED);
    const findings: Finding[] = [];
    for await (const finding of verify(paths.read(path), job)) findings.push(...few.pass([finding]));
    for await (const finding of checkManifest(paths.read(path), job)) findings.push(...few.pass([finding]));
    findings.push(...few.rest());
    return { kind: 'findings', findings, checked: `${format} files in ${path}` };
  },
});

/** Findings of a kind that are kept one by one, so that memory does not depend on how much is wrong. */
const LISTED = 1000;

type Named = { readonly format: string; readonly path: string };

/** Both words, or the path alone where its format is recognised. */
async function named(
  { format, path }: { readonly format: string; readonly path: string | undefined },
  paths: Paths,
): Promise<Named> {
  if (path !== undefined) return { format, path };
  const { formats } = await import('../dataset/formats/index.ts');
  const recognised = await recognisedAt(format, formats, { paths, called: 'verify' }).catch((error: unknown) => {
    throw unrecognised(error, format, formats);
  });
  if (recognised !== undefined) return { format: recognised.format, path: format };
  if (formats.some(({ name }) => name === format)) {
    throw new UserError('usage', `verify ${format} needs PATH`, { hint: 'verify FORMAT PATH, or PATH alone' });
  }
  throw new UserError('usage', `${format} is no format, and no file or folder is called so`, {
    hint: `verify FORMAT PATH; formats are ${verifiable(formats)}`,
  });
}

/** Of a file that is no known format: a table by its name, or what the format may be. */
function unrecognised(error: unknown, path: string, formats: readonly Format[]): unknown {
  if (!(error instanceof UserError) || error.code !== 'invalid') return error;
  // JSON may be of a format that is verified and was not known by its beginning.
  const table = formats.find(
    ({ name, verify }) => verify === undefined && name !== 'json' && path.endsWith(`.${name}`),
  );
  if (table !== undefined) return unverifiable(table.name, formats);
  return new UserError('invalid', error.message, {
    hint: `verify knows ${verifiable(formats)}: where it is one of them, name it before the path`,
    cause: error,
  });
}

function unverifiable(format: string, formats: readonly Format[]): UserError {
  return new UserError('unsupported', `files of ${format} cannot be verified`, {
    hint: `verify knows ${verifiable(formats)}`,
  });
}

function verifiable(formats: readonly Format[]): string {
  return formats
    .filter(({ verify }) => verify !== undefined)
    .map(({ name }) => name)
    .join(', ');
}
