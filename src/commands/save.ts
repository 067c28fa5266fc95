import { defineCommand } from './define-command.ts';

export const saveCommand = defineCommand({
  name: 'save',
  summary: 'Write the session as a script with digests; replay runs and compares it.',
  params: [{ name: 'file', type: 'path' }],
  flags: [],
  scope: 'none',
  effect: 'session',
  examples: ['save session.quadrat'],
  run: async ({ file }, { files, paths, session }) => {
    await files.writeText(paths.write(file), await session.transcript());
    return { kind: 'text', text: `wrote ${file}; quadrat replay ${file} runs and compares it` };
  },
});
