import { UserError } from '../diagnostics.ts';
import { parseScript } from './script.ts';

/**
 * The statements of a text that was typed or pasted: none in a comment, several where each has lines of its own. A text that
 * does not divide, because something in it is not closed, is one statement, so that its mistake is shown.
 */
export function statementsIn(text: string): readonly string[] {
  try {
    return parseScript(text).steps.map(({ statement }) => statement);
  } catch (error) {
    if (error instanceof UserError) return [text];
    throw error;
  }
}
