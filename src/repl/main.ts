import { join } from 'node:path';
import { namesOf } from '../commands/command-named.ts';
import { commands } from '../commands/index.ts';
import { quoteWord } from '../dataset/model/words.ts';
import { EXIT, exitCodeOf, UserError } from '../diagnostics.ts';
import { renderBug, renderDiagnostic, renderWarning } from '../render/diagnostic.ts';
import { toJsonError } from '../render/json.ts';
import { type Invocation, parseArgv } from './argv.ts';
import { runHeadless } from './headless.ts';
import { failureOf } from './printer.ts';
import { logBug } from './home.ts';
import type { Host, Run } from './host.ts';
import { lookOf } from './look.ts';
import { unwritableOutput } from './lost-output.ts';
import { absolutePath, expectFolder, homeOf } from './open-session.ts';
import { openSettings } from './settings/settings-store.ts';
import { checkParams, paramsFrom, parseScript } from './script.ts';
import { statementsIn } from './statements-in.ts';
import { readTextFile } from './text-files.ts';
import { VERSION } from './version.ts';

/** Runs a command line and gives the exit code. Never throws. */
export async function main(host: Host): Promise<number> {
  const code = await codeOfRun(host);
  await host.output.flushed();
  const unwritable = unwritableOutput(host.output);
  if (unwritable === undefined) return code;
  host.stderr.write(renderDiagnostic(unwritable, null, lookOf(host, 'stderr', 'auto')));
  return code === EXIT.ok ? EXIT.failed : code;
}

async function codeOfRun(host: Host): Promise<number> {
  try {
    const invocation = parseArgv(host.argv, COMMAND_NAMES);
    expectFolder(homeOf(host), invocation.mode);
    const settings = await openSettings({ home: homeOf(host), env: host.env, unique: String(host.pid) });
    return await run({ ...host, settings }, invocation);
  } catch (error) {
    const look = lookOf(host, 'stderr', 'auto');
    if (isJson(host.argv)) host.stdout.write(`${toJsonError(failureOf(error), FIRST_STEP)}\n`);
    if (error instanceof UserError) {
      host.stderr.write(renderDiagnostic(error, null, look));
    } else {
      const log = logBug(homeOf(host), error, new Date().toISOString());
      host.stderr.write(renderBug({ message: error instanceof Error ? error.message : String(error), log }, look));
    }
    return exitCodeOf(error);
  }
}

/** Whether documents were asked for, also by a command line that cannot be read. */
function isJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end)).includes('--json');
}

/** What fails before any step does so in place of the first. */
const FIRST_STEP = 1;

const COMMAND_NAMES: ReadonlySet<string> = new Set(commands.flatMap(namesOf));

async function run(host: Run, invocation: Invocation): Promise<number> {
  const { mode } = invocation;
  tellMistakes(host, invocation);
  switch (mode.kind) {
    case 'version':
      host.stdout.write(`quadrat ${VERSION}\n`);
      return EXIT.ok;
    case 'help':
      return runWords(host, invocation, mode.name === undefined ? ['help'] : ['help', mode.name]);
    case 'command':
      return runWords(host, invocation, mode.words);
    case 'statements':
      return runHeadless(
        host,
        invocation,
        mode.statements.flatMap(statementsIn).map((text) => ({ text, place: '' })),
        paramsFrom(invocation.params),
      );
    case 'script':
      return runScript(host, invocation, mode.file, await readTextFile(absolutePath(mode.file, host.cwd)));
    case 'shell':
      return runShell(host, invocation);
  }
}

/** Says what is wrong with the settings, and goes on without them; the screen says it itself, and `set` fails with it. */
function tellMistakes(host: Run, { mode, colour }: Invocation): void {
  const mistakes = host.settings.mistakes();
  const isSet = mode.kind === 'command' && mode.words[0] === 'set';
  const isScreen = mode.kind === 'shell' && host.stdin.isTTY === true && host.stdout.isTTY === true;
  if (mistakes === undefined || isSet || isScreen || mode.kind === 'version') return;
  host.stderr.write(renderWarning(mistakes.message, mistakes.hint, lookOf(host, 'stderr', colour)));
}

/** A command whose words the shell has already split; `--param` belongs to it. */
function runWords(host: Run, invocation: Invocation, words: readonly string[]): Promise<number> {
  const params = invocation.params.flatMap((param) => ['--param', param]);
  const replay = words[0] === 'replay' ? replayOptions(invocation) : [];
  const text = [...words, ...params, ...replay].map(asWord).join(' ');
  return runHeadless(host, invocation, [{ text, place: '' }], {});
}

/** Options of every run that are options of `replay`, too: it has a session of its own. */
function replayOptions({ keepGoing, dataset }: Invocation): readonly string[] {
  return [...(keepGoing ? ['--keep-going'] : []), ...(dataset === undefined ? [] : ['--dataset', dataset])];
}

/** Quotes a word so that it stays one; of `--name=value` only the value. */
function asWord(word: string): string {
  const flag = /^--[a-z-]+=/u.exec(word)?.[0];
  return flag === undefined ? quoteWord(word) : flag + quoteWord(word.slice(flag.length));
}

async function runScript(host: Run, invocation: Invocation, name: string, text: string): Promise<number> {
  const script = parseScript(text);
  const given = paramsFrom(invocation.params);
  checkParams(script, Object.keys(given));
  const statements = script.steps
    .filter(({ skip }) => !skip)
    .map(({ statement, line, expectedError }) => ({
      text: statement,
      place: `${name}:${String(line)}: `,
      expectedError,
    }));
  const dataset = invocation.dataset ?? script.dataset;
  return runHeadless(host, { ...invocation, dataset }, statements, { ...script.params, ...given });
}

/** The shell where there is a terminal for it; else a script from stdin. `npm start` without a terminal shows the demo. */
async function runShell(host: Run, invocation: Invocation): Promise<number> {
  const { stdin, stdout, env } = host;
  const isTerminal = stdin.isTTY === true && stdout.isTTY === true;
  if (isTerminal && env['TERM'] !== 'dumb' && !invocation.json) {
    const { runScreen } = await import('./run-screen.ts');
    return runScreen(host, invocation);
  }
  refuseResume(invocation);
  if (env['npm_lifecycle_event'] === 'start' && env['npm_package_name'] === 'quadrat' && host.argv.length === 0) {
    const text = await readTextFile(join(host.root, 'examples', 'first-look.quadrat'));
    return runScript(host, { ...invocation, dataset: 'demo' }, 'examples/first-look.quadrat', text);
  }
  if (stdin.isTTY === true) {
    const { runLines } = await import('./run-lines.ts');
    return runLines(host, invocation);
  }
  return runScript(host, invocation, 'stdin', await readAll(stdin));
}

/** What is gone on with is a screen. */
function refuseResume({ mode }: Invocation): void {
  if (mode.kind !== 'shell' || mode.resume === undefined) return;
  throw new UserError('usage', '--resume needs a terminal', { hint: 'quadrat sessions lists what there is to resume' });
}

async function readAll(stdin: Host['stdin']): Promise<string> {
  stdin.setEncoding('utf8');
  let text = '';
  for await (const chunk of stdin) text += String(chunk);
  return text;
}
