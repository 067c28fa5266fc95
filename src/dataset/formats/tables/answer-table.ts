import { UserError } from '../../../diagnostics.ts';
import type { Answer } from '../../query/answer.ts';
import type { Table } from './table.ts';

/** The result of a query as a table: a list is one column, a scalar one cell. @throws UserError `bad-argument` for a view */
export function answerTable(answer: Answer): Table {
  switch (answer.kind) {
    case 'table':
      return { columns: answer.columns.map(({ name }) => name), rows: () => answer.rows };
    case 'list':
      return { columns: ['value'], rows: () => answer.values.map((value) => [value]) };
    case 'scalar':
      return { columns: ['value'], rows: () => [[answer.value]] };
    case 'view':
    case 'sample':
    case 'samples':
      throw new UserError('bad-argument', 'that yields samples, not a table', {
        hint: 'leave --table out and name the view with --view',
      });
  }
}
