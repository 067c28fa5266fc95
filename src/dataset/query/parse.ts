import { ts } from 'ts-morph';
import { type Span, UserError } from '../../diagnostics.ts';
import type { Argument, BinaryOperator, Entry, Expr, Statement } from './ast.ts';
import { type Respelled, respellPython } from './python-spelling.ts';
import { assignmentMistake, negationMistake } from './python-slips.ts';
import { CURRENT, openedDataset } from './sources.ts';
import { explainNode, explainSyntax } from './syntax-errors.ts';

/** Deeper nesting than this is refused, so that no later step can run out of stack. */
const MAX_DEPTH = 400;

/**
 * Reads one statement: an expression in TypeScript's syntax, or `name = expression`. Nothing of it is evaluated.
 * @throws UserError `syntax` with a span in `text`
 */
export function parseStatement(text: string): Statement {
  try {
    const respelled = respellPython(text);
    const file = ts.createSourceFile('statement.ts', respelled.text, ts.ScriptTarget.ES2023, false, ts.ScriptKind.TS);
    const source: Source = { ...respelled, original: text, file };
    const root = onlyExpression(source);
    return statementOf(source, root);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw tooDeep({ start: 0, end: text.length }, error);
  }
}

type Source = Respelled & { readonly original: string; readonly file: ts.SourceFile };

function onlyExpression(source: Source): ts.Expression {
  const { file, original } = source;
  const complaint = diagnosticsOf(file).find((diagnostic) => !belongsToSlice(source, diagnostic));
  if (complaint !== undefined) {
    const message = ts.flattenDiagnosticMessageText(complaint.messageText, ' ');
    throw explainSyntax(original, complaint.start, complaint.length, message);
  }
  const [first, second] = file.statements;
  if (first === undefined) throw explainSyntax(original, original.length, 0, 'Expression expected.');
  if (!ts.isExpressionStatement(first)) throw explainNode(ts.SyntaxKind[first.kind], spanOf(source, first));
  if (second !== undefined) {
    throw new UserError('syntax', 'one statement at a time', {
      span: spanOf(source, second),
      hint: 'write the second on a line of its own',
    });
  }
  return first.expression;
}

/** The parser records what it stumbled over, but the type does not say so. */
function diagnosticsOf(file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  return (file as ts.SourceFile & { readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics;
}

/** `xs[:2]` and `xs[2:]` lack an operand of what stands for the colon. */
function belongsToSlice({ slices, text }: Source, { start }: ts.DiagnosticWithLocation): boolean {
  const before = text.slice(0, start).trimEnd().length - 1;
  return slices.has(start) || (slices.has(before) && text.charAt(start) === ']');
}

function statementOf(source: Source, root: ts.Expression): Statement {
  if (!isAssignment(root))
    return { name: undefined, nameSpan: undefined, expression: convert(source, printed(source, root), 0) };
  const nameSpan = spanOf(source, root.left);
  if (!ts.isIdentifier(root.left)) throw assignmentMistake(source.original, spanOf(source, root.operatorToken));
  const name = root.left.text;
  const expression = convert(source, root.right, 0);
  const hint = refusedName(name, expression);
  if (hint === undefined) return { name, nameSpan, expression };
  throw new UserError('syntax', `${name} has a meaning of its own and cannot be given another`, {
    span: nameSpan,
    hint,
  });
}

/** What to do in place of giving a name a meaning; undefined where it may have it. */
function refusedName(name: string, expression: Expr): string | undefined {
  if (CURRENT.has(name)) {
    if (openedDataset(expression) !== undefined) return undefined;
    return `choose another name: v = ...; ${name} = open('NAME') makes it another dataset`;
  }
  return /^(F|_\d*|True|False|None)$/.test(name) || name.startsWith('$') ? 'choose another name' : undefined;
}

/** `print(view)` of a notebook shows what the expression in it does. */
function printed(source: Source, root: ts.Expression): ts.Expression {
  if (!ts.isCallExpression(root) || !ts.isIdentifier(root.expression) || root.expression.text !== 'print') return root;
  const [shown, another] = root.arguments;
  if (shown !== undefined && another === undefined && !isAssignment(shown)) return shown;
  throw new UserError('syntax', 'print shows one expression', {
    span: spanOf(source, root),
    hint: 'write a line for each, with print or without: view.count()',
  });
}

function convert(source: Source, node: ts.Node, depth: number): Expr {
  const span = spanOf(source, node);
  if (depth > MAX_DEPTH) throw tooDeep(span);
  const below = (child: ts.Node): Expr => convert(source, child, depth + 1);
  return (
    literal(source, node, span) ??
    reference(source, node, span, below) ??
    collection(source, node, span, below) ??
    operation(source, node, span, below) ??
    refuse(node, span)
  );
}

type Below = (node: ts.Node) => Expr;

function literal({ original, rawStrings, file }: Source, node: ts.Node, span: Span): Expr | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    const raw = rawStrings.has(node.getStart(file));
    return { kind: 'literal', value: raw ? original.slice(span.start + 1, span.end - 1) : node.text, span };
  }
  if (ts.isNumericLiteral(node)) return { kind: 'literal', value: Number(node.text), span };
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf('/');
    return { kind: 'regex', source: node.text.slice(1, end), flags: node.text.slice(end + 1), span };
  }
  const named = NAMED_LITERALS.get(node.getText(file));
  return named === undefined || !isWord(node) ? undefined : { kind: 'literal', value: named, span };
}

