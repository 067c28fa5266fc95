import { quoteWord } from '../dataset/model/words.ts';
import { UserError } from '../diagnostics.ts';
import type { Output } from '../output.ts';
import { PLAN } from './change-output.ts';
import { changeView } from './change-view.ts';
import { nearest } from '../dataset/model/nearest.ts';
import { BUILT_IN_FIELDS } from '../dataset/model/schema.ts';
import type { Context, Target } from './context.ts';
import { defineCommand } from './define-command.ts';

export const saveCommand = defineCommand({
  name: 'save',
  summary:
    'Write the session as a script to replay; at the end of a view, write what its stages rewrote to its samples.',
  params: [{ name: 'file', type: 'path', optional: true }],
  flags: [
    { name: 'fields', type: 'string', summary: 'Of a view: only these fields, a,b.' },
    { name: 'overwrite', type: 'bool', summary: 'Of the session: replace the file that is there.' },
    PLAN,
  ],
  scope: 'view',
  effect: 'data',
  examples: ['save session.quadrat', "ds.mapLabels('gt_polylines', { Atrea: 'Astrea' }).save({ plan: true })"],
  run: ({ file, fields, plan, overwrite = false }, context) => {
    if (file !== undefined && !context.chained) return saveSession(file, overwrite, context);
    return saveView(fields ?? file, plan, context);
  },
});

async function saveSession(file: string, overwrite: boolean, { files, paths, session }: Context): Promise<Output> {
  const script = await session.transcript();
  await files.writeText(paths.write(file), script, (old) => overwrite || isContinued(old, script));
  return { kind: 'text', text: `wrote ${file}; quadrat replay ${quoteWord(file)} runs and compares it` };
}

/** Whether a script has all statements of another and goes on: nothing is lost where it takes its place. */
function isContinued(old: string, script: string): boolean {
  const [before, now] = [statementLines(old), statementLines(script)];
  return before.length > 0 && before.every((line, i) => line === now[i]);
}

/** What is no comment: results and digests are written as comments. */
function statementLines(script: string): readonly string[] {
  return script.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

/** As in FiftyOne, the fields may be the only argument. */
async function saveView(fields: string | undefined, plan: boolean | undefined, context: Context): Promise<Output> {
  const target = await context.target();
  if (target.plan.stages.length === 0) {
    throw new UserError('usage', 'save what? This view has no stages', {
      hint: 'save FILE writes the session as a script, ds.mapLabels(...).save() what a view rewrote',
    });
  }
  const only = fields?.split(',').map((name) => name.trim());
  await checkFields(only ?? [], target);
  return changeView({ ...context, target: () => Promise.resolve(target) }, plan, (edit, view) => edit.save(view, only));
}

async function checkFields(names: readonly string[], { dataset }: Target): Promise<void> {
  const known = [...Object.keys(BUILT_IN_FIELDS), ...(await dataset.catalog()).fields.map(({ name }) => name)];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, known);
  throw new UserError('unknown-field', `there is no field ${unknown} to be saved`, {
    hint: near === undefined ? 'schema() lists the fields' : `did you mean ${near}?`,
  });
}
