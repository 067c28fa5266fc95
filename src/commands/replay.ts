import { defineCommand } from './define-command.ts';

export const replayCommand = defineCommand({
  name: 'replay',
  summary: 'Run a script again and compare every result with what it recorded.',
  params: [{ name: 'file', type: 'path' }],
  flags: [
    { name: 'param', type: 'string', list: true, summary: 'Another value for a parameter: name=value.' },
    { name: 'effects', type: 'bool', summary: 'Run statements that change datasets too.' },
    { name: 'keep-going', type: 'bool', summary: 'Go on after a step that fails.' },
    { name: 'update', type: 'bool', summary: 'Write what came out into the script, and the digests of the dataset.' },
    { name: 'frozen', type: 'bool', summary: 'Refuse to start when the dataset is not as it was.' },
    { name: 'dataset', short: 'd', type: 'dataset', summary: 'Another dataset than the script names.' },
  ],
  scope: 'none',
  effect: 'session',
  examples: ['replay session.quadrat'],
  run: async ({ file, param, effects, keepGoing, update, frozen, dataset }, { files, paths, session }) => {
    const text = await files.readText(paths.read(file));
    const { verdicts, updated } = await session.replay(text, {
      params: param ?? [],
      effects: effects === true,
      keepGoing: keepGoing === true,
      frozen: frozen === true,
      update: update === true,
      dataset,
    });
    if (update === true) await files.writeText(paths.write(file), updated, () => true);
    return { kind: 'verdict', verdicts };
  },
});
