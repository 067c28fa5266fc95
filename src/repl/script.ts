import { UserError } from '../diagnostics.ts';
import { nearest } from '../dataset/model/nearest.ts';
import { isComplete } from './input/brackets.ts';
import { datasetLines, type Fingerprint, readDigest, type ScriptDataset } from './script-fingerprint.ts';

/** What a script says a step should come to: written by `save`, compared by `replay`. */
export type Evidence = {
  /** `sha256:...` of the whole result. */
  readonly digest: string;
  /** What was shown, as lines. */
  readonly shown: readonly string[];
};

/** One statement of a script and where it begins. */
export type ScriptStep = {
  readonly statement: string;
  /** 1-based line of the script where it begins, and where it ends. */
  readonly line: number;
  readonly lastLine: number;
  readonly evidence: Evidence | undefined;
  /** From `#? error CODE`: the step is meant to fail. */
  readonly expectedError: string | undefined;
  /** From `#? skip`. */
  readonly skip: boolean;
};

/** A script as parsed. `dataset` is from `#: dataset ds NAME`. */
export type Script = {
  readonly steps: readonly ScriptStep[];
  readonly dataset: string | undefined;
  /** That of the dataset when the script was written. */
  readonly fingerprint: Fingerprint;
  readonly params: Readonly<Record<string, string | number | boolean>>;
};

const FORMAT = 1;

/**
 * Reads a session script: statements are bare lines, continued while brackets are open; lines that begin with `#:` are the
 * header, `#=` what was shown, `#@` digests, `#?` expectations; other lines with `#` are prose.
 *
 * @throws UserError `unsupported` for a newer format, `syntax` for a statement that does not end
 */
export function parseScript(text: string): Script {
  const draft = new Draft();
  const lines = text.split(/\r?\n/u);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const sigil = /^#[:=@?]/u.exec(line)?.[0];
    if (sigil !== undefined) draft.note(sigil, line.slice(2).replace(/^ /u, ''), i + 1);
    else if (line.trim() !== '' && !line.trimStart().startsWith('#')) i = draft.statement(lines, i);
  }
  return draft.script();
}

/** Lines of a statement from `start` on, with the index of its last line. */
function readStatement(lines: readonly string[], start: number): { readonly statement: string; readonly end: number } {
  let statement = '';
  let end = start;
  for (let next: number | undefined = start; next !== undefined; next = chainedLine(lines, end + 1)) {
    statement = lines.slice(start, next + 1).join('\n');
    for (end = next; !isComplete(statement); statement += `\n${lines[end] ?? ''}`) {
      end++;
      if (end === lines.length) throw neverEnds(start + 1);
    }
  }
  return { statement: statement.trimEnd(), end };
}

/** The index of the line from `at` on that goes on with a chain, `.count()`: comments may stand before it, but for notes of the script. */
function chainedLine(lines: readonly string[], at: number): number | undefined {
  let next = at;
  while (/^\s*#(?![:=@?])/u.test(lines[next] ?? '')) next++;
  return /^\s*\.\w/u.test(lines[next] ?? '') ? next : undefined;
}

function neverEnds(line: number): UserError {
  return new UserError('syntax', `the statement that begins on line ${String(line)} does not end`, {
    hint: 'close its brackets and quotes',
  });
}

type OpenStep = {
  statement: string;
  line: number;
  lastLine: number;
  shown: string[];
  digest?: string;
  error?: string;
  skip: boolean;
};

/** Collects a script line by line. */
class Draft {
  readonly #steps: OpenStep[] = [];
  readonly #params: Record<string, string | number | boolean> = {};
  #dataset: string | undefined;
  #fingerprint: Fingerprint = {};

  statement(lines: readonly string[], start: number): number {
    const { statement, end } = readStatement(lines, start);
    // `#? error` and the like may stand behind the statement.
    const expectation = /\s#\?\s*(.*)$/u.exec(statement);
    const bare = expectation === null ? statement : statement.slice(0, expectation.index).trimEnd();
    this.#steps.push({ statement: bare, line: start + 1, lastLine: end + 1, shown: [], skip: false });
    if (expectation !== null) this.#expect(expectation[1] ?? '');
    return end;
  }

  note(sigil: string, text: string, line: number): void {
    const step = this.#steps.at(-1);
    if (sigil === '#:') this.#header(text, line);
    else if (sigil === '#?') this.#expect(text);
    else if (sigil === '#=') step?.shown.push(text);
    else if (step !== undefined) {
      const digest = /sha256:[0-9a-f]+/u.exec(text)?.[0];
      if (digest !== undefined) step.digest = digest;
    }
  }

  script(): Script {
    const steps = this.#steps.map(({ statement, line, lastLine, shown, digest, error, skip }) => ({
      statement,
      line,
      lastLine,
      evidence: digest === undefined ? undefined : { digest, shown },
      expectedError: error,
      skip,
    }));
    return { steps, dataset: this.#dataset, fingerprint: this.#fingerprint, params: this.#params };
  }

  #expect(text: string): void {
    const step = this.#steps.at(-1);
    if (step === undefined) return;
    const error = /^error\s+(\S+)/u.exec(text.trim());
    if (error?.[1] !== undefined) step.error = error[1];
    if (text.trim() === 'skip') step.skip = true;
  }

  #header(text: string, line: number): void {
    const [word = '', ...rest] = text.trim().split(/\s+/u);
    if (word === 'quadrat' && Number(rest[0]) > FORMAT) {
      throw new UserError('unsupported', `line ${String(line)}: this script is of format ${rest[0] ?? ''}`, {
        hint: `this Quadrat reads format ${String(FORMAT)}; use a newer one`,
      });
    }
    if (word === 'dataset') this.#dataset = readName(text.trim());
    if (word === 'digest') this.#fingerprint = { ...this.#fingerprint, ...readDigest(rest) };
    if (word === 'param') this.#param(text);
  }

  #param(text: string): void {
    const found = /^\s*param\s+([A-Za-z_]\w*)\s*=\s*(.*)$/u.exec(text);
    if (found?.[1] !== undefined) this.#params[found[1]] = parseParam(found[2] ?? '');
  }
}