function isWord({ kind }: ts.Node): boolean {
  return kind === ts.SyntaxKind.Identifier || WORDS.has(kind);
}

const WORDS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
]);

/** NaN is missing to every query, as the store keeps it. */
const NAMED_LITERALS: ReadonlyMap<string, null | boolean | number> = new Map<string, null | boolean | number>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['True', true],
  ['False', false],
  ['None', null],
  ['undefined', null],
  ['NaN', null],
  ['Infinity', Infinity],
]);

function reference(source: Source, node: ts.Node, span: Span, below: Below): Expr | undefined {
  if (ts.isIdentifier(node)) return { kind: 'name', name: node.text, span };
  if (ts.isNewExpression(node)) {
    return {
      kind: 'call',
      callee: below(node.expression),
      args: argumentsOf(source, node.arguments ?? [], below),
      span,
    };
  }
  // `a?.b` is refused with the kinds that are not known.
  if (ts.isOptionalChain(node)) return undefined;
  if (ts.isPropertyAccessExpression(node)) {
    const nameSpan = spanOf(source, node.name);
    return { kind: 'member', object: below(node.expression), name: node.name.text, nameSpan, span };
  }
  if (ts.isElementAccessExpression(node)) return subscript(source, node, below);
  if (!ts.isCallExpression(node) || node.typeArguments !== undefined) return undefined;
  const callee = spanOf(source, node.expression);
  if (source.original.slice(callee.start, callee.end) === 'not') throw negationMistake(source.original, callee);
  return { kind: 'call', callee: below(node.expression), args: argumentsOf(source, node.arguments, below), span };
}

function subscript(source: Source, node: ts.ElementAccessExpression, below: Below): Expr {
  const span = spanOf(source, node);
  const { argumentExpression: index, expression } = node;
  if (!isSlice(source, index)) return { kind: 'index', object: below(expression), index: below(index), span };
  if (isSlice(source, index.left)) {
    throw new UserError('syntax', 'a slice with a step is not part of the query language', {
      span: spanOf(source, index),
      hint: 'use [from:to]',
    });
  }
  const bound = (side: ts.Expression): Expr | null => (side.getStart(source.file) >= side.end ? null : below(side));
  return { kind: 'slice', object: below(expression), from: bound(index.left), to: bound(index.right), span };
}

function isSlice({ slices, file }: Source, node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && slices.has(node.operatorToken.getStart(file));
}

