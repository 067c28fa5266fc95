import { stripComments } from './comments.ts';

/** A statement without its comments and without the `&` that sends it behind the prompt; `ampersand` is its offset. */
export type Trimmed = { readonly text: string; readonly ampersand: number | undefined };

/**
 * Takes the `&` off that ends a statement. It is a word of its own or stands behind a bracket: `pull reef &`,
 * `v.export('yolo', 'out')&`; `a&` is a name.
 */
export function trimStatement(statement: string): Trimmed {
  const text = stripComments(statement);
  if (!/(?<=[\s)])&$/u.test(text)) return { text, ampersand: undefined };
  return { text: text.slice(0, -1).trimEnd(), ampersand: text.length - 1 };
}

/** Whether a statement asks to go on behind the prompt. */
export function isSentBehind(statement: string): boolean {
  return trimStatement(statement).ampersand !== undefined;
}
