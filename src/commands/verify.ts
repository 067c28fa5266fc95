import { UserError } from '../diagnostics.ts';
import type { Finding } from '../output.ts';
import { defineCommand } from './define-command.ts';

export const verifyCommand = defineCommand({
  name: 'verify',
  summary: 'Check files of a format: what is wrong, and where.',
  params: [
    { name: 'format', type: 'verify-format' },
    { name: 'path', type: 'path' },
  ],
  flags: [],
  scope: 'none',
  effect: 'nothing',
  examples: ['verify yolo out/yolo'],
  run: async ({ format, path }, { paths, job }) => {
    const { formatNamed } = await import('../dataset/formats/index.ts');
    const { verify } = formatNamed(format);
    if (verify === undefined) throw new UserError('unsupported', `files of ${format} cannot be verified yet`);
    const { checkManifest } = await import('../dataset/formats/manifest.ts');
    const findings: Finding[] = [];
    for await (const finding of verify(paths.read(path), job)) findings.push(finding);
    for await (const finding of checkManifest(paths.read(path), job)) findings.push(finding);
    return { kind: 'findings', findings, checked: `${format} files in ${path}` };
  },
});
