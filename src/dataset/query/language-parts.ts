import type { BinaryOperator } from './ast.ts';

/** A function or an operator of expressions, as help and the reference show it. `example` has blanks: see examples.ts. */
export type LanguagePart = {
  readonly name: string;
  /** How it is written. */
  readonly call: string;
  /** What it gives, also where a value is missing. */
  readonly summary: string;
  readonly example: string;
};

/** What can be called in expressions and is no method. */
export const functionParts: readonly LanguagePart[] = [
  part('missing', 'missing(x)', 'True where there is no value.', 'missing({labels})'),
  part('exists', 'exists(x)', 'True where there is a value; an empty list and 0 are values.', 'exists({labels})'),
  part('area', 'area({ normalised? })', measure('The area of its outline, holes left out'), '{labels}.map(area())'),
  part(
    'perimeter',
    'perimeter({ normalised? })',
    measure('The length of its outline, holes included'),
    '{labels}.map(perimeter())',
  ),
  part(
    'bbox',
    'bbox({ normalised? })',
    measure('Its bounding box, [x, y, width, height] from the top left corner'),
    '{labels}.map(bbox()[2])',
  ),
  part('vertices', 'vertices()', 'Of a label: the number of vertices of its outline.', '{labels}.map(vertices())'),
  part('F', "F('path')", "FiftyOne's way to name a field; `F()` is what is looked at.", "F('{text}').lower()"),
  part('len', 'len(x)', 'The length of a list, of labels or of text; 0 where it is missing.', 'len(tags)'),
  part('date', "date('2021-05-01')", 'A date; also `datetime(2021, 5, 1)`.', "date('2021-05-01').year()"),
  part(
    'timedelta',
    'timedelta(days)',
    'A span of time to add to a date or to take from it; also hours=, minutes=.',
    "(date('2021-05-01') + timedelta(days=31)).month()",
  ),
  part('str', 'str(x)', 'The value as text; missing where it is.', 'str({number})'),
  part('abs', 'abs(x)', 'The number without its sign; missing where it is.', 'abs({number} - {middle})'),
  part(
    'round',
    'round(x)',
    'The nearest whole number, halves to the even one; missing where it is.',
    'round({number} / 7)',
  ),
  part('float', "float('inf')", 'A number that has no literal; `nan` is missing.', "{number} < float('inf')"),
  part(
    'F.any',
    'F.any([...])',
    'True where one of the conditions holds.',
    'F.any([{number} < {middle}, missing({text})])',
  ),
  part(
    'F.all',
    'F.all([...])',
    'True where all conditions hold; of none, true.',
    'F.all([{number} > 0, exists({text})])',
  ),
  part('F.literal', 'F.literal(x)', 'The value itself.', 'F.literal(3)'),
  part('F.range', 'F.range(start, stop)', 'Whole numbers from start, or 0, up to stop, not included.', 'F.range(1, 4)'),
  part('F.enumerate', 'F.enumerate(list)', 'Its members, each with its place from 0.', 'F.enumerate(tags)'),
  part('F.zip', 'F.zip(a, b)', 'Members of lists at the same place, together.', 'F.zip(tags, tags)'),
];

const OPERATORS: Readonly<Record<BinaryOperator, readonly [call: string, summary: string, example: string]>> = {
  '==': ['a == b', 'Equal. A missing value equals no other; `x == null` asks for it.', '{text} == {value}'],
  '!=': ['a != b', 'Not equal: true where one is missing.', '{text} != {value}'],
  '<': ['a < b', 'Less; text by its code points. False where one is missing.', '{number} < {middle}'],
  '<=': ['a <= b', 'Less or equal. False where one is missing.', '{number} <= {middle}'],
  '>': ['a > b', 'Greater. False where one is missing.', '{number} > {middle}'],
  '>=': ['a >= b', 'Greater or equal. False where one is missing.', '{number} >= {middle}'],
  in: [
    'a in [...]',
    'One of them; of a list on the right, a member. `null` among them stands for missing.',
    '{text} in [{value}, null]',
  ],
  '&&': ['a && b, a & b', 'Both hold; what is missing does not.', '{number} > {low} && {text} == {value}'],
  '||': ['a || b, a | b', 'One of them holds.', '{number} > {low} || {text} == {value}'],
  '+': ['a + b', 'The sum; of texts, one after the other. Missing where one is.', '{number} + 1'],
  '-': ['a - b', 'The difference; of dates in milliseconds. Missing where one is.', '{number} - {low}'],
  '*': ['a * b', 'The product. Missing where one is.', '{number} * 2'],
  '/': ['a / b', 'The quotient; missing where one is, and where b is 0.', '{number} / 4'],
  '%': ['a % b', 'The remainder; missing where one is, and where b is 0.', '{number} % 4'],
  '**': ['a ** b', 'The power. Missing where one is.', '2 ** 10'],
};

/** Operators and what else is written with signs. */
export const operatorParts: readonly LanguagePart[] = [
  ...Object.entries(OPERATORS).map(([name, [call, summary, example]]) => part(name, call, summary, example)),
  part('!', '!a, ~a', 'True where a does not hold, also where it is missing.', '!({number} > {middle})'),
  part('?:', 'a ? b : c', 'b where a holds, else c.', "{number} > {middle} ? 'late' : 'early'"),
  part(
    '[i]',
    'list[i]',
    'A member, from 0, or from the end where it is negative; missing where there is none.',
    'tags[0]',
  ),
  part('[a:b]', 'list[a:b]', 'Members from a up to b, not included.', 'tags[0:1]'),
  part('=>', 'x => ...', 'An expression of each member, where F() would do as well.', 'tags.map(tag => tag.upper())'),
];

function part(name: string, call: string, summary: string, example: string): LanguagePart {
  return { name, call, summary, example };
}

function measure(what: string): string {
  return `Of a label: ${what.charAt(0).toLowerCase()}${what.slice(1)}, in pixels, with \`normalised\` as fractions of the picture. Missing where the size of the picture is needed and not known.`;
}
