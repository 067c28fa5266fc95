import { UserError } from '../diagnostics.ts';
import { PROGRAM_OPTIONS } from '../commands/help/program-help.ts';
import { nearest } from '../dataset/model/nearest.ts';

/** What a command line asks for. */
export type Invocation = {
  readonly mode:
    /** `resume`: the session to go on with, '' for the latest one. */
    | { readonly kind: 'shell'; readonly resume?: string }
    | { readonly kind: 'statements'; readonly statements: readonly string[] }
    | { readonly kind: 'command'; readonly words: readonly string[] }
    | { readonly kind: 'script'; readonly file: string }
    | { readonly kind: 'version' }
    | { readonly kind: 'help'; readonly name: string | undefined };
  readonly dataset: string | undefined;
  readonly json: boolean;
  readonly keepGoing: boolean;
  readonly colour: 'auto' | 'always' | 'never';
  readonly params: readonly string[];
};

type Draft = {
  statements: string[];
  words: string[];
  params: string[];
  dataset?: string;
  json: boolean;
  keepGoing: boolean;
  colour: Invocation['colour'];
  asked?: 'version' | 'help';
  resume?: string;
};

/**
 * Reads a command line. Options that every run understands may stand anywhere; the others belong to the command. Names of
 * commands win over names of datasets.
 *
 * @throws UserError `usage`
 */
export function parseArgv(argv: readonly string[], commandNames: ReadonlySet<string>): Invocation {
  const draft: Draft = { statements: [], words: [], params: [], json: false, keepGoing: false, colour: 'auto' };
  const rest = [...argv];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') {
      draft.words.push(...rest.splice(0));
    } else if (isAskedAbout(arg, rest, draft) || !readGlobal(arg, rest, draft)) {
      draft.words.push(arg);
    }
  }
  const { dataset, json, keepGoing, colour, params } = draft;
  return { ...modeOf(draft, dataset, commandNames), json, keepGoing, colour, params };
}

/** Whether an option is what help is asked about, `help -c` or `-c --help`, and not one of this call. */
function isAskedAbout(arg: string, rest: readonly string[], { words: [first] }: Draft): boolean {
  const option = PROGRAM_OPTIONS.find(({ name, short }) => arg === `--${name}` || arg === `-${short ?? ''}`);
  if (option === undefined || SHAPES_HELP.has(option.name)) return false;
  if (option.type === 'bool') return first === 'help';
  return isHelp(rest[0]) || (first === 'help' && rest[0] === undefined);
}

/** Options of which `help` itself makes use. */
const SHAPES_HELP: ReadonlySet<string> = new Set(['help', 'json']);

function isHelp(arg: string | undefined): boolean {
  return arg === '--help' || arg === '-h';
}

/** Takes an option that every run understands, with its value from `rest`; false when it is not one. */
function readGlobal(arg: string, rest: string[], draft: Draft): boolean {
  const [name = '', inline] = arg.startsWith('--') ? splitOnce(arg) : [arg];
  const value = (): string => {
    const found = inline ?? rest.shift();
    if (found === undefined) throw new UserError('usage', `${name} needs a value`, { hint: USAGE });
    return found;
  };
  switch (name) {
    case '-c':
    case '--command':
      draft.statements.push(value());
      return true;
    case '-d':
    case '--dataset':
      draft.dataset = value();
      return true;
    case '--param':
      draft.params.push(value());
      return true;
    case '--color':
    case '--colour':
      draft.colour = colourFrom(value());
      return true;
    default:
      return readSwitch(arg, rest, draft);
  }
}

/** The session of `--resume=ID` or `--resume ID`; '' where none is named, for the latest. */
function sessionIn(arg: string, rest: string[]): string {
  const [, inline] = splitOnce(arg);
  return inline ?? (SESSION_ID.test(rest[0] ?? '') ? (rest.shift() ?? '') : '');
}

/** How sessions are called: when they began, and their process. */
const SESSION_ID = /^\d{4}-\d{2}-\d{2}-\d{6}-\d+$/u;

function readSwitch(arg: string, rest: string[], draft: Draft): boolean {
  if (/^--resume(?:=|$)/u.test(arg)) draft.resume = sessionIn(arg, rest);
  else if (arg === '--json') draft.json = true;
  else if (arg === '--keep-going') draft.keepGoing = true;
  else if (arg === '--version') draft.asked = 'version';
  else if (isHelp(arg)) draft.asked = 'help';
  else return false;
  return true;
}

