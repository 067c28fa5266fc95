import type { Database } from 'better-sqlite3';
import { UserError } from '../../diagnostics.ts';
import type { Job } from '../model/job.ts';
import { nearest } from '../model/nearest.ts';
import { BUILT_IN_FIELDS, type Field } from '../model/schema.ts';
import { clearField, cloneField, exchangeNulls } from './field-columns.ts';
import type { OpenEditor } from './dataset-editor.ts';
import { type FieldState, isList } from './field-table.ts';
import { bumpRevision } from './journal.ts';

/** Changes whole fields, values and labels alike, on all samples. Built-in fields are refused (`invalid`), unknown ones `unknown-field`. */
export type FieldEditor = {
  /** Gives a field another name; samples and labels stay. `exists` */
  renameField(from: string, to: string): Promise<void>;
  /** A second field with the same values, or with labels that have the same ids. `exists` */
  cloneField(from: string, to: string): Promise<void>;
  /** Makes a field missing on all samples. */
  clearField(name: string): Promise<void>;
  /** Removes a field with its values or labels. */
  removeField(name: string): Promise<void>;
};

/** An editor on a database in a change. */
export function fieldEditor(editing: {
  readonly db: Database;
  readonly editor: OpenEditor;
  readonly job: Job;
}): FieldEditor {
  const { editor } = editing;
  const known = (name: string): FieldState => expectField(editor, name);
  const edit = async (work: () => Promise<void>): Promise<void> => {
    editor.flush();
    await work();
    editor.flush();
    bumpRevision(editing.db);
  };
  return {
    renameField: (from, to) =>
      edit(async () => {
        const field = known(from);
        if (from === to) return;
        expectFree(editor, to);
        editor.fields.rename(from, to);
        editing.db.prepare('UPDATE field SET name = ? WHERE id = ?').run(to, field.id);
        await exchangeNulls(editing, from, [to]);
      }),
    cloneField: (from, to) =>
      edit(async () => {
        const field = known(from);
        expectFree(editor, to);
        await cloneField(editing, { from: field, to: declareLike(editor, field, to) }, (labels) =>
          editor.reserveLabels(labels),
        );
      }),
    clearField: (name) => edit(() => clearField(editing, known(name))),
    removeField: (name) =>
      edit(async () => {
        const field = known(name);
        await clearField(editing, field);
        editor.fields.remove(name);
        editing.db.prepare('DELETE FROM field WHERE id = ?').run(field.id);
      }),
  };
}

function expectField({ fields: { fields } }: OpenEditor, name: string): FieldState {
  const field = fields.get(name);
  if (field !== undefined) return field;
  if (name === 'metadata' || Object.hasOwn(BUILT_IN_FIELDS, name)) {
    throw new UserError('invalid', `${name} is a field that every sample has: it stays`, {
      hint: 'other fields can be renamed, cloned, cleared and deleted',
    });
  }
  const near = nearest(name, [...fields.keys()]);
  throw new UserError('unknown-field', `there is no field ${JSON.stringify(name)}`, {
    hint: near === undefined ? 'schema() lists the fields' : `did you mean ${near}?`,
  });
}

function expectFree({ fields: { fields } }: OpenEditor, name: string): void {
  if (!fields.has(name)) return;
  throw new UserError('exists', `there is a field ${name} already`, {
    hint: `choose another name, or delete that one first: deleteSampleField('${name}')`,
  });
}

/** A field that is what another is, but for its name. */
function declareLike({ fields }: OpenEditor, field: FieldState, name: string): FieldState {
  const [added] = fields.declare(plainField(field, name));
  if (added === undefined) throw new Error('a free name was declared');
  if (added.field.kind === 'value' && field.kind === 'value') added.field.element = field.element;
  if (added.field.kind === 'labels' && field.kind === 'labels') {
    const { label, most, classes } = field;
    Object.assign(added.field, { label, most, classes });
  }
  return added.field;
}

function plainField(field: FieldState, name: string): Field {
  if (field.kind === 'value') return { kind: 'value', name, type: field.type };
  const attributes = Object.fromEntries(field.attributes);
  return { kind: 'labels', name, label: field.label ?? 'mixed', list: isList(field), attributes };
}
