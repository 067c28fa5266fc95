import type { Knowledge } from './completion.ts';

/** The dataset that an expression starts from; undefined where it starts from none, such as a field. */
export function sourceDataset(expression: string, { current, variables }: Knowledge): string | undefined {
  const opened = OPENED.exec(expression);
  if (opened !== null) return opened[2];
  const root = /^\s*([$\p{L}_][$\p{L}\p{N}_]*)/u.exec(expression)?.[1];
  if (root === undefined) return undefined;
  if (root === 'ds' || root === 'dataset') return current;
  const variable = variables.get(root);
  return variable?.kind === 'view' ? variable.plan.dataset : undefined;
}

/** Whether the expression is a whole dataset, as it is. */
export function isSource(expression: string): boolean {
  return /^\s*(?:ds|dataset)\s*$/u.test(expression) || expression.replace(OPENED, '').trim() === '';
}

/** `open('name')`, `fo.load_dataset("name")`. */
const OPENED = /^\s*(?:open|fo\s*\.\s*load_dataset)\s*\(\s*(['"])((?:(?!\1)[^\\])*)\1\s*\)/u;
