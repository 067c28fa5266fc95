import type { Sql, SqlValue } from '../statement.ts';

/**
 * A statement for people to read: its values in their places, each relation and clause of the outermost levels on a line of
 * its own. It can be run in any SQLite that has the functions beside SQLite's own.
 */
export function sqlText({ text, params }: Sql): string {
  let next = 0;
  const value = (): string => valueText(params[next++] ?? null);
  const tokens = (text.match(TOKENS) ?? []).map((token) => (token === '?' ? value() : token));
  const state: Layout = { out: '', depth: 0, relation: false, word: '' };
  for (const token of tokens) lay(token, state);
  return state.out.replaceAll(/[ \t]+\n/g, '\n');
}

const TOKENS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\w+|\s+|./gs;

function valueText(value: SqlValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  return value instanceof Uint8Array ? `x'${Buffer.from(value).toString('hex')}'` : String(value);
}

type Layout = { out: string; depth: number; relation: boolean; word: string };

/** Words that begin a clause. */
const CLAUSES = new Set(['select', 'from', 'where', 'group', 'order', 'limit', 'union', 'cross', 'left', 'join']);

function lay(token: string, state: Layout): void {
  if (token === '(') open(state);
  else if (token === ')') state.depth -= 1;
  else if (token === 'select' && state.depth === 0) state.relation = false;
  const before = beginsClause(token, state) ? `${state.out.trimEnd()}\n${'    '.repeat(state.depth)}` : state.out;
  const betweenRelations = token === ',' && state.depth === 0 && state.relation;
  state.out = `${before}${token}${betweenRelations ? '\n' : ''}`;
  if (/\w/.test(token)) state.word = token;
}

/** A bracket behind `as` holds a relation of `with`. */
function open(state: Layout): void {
  if (state.depth === 0) state.relation = state.out.startsWith('with') && /^(?:as|materialized)$/.test(state.word);
  state.depth += 1;
}

function beginsClause(token: string, { out, word, depth, relation }: Layout): boolean {
  const outermost = depth === 0 || (depth === 1 && relation);
  if (!outermost || !CLAUSES.has(token) || out === '') return false;
  return token !== 'join' || (word !== 'cross' && word !== 'left');
}
