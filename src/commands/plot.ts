import { UserError } from '../diagnostics.ts';
import type { Output } from '../output.ts';
import type { Context } from './context.ts';
import { defineCommand } from './define-command.ts';
import { type Drawing, drawingOf, FORMS, type Form } from './plot-drawing.ts';
import { plotFields } from './plot-fields.ts';

export const plotCommand = defineCommand({
  name: 'plot',
  summary: 'Draw how the values of a field are spread, or how two fields go together.',
  params: [
    { name: 'x', type: 'string', summary: 'A field, or an expression such as gt_polylines.map(area()).' },
    { name: 'y', type: 'string', optional: true, summary: 'Another one.' },
  ],
  flags: [
    {
      name: 'kind',
      type: 'string',
      choices: FORMS,
      summary: 'How it is drawn; default: what fits the fields.',
    },
  ],
  scope: 'view',
  effect: 'nothing',
  examples: [
    'plot gt_polylines.label tags',
    'plot area year --kind heat',
    "ds.plot('gt_polylines.map(area())', 'gt_polylines.map(vertices())')",
  ],
  run: ({ x, y, kind }, context) => plot(x, y, kind, context),
});

async function plot(x: string, y: string | undefined, kind: Form | undefined, context: Context): Promise<Output> {
  const { signal } = context.job;
  const { text } = await context.target();
  const asked = [x, ...(y === undefined ? [] : [y])];
  const query = await context.query(`${text}.countBy(${asked.join(', ')})`);
  const fields = await plotFields(query, signal);
  if (fields.length !== asked.length) {
    throw new UserError('bad-argument', 'a plot has one or two fields', { hint: "write plot('area', 'year')" });
  }
  const drawing: Drawing = { ...query, fields, signal };
  return drawingOf(drawing, kind);
}