function argumentsOf(source: Source, nodes: readonly ts.Expression[], below: Below): readonly Argument[] {
  return nodes.map((node) => {
    if (ts.isArrowFunction(node)) return { value: arrow(source, node, below) };
    if (!isAssignment(node)) return { value: below(node) };
    const equals = spanOf(source, node.operatorToken);
    if (!ts.isIdentifier(node.left)) throw assignmentMistake(source.original, equals);
    const at = spanOf(source, node.left);
    const value = ts.isArrowFunction(node.right) ? arrow(source, node.right, below) : below(node.right);
    return { value, keyword: { name: source.original.slice(at.start, at.end), span: at, equals } };
  });
}

/** Most who write `year => 2` mean `>=`. */
function refuseMisspeltComparison(name: string, body: Expr, span: Span): void {
  if (body.kind !== 'literal' && (body.kind !== 'name' || body.name === name)) return;
  throw new UserError('syntax', `=> makes a function, and this one does not use ${name}`, {
    span,
    hint: `use >= to compare, or write what it makes of ${name}`,
  });
}

/** `x => x > 2`, with one name and an expression. */
function arrow(source: Source, node: ts.ArrowFunction, below: Below): Expr {
  const span = spanOf(source, node);
  const [parameter, another] = node.parameters;
  const plain = parameter !== undefined && ts.isIdentifier(parameter.name) && parameter.type === undefined;
  const bare = parameter?.initializer === undefined && parameter?.dotDotDotToken === undefined;
  if (!plain || !bare || another !== undefined || ts.isBlock(node.body)) {
    const hint = 'write x => x > 2; in reduce, VALUE is the total and F() the member';
    throw new UserError('syntax', 'a function here has one name and an expression', { span, hint });
  }
  const name = parameter.name.getText(source.file);
  const body = below(node.body);
  refuseMisspeltComparison(name, body, span);
  return { kind: 'arrow', parameter: name, body, span };
}

function collection(source: Source, node: ts.Node, span: Span, below: Below): Expr | undefined {
  if (ts.isArrayLiteralExpression(node) && source.dicts.has(node.getStart(source.file))) {
    return { kind: 'object', entries: dictEntries(source, node, below), span };
  }
  if (ts.isArrayLiteralExpression(node)) return { kind: 'list', items: node.elements.map(below), span };
  if (ts.isObjectLiteralExpression(node)) {
    return { kind: 'object', entries: node.properties.map((property) => entryOf(source, property, below)), span };
  }
  if (!ts.isParenthesizedExpression(node)) return undefined;
  const inner = node.expression;
  const items = isComma(inner) ? tupleItems(inner) : null;
  return items === null ? below(inner) : { kind: 'list', items: items.map(below), span };
}

function isComma(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken;
}

/** `(a, b)` is a tuple to Python and a list here. */
function tupleItems(node: ts.Expression): readonly ts.Expression[] {
  const items: ts.Expression[] = [];
  let rest = node;
  while (isComma(rest)) {
    items.unshift(rest.right);
    rest = rest.left;
  }
  return [rest, ...items];
}

function entryOf(source: Source, property: ts.ObjectLiteralElementLike, below: Below): Entry {
  const span = spanOf(source, property);
  if (!ts.isPropertyAssignment(property)) throw explainNode(ts.SyntaxKind[property.kind], span);
  const { name } = property;
  if (ts.isComputedPropertyName(name)) throw explainNode('ComputedPropertyName', spanOf(source, name));
  const at = spanOf(source, name);
  const value = keyValue(name);
  const key = value === null ? null : name.text;
  return { key, name: { kind: 'literal', value, span: at }, span: at, value: below(property.initializer) };
}

function keyValue(name: Exclude<ts.PropertyName, ts.ComputedPropertyName>): null | boolean | number | string {
  if (ts.isNumericLiteral(name)) return Number(name.text);
  const literal = ts.isIdentifier(name) && name.text !== 'undefined' ? NAMED_LITERALS.get(name.text) : undefined;
  return literal === undefined ? name.text : literal;
}

