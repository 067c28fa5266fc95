import { type Fix, UserError } from '../diagnostics.ts';
import { nearest } from '../dataset/model/nearest.ts';
import type { AnyCommand } from '../commands/define-command.ts';
import { commandNamed } from '../commands/command-named.ts';
import { quoteWord } from '../dataset/model/words.ts';

/** What a line may have been meant to name. */
export type Meant = { readonly commands: readonly AnyCommand[]; readonly datasets: readonly string[] };

/** An error for a line that is no expression because it was meant to be something else; else undefined. */
export function meantInstead(line: string, meant: Meant): UserError | undefined {
  return shellLine(line, meant) ?? datasetAlone(line, meant) ?? unknownCommand(line, meant);
}

/** A line for another shell: `quadrat reef`, `run FILE`. */
function shellLine(line: string, meant: Meant): UserError | undefined {
  const found = /^(\s*)(?:quadrat(?:\s+(.*\S))?|(run(?:\s.*\S)?))\s*$/su.exec(line);
  if (found === null) return undefined;
  const [, indent = '', rest, script] = found;
  const written = line.slice(indent.length).trimEnd();
  const message =
    script === undefined ? 'this is quadrat already: its name is left out' : 'in this shell a script is replayed';
  return new UserError('unknown-command', message, {
    span: { start: indent.length, end: indent.length + written.length },
    ...hintOf(typedHere(script ?? rest, meant)),
  });
}

function hintOf(typed: string | undefined): { readonly hint: string; readonly fix?: Fix } {
  if (typed === undefined) return { hint: 'help lists the commands' };
  const hint = `write ${typed}`;
  return typed === 'replay FILE' ? { hint } : { hint, fix: { written: null, meant: typed } };
}

/** What stands for the words behind `quadrat`. */
function typedHere(words: string | undefined, { commands, datasets }: Meant): string | undefined {
  if (words === undefined) return undefined;
  const script = /^run(?:\s+(.*))?$/su.exec(words);
  if (script !== null) return /^(?:--help|-h)$/u.test(script[1] ?? '') ? 'help run' : `replay ${script[1] ?? 'FILE'}`;
  const name = datasetNamed(words, datasets);
  if (name !== undefined) return `open ${quoteWord(name)}`;
  const isName = /^[\w-]+$/u.test(words) && commandNamed(words, commands) === undefined;
  return isName ? `open ${words}` : words;
}

/** The name of a dataset, and nothing else. */
function datasetAlone(line: string, { datasets }: Meant): UserError | undefined {
  const written = line.trim();
  const name = datasetNamed(written, datasets);
  if (name === undefined) return undefined;
  const start = line.indexOf(written);
  const typed = `open ${quoteWord(name)}`;
  return new UserError('unknown-command', `${written} is a dataset`, {
    span: { start, end: start + written.length },
    hint: `write ${typed}`,
    fix: { written: null, meant: typed },
  });
}

function datasetNamed(text: string, datasets: readonly string[]): string | undefined {
  const name = /^(['"])(.*)\1$/su.exec(text)?.[2] ?? text;
  return datasets.find((each) => each.toLowerCase() === name.toLowerCase());
}

/** A first word that was meant to be a command. */
function unknownCommand(line: string, { commands }: Meant): UserError | undefined {
  const found = /^\s*\.?([a-z][\w-]*)(\s+[\w'"./-]|\s*$)/iu.exec(line);
  if (found?.[1] === undefined) return undefined;
  const start = line.indexOf(found[1]);
  const near = nearest(
    found[1].toLowerCase(),
    commands.map(({ name }) => name),
  );
  return new UserError('unknown-command', `no command or variable ${found[1]}`, {
    span: { start, end: start + found[1].length },
    hint: near === undefined ? 'help lists the commands' : `did you mean ${near}?`,
    ...(near !== undefined && { fix: { written: found[1], meant: near } }),
  });
}

/** What an expression begins with where it names a dataset: that is opened in it, `open('reef')`. */
export function datasetInExpression(error: UserError, text: string, { datasets }: Meant): UserError | undefined {
  const { code, span } = error;
  const written = code === 'unknown-name' && span !== undefined ? text.slice(span.start, span.end) : '';
  if (!datasets.includes(written)) return undefined;
  const meant = `open('${written}')`;
  const fix: Fix = { written: null, meant };
  return new UserError(code, `${written} is a dataset, not a variable`, {
    ...(span && { span }),
    hint: `write ${meant}`,
    fix,
  });
}
