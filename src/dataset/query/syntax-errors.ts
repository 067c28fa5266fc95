import { quoteText } from '../model/words.ts';
import { type Span, UserError } from '../../diagnostics.ts';
import { pythonSlip } from './python-slips.ts';

/**
 * Says in a sentence what the parser stumbled over.
 * @param start where in `text`, in UTF-16 units
 * @param message TypeScript's own words
 */
export function explainSyntax(text: string, start: number, length: number, message: string): UserError {
  const from = Math.min(start, text.length);
  const span = { start: from, end: Math.min(from + length, text.length) };
  return (
    curlyQuotes(text, from) ??
    pythonSlip(text, from) ??
    new UserError('syntax', plainMessage(text, from, message), { span })
  );
}

/** Quotes as word processors set them: the text between them is what was meant. */
function curlyQuotes(text: string, at: number): UserError | undefined {
  if (!CURLY.test(text.charAt(at))) return undefined;
  const [written = text.charAt(at), inside] = CURLY_TEXT.exec(text.slice(at)) ?? [];
  const meant = inside === undefined ? undefined : quoteText(inside);
  return new UserError('syntax', `${text.charAt(at)} does not begin a text here`, {
    span: { start: at, end: at + written.length },
    hint: meant === undefined ? 'write \' or "' : `write ' or ": ${meant}`,
    ...(meant !== undefined && { fix: { written: null, meant } }),
  });
}

const CURLY = /[“”„«»‘’‚]/;
const CURLY_TEXT = /^[“”„«»‘’‚]([^“”„«»‘’‚\n]*)[“”„«»‘’]/;

/** Refuses a kind of expression that TypeScript has and the language does not. */
export function explainNode(kind: string, span: Span): UserError {
  const words = NODES.get(kind) ?? { what: 'this' };
  return new UserError('syntax', `${words.what} is not part of the query language`, {
    span,
    ...(words.hint !== undefined && { hint: words.hint }),
  });
}

const NODES: ReadonlyMap<string, { readonly what: string; readonly hint?: string }> = new Map([
  ['ArrowFunction', { what: 'an arrow function', hint: 'write it as the argument of a method: list.map(x => x * 2)' }],
  ['FunctionExpression', { what: 'a function', hint: 'write the condition itself, fields are known by their names' }],
  ['FunctionDeclaration', { what: 'a function' }],
  ['TemplateExpression', { what: 'a text with values inside', hint: 'write the text out, or use a parameter: $name' }],
  ['SpreadElement', { what: 'spreading (...)' }],
  ['SpreadAssignment', { what: 'spreading (...)' }],
  ['ShorthandPropertyAssignment', { what: 'an option without a value', hint: 'write name: value' }],
  ['ComputedPropertyName', { what: 'a computed key' }],
  ['AwaitExpression', { what: 'await', hint: 'results are awaited by themselves' }],
  ['VariableStatement', { what: 'const, let or var', hint: 'write name = expression' }],
  ['FirstStatement', { what: 'const, let or var', hint: 'write name = expression' }],
  ['Block', { what: 'a block in braces' }],
  ['IfStatement', { what: 'if' }],
  ['ForStatement', { what: 'a loop' }],
  ['ForOfStatement', { what: 'a loop' }],
  ['WhileStatement', { what: 'a loop' }],
  ['ImportDeclaration', { what: 'import of a module' }],
  ['PropertyAccessExpression', { what: '?.', hint: 'use . : a missing value stays missing' }],
  ['ElementAccessExpression', { what: '?.', hint: 'use [...] : a missing value stays missing' }],
  ['PostfixUnaryExpression', { what: '++ or --' }],
  ['PrefixUnaryExpression', { what: '++ or --' }],
  ['BigIntLiteral', { what: 'a number that ends in n', hint: 'leave the n out' }],
  ['TypeOfExpression', { what: 'typeof' }],
  ['EmptyStatement', { what: 'an empty statement' }],
]);

function plainMessage(text: string, at: number, message: string): string {
  const early = at >= text.trimEnd().length ? 'the statement ends too early: ' : '';
  const missing = /^'(.+)' expected\.$/.exec(message)?.[1];
  if (missing === ';') return 'the statement should end here, or an operator is missing';
  if (missing !== undefined) return early === '' ? `${missing} is expected here` : `${early}${missing} is missing`;
  if (/^(Expression|Declaration or statement) expected\.$/.test(message)) return `${early}a value is expected here`;
  const known = MESSAGES.find(([pattern]) => pattern.test(message));
  return known?.[1] ?? message.replace(/\.$/, '').replace(/^./, (letter) => letter.toLowerCase());
}

const MESSAGES: readonly (readonly [RegExp, string])[] = [
  [/^Unterminated (string|template)/, 'the closing quote of this text is missing'],
  [/^Unterminated regular/, 'the closing / of this pattern is missing'],
  [/^Invalid character/, 'this character has no meaning here'],
];
