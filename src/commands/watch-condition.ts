import type { Answer, Value } from '../dataset/query/answer.ts';

/** What is waited for: an expression, compared with a number, or by itself: then it is to be true, or not empty. */
export type Condition = { readonly expression: string; readonly compare: ((n: number) => boolean) | undefined };

/** Reads `EXPRESSION`, or `EXPRESSION >= 100`. */
export function readCondition(text: string): Condition {
  const found = /^(.*?)\s*(==|!=|<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)\s*$/su.exec(text);
  const [, expression, operator, number] = found ?? [];
  const compare = COMPARE.get(operator ?? '');
  if (expression === undefined || compare === undefined) return { expression: text.trim(), compare: undefined };
  return { expression, compare: (n) => compare(n, Number(number)) };
}

/** Whether an answer is what is waited for. Of a view its samples count, of a table its rows. */
export function holds({ compare }: Condition, answer: Answer): boolean {
  const value = sizeOf(answer);
  if (compare !== undefined) return typeof value === 'number' && compare(value);
  return typeof value === 'number' ? value > 0 : value === true;
}

const COMPARE: ReadonlyMap<string, (a: number, b: number) => boolean> = new Map([
  ['==', (a, b) => a === b],
  ['!=', (a, b) => a !== b],
  ['<=', (a, b) => a <= b],
  ['>=', (a, b) => a >= b],
  ['<', (a, b) => a < b],
  ['>', (a, b) => a > b],
]);

function sizeOf(answer: Answer): Value {
  switch (answer.kind) {
    case 'scalar':
      return answer.value;
    case 'view':
      return answer.samples;
    case 'table':
      return answer.total;
    case 'list':
      return answer.values.length;
    case 'samples':
      return answer.samples.length;
    case 'sample':
      return 1;
  }
}
