import { type Document, LineCounter, parseDocument } from 'yaml';
import { UserError } from '../diagnostics.ts';

/** A configuration file as it was read: its tree, and where its lines begin. */
export type Configuration = { readonly document: Document; readonly lines: LineCounter };

/**
 * Reads the text of a configuration file; `path` is for the error. What stands in the file is not repeated: it may hold a
 * password.
 *
 * @throws UserError `invalid` with the line
 */
export function parseConfiguration(text: string, path: string): Configuration {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error === undefined) return { document, lines };
  const { line } = lines.linePos(error.pos[0]);
  throw new UserError(
    'invalid',
    `${path}:${String(line)}: no YAML: ${MISTAKES[error.code] ?? 'the line cannot be read'}`,
    {
      hint: 'write `name: value`, one a line; docs/shell.md shows a file',
    },
  );
}

/** The mistakes people make. */
const MISTAKES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'the same name stands there twice',
  TAB_AS_INDENT: 'a tab where blanks are needed',
  BAD_INDENT: 'lines of one list begin at different columns',
  MULTIPLE_DOCS: 'a second document begins',
  MISSING_CHAR: 'a quote or bracket is not closed, or a colon is missing',
};
