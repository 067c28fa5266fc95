import type { Answer, Value } from '../answer.ts';
import type { CatalogField } from '../catalog.ts';
import { listKeyOf } from '../../model/schema.ts';
import { labelsOf } from '../bind/properties.ts';
import type { Row, Sql } from '../statement.ts';
import { call, constant, type Term } from '../term.ts';
import { BOOL, INT, STRING, typeOfField } from '../type.ts';
import type { Compiled } from './compiled.ts';
import { join, raw, sql, withAll } from './fragment.ts';
import { printerFor } from './print-term.ts';
import type { Printer } from './printer.ts';
import { fromSamples, type View } from './view.ts';

/** Columns that the statement yields for each field. */
const COUNTS = 3;

/** In how many samples of the view each field is missing, empty and present, and how many labels it has. */
export function compileSchema(view: View): Compiled {
  const { fields } = view.catalog;
  const counts = fields.flatMap((field) => fieldCounts(field, printerFor(view)));
  return {
    sql: sql`${withAll(view.tables)}select ${join([raw('count(*)'), ...counts], ', ')} ${fromSamples(view)}`,
    width: 1 + counts.length,
    read: ([row]) => readSchema(fields, row ?? []),
  };
}

function fieldCounts(field: CatalogField, { condition, value }: Printer): readonly Sql[] {
  const term = termOf(field);
  const missing = condition(call('missing', [term], BOOL));
  const size = field.kind === 'labels' ? value(call('length', [term], INT)) : sql`null`;
  const empty = emptiness(field, term);
  return [sql`total(${missing})`, empty === undefined ? raw('0') : sql`total(${condition(empty)})`, sql`sum(${size})`];
}

function termOf(field: CatalogField): Term {
  if (field.kind === 'labels') return labelsOf(field);
  return { kind: 'field', name: field.name, type: typeOfField(field.type, field.element) };
}

/** Empty is something that is there and holds nothing: no labels, no members, no text. */
function emptiness(field: CatalogField, term: Term): Term | undefined {
  const present = call('exists', [term], BOOL);
  if (field.kind === 'labels' || field.type === 'list') {
    return call('and', [present, call('equal', [call('length', [term], INT), constant(0, INT)], BOOL)], BOOL);
  }
  return field.type === 'string' ? call('equal', [term, constant('', STRING)], BOOL) : undefined;
}

function readSchema(fields: readonly CatalogField[], row: Row): Answer {
  const samples = Number(row[0] ?? 0);
  const rows = fields.map((field, i): readonly Value[] => {
    const [missing, empty, labels] = row.slice(1 + i * COUNTS, 1 + (i + 1) * COUNTS).map(Number);
    const present = samples - (missing ?? 0) - (empty ?? 0);
    return [
      field.name,
      typeName(field),
      missing ?? 0,
      empty ?? 0,
      present,
      field.kind === 'labels' ? (labels ?? 0) : null,
    ];
  });
  return {
    kind: 'table',
    columns: [
      { name: 'field', type: 'string' },
      { name: 'type', type: 'string' },
      { name: 'missing', type: 'int' },
      { name: 'empty', type: 'int' },
      { name: 'present', type: 'int' },
      { name: 'labels', type: 'int' },
    ],
    rows,
    total: rows.length,
    of: { what: 'samples', total: samples },
  };
}

function typeName(field: CatalogField): string {
  if (field.kind === 'labels') return field.list ? listKeyOf(field.label) : field.label;
  return field.element === undefined ? field.type : `${field.type} of ${field.element}`;
}