/** Keys and values in turn: so a dict of Python whose keys are expressions is handed to the parser. */
function dictEntries(source: Source, { elements }: ts.ArrayLiteralExpression, below: Below): readonly Entry[] {
  return elements.flatMap((key, i) => {
    const value = elements[i + 1];
    if (i % 2 === 1 || value === undefined) return [];
    const name = below(key);
    const written = name.kind === 'literal' ? name.value : key.getText(source.file);
    return [{ key: written === null ? null : String(written), name, span: spanOf(source, key), value: below(value) }];
  });
}

function operation(source: Source, node: ts.Node, span: Span, below: Below): Expr | undefined {
  if (ts.isPrefixUnaryExpression(node)) return unary(node, span, below);
  if (ts.isConditionalExpression(node)) {
    const { condition, whenTrue, whenFalse } = node;
    return { kind: 'conditional', test: below(condition), then: below(whenTrue), otherwise: below(whenFalse), span };
  }
  if (!ts.isBinaryExpression(node)) return undefined;
  const operator = OPERATORS.get(node.operatorToken.kind);
  if (operator === undefined) {
    const written = node.operatorToken.getText(source.file);
    const at = spanOf(source, node.operatorToken);
    if (written === '=') throw assignmentMistake(source.original, at);
    throw new UserError('syntax', `operator ${written} is not part of the query language`, { span: at });
  }
  return { kind: 'binary', operator, left: below(node.left), right: below(node.right), span };
}

function unary({ operator, operand }: ts.PrefixUnaryExpression, span: Span, below: Below): Expr | undefined {
  if (operator === ts.SyntaxKind.PlusToken) return below(operand);
  if (operator === ts.SyntaxKind.MinusToken) return { kind: 'unary', operator: '-', operand: below(operand), span };
  const negates = operator === ts.SyntaxKind.ExclamationToken || operator === ts.SyntaxKind.TildeToken;
  return negates ? { kind: 'unary', operator: '!', operand: below(operand), span } : undefined;
}

const OPERATORS: ReadonlyMap<ts.SyntaxKind, BinaryOperator> = new Map<ts.SyntaxKind, BinaryOperator>([
  [ts.SyntaxKind.EqualsEqualsToken, '=='],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '=='],
  [ts.SyntaxKind.ExclamationEqualsToken, '!='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '!='],
  [ts.SyntaxKind.LessThanToken, '<'],
  [ts.SyntaxKind.LessThanEqualsToken, '<='],
  [ts.SyntaxKind.GreaterThanToken, '>'],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>='],
  [ts.SyntaxKind.InKeyword, 'in'],
  [ts.SyntaxKind.AmpersandAmpersandToken, '&&'],
  [ts.SyntaxKind.AmpersandToken, '&&'],
  [ts.SyntaxKind.BarBarToken, '||'],
  [ts.SyntaxKind.BarToken, '||'],
  [ts.SyntaxKind.PlusToken, '+'],
  [ts.SyntaxKind.MinusToken, '-'],
  [ts.SyntaxKind.AsteriskToken, '*'],
  [ts.SyntaxKind.SlashToken, '/'],
  [ts.SyntaxKind.PercentToken, '%'],
  [ts.SyntaxKind.AsteriskAsteriskToken, '**'],
]);

function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

function refuse(node: ts.Node, span: Span): never {
  throw explainNode(ts.SyntaxKind[node.kind], span);
}

function tooDeep(span: Span, cause?: unknown): UserError {
  return new UserError('syntax', 'this is nested too deeply', { span, hint: 'split it into several steps', cause });
}

function spanOf({ file, original }: Source, node: ts.Node): Span {
  const end = Math.min(node.end, original.length);
  return { start: Math.min(node.getStart(file), end), end };
}
