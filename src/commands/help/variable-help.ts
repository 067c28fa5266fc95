import { counted } from '../../dataset/model/counted.ts';
import type { Dataset } from '../../dataset/dataset.ts';
import type { Answer } from '../../dataset/query/answer.ts';
import { sampleFieldsIn } from '../../dataset/query/named-fields.ts';
import { CURRENT } from '../../dataset/query/sources.ts';
import type { KnownVariable, SessionPort } from '../context.ts';
import { columns } from './columns.ts';
import { type Asked, withinPatience } from './examples-here.ts';

type Asking = Asked & { readonly session: Pick<SessionPort, 'variable'> };

/** What `ds` or a variable of the session is; undefined for any other name. @throws UserError `cancelled` */
export async function variableHelp(name: string, context: Asking): Promise<string | undefined> {
  if (CURRENT.has(name)) return currentHelp(name, await context.session.background());
  const variable = context.session.variable(name);
  if (variable === undefined) return undefined;
  return variable.kind === 'view' ? viewHelp(name, variable, context) : valueHelp(name, variable);
}

/** The dataset that is open, how much is in it, and its fields. */
async function currentHelp(name: string, dataset: Dataset | undefined): Promise<string> {
  if (dataset === undefined)
    return `${name}: the dataset that is open; none is\n  open NAME opens one, datasets lists them.`;
  const { samples, labels, labelFields } = await dataset.info();
  const own = sampleFieldsIn(await dataset.catalog()).filter((field) =>
    labelFields.every((each) => each.name !== field.name),
  );
  return [
    `${name}: the dataset ${dataset.name}`,
    `  ${counted(samples, 'sample')}, ${counted(labels, 'label')}; open NAME makes ds another dataset`,
    '',
    ...columns(
      [
        ...labelFields.map((field) => ({
          name: field.name,
          summary: `${counted(field.labels, 'label')} of ${counted(field.classes, 'class', 'classes')}`,
        })),
        ...own.map((field) => ({ name: field.name, summary: field.type })),
      ],
      '  ',
    ),
  ].join('\n');
}

/** A view is its definition, counted as the data are now. */
async function viewHelp(
  name: string,
  { dataset, text }: Extract<KnownVariable, { kind: 'view' }>,
  context: Asking,
): Promise<string> {
  const answer = await withinPatience(context, (signal) => context.session.evaluate(name, signal));
  const size = typeof answer === 'string' ? 'how much it holds was not found out in a second' : sizeOf(answer);
  return [`${name}: a view of ${dataset}`, `  ${name} = ${text}`, `  ${size}`].join('\n');
}

/** A result that was kept: what it was when it was asked for. */
function valueHelp(name: string, { answer, statement }: Extract<KnownVariable, { kind: 'value' }>): string {
  const told = statement === undefined ? [] : [`  ${statement}`];
  return [`${name}: a result that was kept, not asked again`, ...told, `  ${sizeOf(answer)}`].join('\n');
}

function sizeOf(answer: Answer): string {
  switch (answer.kind) {
    case 'view': {
      const labels = Object.values(answer.labels).reduce((sum, each) => sum + each, 0);
      return `${counted(answer.samples, 'sample')}, ${counted(labels, 'label')}`;
    }
    case 'scalar':
      return answer.value === null
        ? 'a missing value'
        : `a value: ${typeof answer.value === 'object' ? JSON.stringify(answer.value) : String(answer.value)}`;
    case 'list':
      return `a list of ${counted(answer.values.length, 'value')}`;
    case 'table':
      return `a table of ${counted(answer.total, 'row')}: ${answer.columns.map((column) => column.name).join(', ')}`;
    case 'sample':
      return `a sample: ${answer.sample.filepath}`;
    case 'samples':
      return `a list of ${counted(answer.samples.length, 'sample')}`;
  }
}