function modeOf(
  draft: Draft,
  dataset: string | undefined,
  commandNames: ReadonlySet<string>,
): Pick<Invocation, 'mode' | 'dataset'> {
  const { asked, statements, words } = draft;
  const [first] = words;
  if (draft.resume !== undefined) return resumed(draft.resume, words, dataset);
  if (asked === 'version') return { mode: { kind: 'version' }, dataset };
  if (asked === 'help') return { mode: { kind: 'help', name: first }, dataset };
  if (statements.length > 0) {
    if (first !== undefined) throw stray(first);
    return { mode: { kind: 'statements', statements }, dataset };
  }
  return first === undefined ? { mode: { kind: 'shell' }, dataset } : modeOfWords(words, first, dataset, commandNames);
}

function resumed(
  resume: string,
  [first, extra]: readonly string[],
  dataset: string | undefined,
): Pick<Invocation, 'mode' | 'dataset'> {
  if (extra !== undefined) throw stray(extra);
  if (dataset !== undefined && first !== undefined) throw stray(first);
  return { mode: { kind: 'shell', resume }, dataset: dataset ?? first };
}

function modeOfWords(
  words: readonly string[],
  first: string,
  dataset: string | undefined,
  commandNames: ReadonlySet<string>,
): Pick<Invocation, 'mode' | 'dataset'> {
  if (first === 'run') return { mode: { kind: 'script', file: fileOf(words) }, dataset };
  if (commandNames.has(first)) return { mode: { kind: 'command', words }, dataset };
  if (first.startsWith('-')) throw new UserError('usage', `no option ${first}`, { hint: nearOption(first) });
  if (isStatement(first)) throw statementAlone(first, dataset);
  // Beside `-d` it is no name of a dataset, either.
  if (words.length > 1 || dataset !== undefined) throw unknown(first, commandNames);
  return { mode: { kind: 'shell' }, dataset: first };
}

/** Whether a word goes on as no name of a command or dataset does: `ds.tag('x')`, `v = ds`. */
function isStatement(word: string): boolean {
  return /^\s*[A-Za-z_]\w*\s*(?:[([=]|\.\s*[A-Za-z_]\w*\s*[([])/u.test(word);
}

function statementAlone(word: string, dataset = 'NAME'): UserError {
  const shellWord = `'${word.replaceAll("'", "'\\''")}'`;
  return new UserError('usage', `a statement stands behind -c: ${word}`, {
    hint: `quadrat -d ${dataset} -c ${shellWord}`,
  });
}

/** FILE of `run FILE`. */
function fileOf([, file, extra]: readonly string[]): string {
  if (file === undefined) {
    throw new UserError('usage', 'run needs FILE', { hint: 'quadrat run FILE [--param name=value]' });
  }
  if (extra !== undefined) {
    throw new UserError('usage', `one word too many: ${extra}`, { hint: 'quadrat run FILE [--param name=value]' });
  }
  return file;
}

function splitOnce(arg: string): readonly [string, string | undefined] {
  const equals = arg.indexOf('=');
  return equals === -1 ? [arg, undefined] : [arg.slice(0, equals), arg.slice(equals + 1)];
}

function colourFrom(text: string): Invocation['colour'] {
  if (text === 'auto' || text === 'always' || text === 'never') return text;
  throw new UserError('usage', `--color is auto, always or never; not ${text}`);
}

function stray(word: string): UserError {
  return new UserError('usage', `one word too many: ${word}`, { hint: USAGE });
}

function unknown(word: string, commandNames: ReadonlySet<string>): UserError {
  const near = nearest(word, commandNames);
  return new UserError('unknown-command', `no command ${word}`, {
    hint: near === undefined ? 'quadrat help lists the commands' : `did you mean ${near}?`,
  });
}

function nearOption(option: string): string {
  const near = nearest(
    option,
    PROGRAM_OPTIONS.map(({ name }) => `--${name}`),
  );
  return near === undefined ? USAGE : `did you mean ${near}?`;
}

/** The forms of a call, on one line. */
const USAGE = 'quadrat [NAME] | quadrat COMMAND ... | quadrat -d NAME -c STATEMENT | quadrat run FILE';
