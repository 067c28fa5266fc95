import type { Declaration, Flag } from '../declaration.ts';
import { columns } from './columns.ts';
import { commandText, flagRow } from './language-help.ts';

/** Options that the program itself takes, before a command is looked for. */
export const PROGRAM_OPTIONS: readonly Flag[] = [
  {
    name: 'command',
    short: 'c',
    type: 'string',
    list: true,
    summary: 'Run this statement and leave; several in turn.',
  },
  { name: 'dataset', short: 'd', type: 'dataset', summary: 'What ds is; default: the dataset that was open last.' },
  {
    name: 'param',
    type: 'string',
    list: true,
    summary: 'The value of a parameter: split=val is what $split stands for.',
  },
  {
    name: 'keep-going',
    type: 'bool',
    summary: 'Go on after a statement that fails; the exit code is that of the first.',
  },
  { name: 'json', type: 'bool', summary: 'Print results as JSON, a document a line.' },
  {
    name: 'color',
    type: 'string',
    choices: ['auto', 'always', 'never'],
    summary: 'Default: auto, on a terminal only.',
  },
  { name: 'resume', type: 'string', summary: 'Go on with the latest session, or the one named; sessions lists them.' },
  { name: 'version', type: 'bool', summary: 'Print the version.' },
  { name: 'help', short: 'h', type: 'bool', summary: 'Help, behind a command about that command.' },
];

/** `run`, which is a word of the command line alone: in the shell a script is replayed, or pasted. */
export const RUN: Declaration = {
  name: 'run',
  summary: 'Run the statements of a script in turn and print what they show, to the first that fails.',
  params: [{ name: 'file', type: 'path' }],
  flags: [
    ...PROGRAM_OPTIONS.filter(({ name }) => ['param', 'keep-going', 'json', 'color'].includes(name)),
    {
      name: 'dataset',
      short: 'd',
      type: 'dataset',
      summary: 'What ds is; default: the dataset that the script names.',
    },
  ],
  scope: 'none',
  effect: 'session',
  examples: ['quadrat run session.quadrat', 'quadrat run weekly.quadrat -d reef --param split=val'],
};

/** The forms of a call and the options of each. */
export function programPage(): string {
  return [
    ...columns([
      { name: 'quadrat [NAME]', summary: 'the shell, on a dataset where one is named' },
      { name: 'quadrat COMMAND ...', summary: 'one command; quadrat COMMAND --help says what it takes' },
      { name: 'quadrat -d NAME -c STATEMENT', summary: 'statements, such as "ds.count()"' },
      { name: 'quadrat run FILE', summary: 'the statements of a script' },
      { name: 'quadrat [NAME] < FILE', summary: 'the same without a name for it' },
    ]),
    '',
    ...columns(PROGRAM_OPTIONS.map(flagRow)),
    '',
    'help run explains run, help commands lists the commands',
  ].join('\n');
}

/** What a word of the command line is that is no command of the shell: `run`, `run --param`, `-c`; undefined for any other. */
export function programHelp(words: string): string | undefined {
  if (words === RUN.name) return `quadrat ${commandText(RUN)}\n\n${IN_THE_SHELL}`;
  const [, ofRun, option] = /^(run )?(--?[a-z-]+)(?:=.*)?$/u.exec(words) ?? [];
  if (option === undefined) return undefined;
  const flag = (ofRun === undefined ? PROGRAM_OPTIONS : RUN.flags).find((each) => isWritten(each, option));
  const name = ofRun === undefined ? 'quadrat' : 'quadrat run';
  return flag && columns([{ ...flagRow(flag), name: `${name} ${flagRow(flag).name}` }]).join('\n');
}

const IN_THE_SHELL = 'In the shell replay FILE runs a script again and compares; what is pasted is run as it is typed.';

function isWritten({ name, short }: Flag, option: string): boolean {
  return option === `--${name}` || option === `-${short ?? ''}`;
}