/** The name in `dataset ds NAME`; one with white space or quotes is written as a JSON string. */
function readName(text: string): string | undefined {
  const found = /^dataset\s+\S+\s+(?:("(?:[^"\\]|\\.)*")|(\S+))/u.exec(text);
  return found?.[1] === undefined ? found?.[2] : (JSON.parse(found[1]) as string);
}

/** A parameter's value as written: a number, true, false, or a string with or without quotes. */
export function parseParam(text: string): string | number | boolean {
  const trimmed = text.trim();
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/iu.test(trimmed)) return Number(trimmed);
  const quoted = /^(['"])(.*)\1$/u.exec(trimmed);
  return quoted?.[2] ?? trimmed;
}

/** Values of `name=value` pairs as given on a command line; of several for one name the last. @throws UserError `usage` */
export function paramsFrom(pairs: readonly string[]): Record<string, string | number | boolean> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const found = /^([A-Za-z_]\w*)=(.*)$/su.exec(pair);
      if (found?.[1] === undefined) {
        throw new UserError('usage', `--param ${pair} is not name=value`, { hint: '--param split=val' });
      }
      return [found[1], parseParam(found[2] ?? '')];
    }),
  );
}

/**
 * Refuses parameters that a script neither declares nor uses.
 * @throws UserError `usage` with the nearest name
 */
export function checkParams({ params, steps }: Script, given: Iterable<string>): void {
  const used = steps.flatMap(({ statement }) =>
    [...statement.matchAll(/\$\{?([A-Za-z_]\w*)/gu)].map(([, name = '']) => name),
  );
  const known = new Set([...Object.keys(params), ...used]);
  for (const name of given) {
    if (known.has(name)) continue;
    const near = nearest(name, known);
    throw new UserError('usage', `the script has no parameter ${name}`, {
      hint: near === undefined ? `it has ${[...known].join(', ') || 'none'}` : `did you mean ${near}?`,
    });
  }
}

/** What the header of a script says of the session that wrote it. */
export type ScriptHeader = {
  readonly tool: string;
  readonly dataset: ScriptDataset | undefined;
};

/** A step as it was run. */
export type WrittenStep = {
  readonly statement: string;
  readonly evidence: Evidence | undefined;
  readonly error?: string;
};

/** Writes a script that `parseScript` reads back. */
export function formatScript(header: ScriptHeader, steps: readonly WrittenStep[]): string {
  const { dataset } = header;
  const lines = ['#!/usr/bin/env -S quadrat replay', `#: quadrat ${String(FORMAT)}`, `#: tool ${header.tool}`];
  if (dataset !== undefined) lines.push(...datasetLines(dataset));
  lines.push('');
  for (const { statement, evidence, error } of steps) {
    lines.push(statement);
    if (error !== undefined) lines.push(`#? error ${error}`);
    if (evidence !== undefined) lines.push(...evidenceLines(evidence));
  }
  return `${lines.join('\n')}\n`;
}

/** The script with other evidence, by step; prose, header and statements stay as they are. */
export function withEvidence(text: string, evidence: readonly (Evidence | undefined)[]): string {
  const byLine = new Map(parseScript(text).steps.map(({ lastLine }, i) => [lastLine, evidence[i]]));
  return text
    .split('\n')
    .flatMap((line, i) => {
      if (/^#[=@]/u.test(line)) return [];
      const found = byLine.get(i + 1);
      return found === undefined ? [line] : [line, ...evidenceLines(found)];
    })
    .join('\n');
}

function evidenceLines({ shown, digest }: Evidence): readonly string[] {
  return [...shown.map((line) => (line === '' ? '#=' : `#= ${line}`)), `#@ ${digest}`];
}
