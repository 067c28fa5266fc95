import { DEMO_WORDS } from '../../src/commands/help/example-words.ts';
import { parameterWords, pythonSignature, signatureOf } from '../../src/commands/help/signature.ts';
import { fillExample } from '../../src/dataset/query/examples.ts';
import { functionParts, type LanguagePart, operatorParts } from '../../src/dataset/query/language-parts.ts';
import type { Method } from '../../src/dataset/query/methods/define-method.ts';
import { METHODS } from '../../src/dataset/query/methods/index.ts';
import { snakeCase } from '../../src/dataset/query/param.ts';
import type { Verb } from '../../src/dataset/query/verbs/define-verb.ts';
import { verbGroups } from '../../src/dataset/query/verbs/index.ts';
import { type Output } from '../../src/output.ts';
import { renderOutput } from '../../src/render/index.ts';
import { formatValue } from '../../src/render/value.ts';

/** What a statement yields on the demo reef. */
export type Ask = (statement: string) => Promise<Output>;

const LOOK = { columns: 80, colour: 0, unicode: true, theme: 'dark', maxRows: 4 } as const;
const LINES = 5;
const CELL = 44;

/** The reference of the language as Markdown: every verb, method, function and operator, with what its examples show. */
export async function languageReference(ask: Ask): Promise<string> {
  const sections: string[] = [];
  for (const [group, verbs] of Object.entries(verbGroups)) {
    sections.push(`### Verbs: ${group}`);
    for (const verb of verbs) sections.push(await verbSection(verb, ask));
  }
  for (const [on, methods] of Map.groupBy(METHODS, (method) => method.on)) {
    sections.push(`### Methods of ${RECEIVERS[on]}`, await table(methods.map(methodRow), ask));
  }
  sections.push('### Functions', await table(functionParts.map(partRow), ask));
  sections.push('### Operators', await table(operatorParts.map(partRow), ask));
  return sections.join('\n\n');
}

const RECEIVERS: Readonly<Record<Method['on'], string>> = {
  labels: 'a field of labels',
  list: 'lists',
  text: 'text',
  number: 'numbers',
  bool: 'conditions',
  date: 'dates',
  value: 'any value',
};

async function verbSection(verb: Verb, ask: Ask): Promise<string> {
  const { name, summary, missing, params, examples } = verb;
  const shown: string[] = [];
  for (const example of examples) shown.push(await exampleLines(filled(example), ask));
  const list = params.map((param) => `- \`${param.name}\`: ${parameterWords(param)}`);
  return [
    `#### ${name}`,
    `\`${signatureOf(verb)}\`${theirs(verb)}`,
    summary,
    ...(list.length === 0 ? [] : [list.join('\n')]),
    ...(missing === null ? [] : [`_Missing:_ ${missing}`]),
    `\`\`\`text\n${shown.join('\n\n')}\n\`\`\``,
  ].join('\n\n');
}

/** FiftyOne's spelling where it differs. */
function theirs({ name, aliases, params, ours }: Verb): string {
  const original = aliases.includes('match') ? 'match' : snakeCase(name);
  const differs = original !== name || params.some((param) => snakeCase(param.name) !== param.name);
  return differs && ours !== true ? `, in FiftyOne \`${pythonSignature({ name: original, params })}\`` : '';
}

async function exampleLines(statement: string, ask: Ask): Promise<string> {
  const lines = renderOutput(await ask(statement), LOOK)
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd());
  const cut = lines.length > LINES ? [...lines.slice(0, LINES), '…'] : lines;
  return [`> ${statement}`, ...cut].join('\n');
}

type Row = { readonly call: string; readonly summary: string; readonly example: string };

function methodRow(method: Method): Row {
  const others = method.aliases.filter((alias) => alias !== snakeCase(method.name));
  const also = others.length === 0 ? '' : ` Also \`${others.join('`, `')}\`.`;
  return { call: signatureOf(method), summary: method.summary + also, example: method.example };
}

function partRow({ call, summary, example }: LanguagePart): Row {
  return { call, summary, example };
}

/** A table of expressions, each with what it is worth in the first sample. */
async function table(rows: readonly Row[], ask: Ask): Promise<string> {
  const lines: string[] = [];
  for (const { call, summary, example } of rows) {
    const expression = filled(example);
    lines.push(row([code(call), summary, code(expression), code(await worth(expression, ask))]));
  }
  return [row(['written', 'gives', 'example', 'in the first sample']), row(['--', '--', '--', '--']), ...lines].join(
    '\n',
  );
}

async function worth(expression: string, ask: Ask): Promise<string> {
  const output = await ask(`ds.limit(1).values(${expression})`);
  const text = output.kind === 'list' ? formatValue(output.values[0], LOOK) : '';
  return text.length > CELL ? `${text.slice(0, CELL)}…` : text;
}

function filled(example: string): string {
  return fillExample(example, DEMO_WORDS) ?? example;
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
