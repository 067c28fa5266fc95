import { UserError } from '../diagnostics.ts';
import { nearest } from '../dataset/model/nearest.ts';
import { withRest } from '../dataset/model/read-taxonomy.ts';
import type { Taxonomy } from '../dataset/model/taxonomy.ts';
import { findTaxonomy } from '../dataset/taxonomy/find-taxonomy.ts';
import type { Output } from '../output.ts';
import type { Context } from './context.ts';
import { defineCommand } from './define-command.ts';
import { classesIn } from './classes-in.ts';
import { listTaxonomies } from './list-taxonomies.ts';

const ACTIONS = ['list', 'show', 'check', 'diff'] as const;

export const taxonomyCommand = defineCommand({
  name: 'taxonomy',
  summary: 'List taxonomies, show or check one against the data, or compare two.',
  params: [
    { name: 'action', type: 'string', choices: ACTIONS },
    { name: 'name', type: 'taxonomy', optional: true },
    { name: 'other', type: 'taxonomy', optional: true },
  ],
  flags: [
    { name: 'fields', type: 'string', summary: 'show, check: label fields: a,b; default: all.' },
    { name: 'unmapped', type: 'string', summary: 'show, check: error, keep, drop or a class, for classes in no map.' },
    { name: 'yaml', type: 'bool', summary: 'show: the taxonomy as a file, to make another of.' },
  ],
  scope: 'view',
  effect: 'nothing',
  examples: [
    'taxonomy list',
    'taxonomy show main_families',
    'taxonomy check main_families',
    'taxonomy diff extended finegrained',
  ],
  run: async ({ action, name, other, fields, unmapped, yaml }, context) => {
    if (!isAction(action)) throw noAction(action);
    if (action === 'list') return listTaxonomies(context);
    if (name === undefined) throw usage(`taxonomy ${action} needs the name or the file of one`);
    const taxonomy = withRest(await findTaxonomy(name, context.taxonomies), unmapped);
    if (action === 'diff') return compare(taxonomy, other, context);
    if (other !== undefined) throw usage(`taxonomy ${action} takes one taxonomy`);
    if (action === 'check') return check(taxonomy, fields, context);
    return yaml === true ? yamlOf(taxonomy) : show(taxonomy, fields, context);
  },
});

function isAction(action: string): action is (typeof ACTIONS)[number] {
  return ACTIONS.some((one) => one === action);
}

function noAction(action: string): UserError {
  const near = nearest(action, ACTIONS);
  return usage(`taxonomy cannot ${action}${near === undefined ? '' : `; did you mean ${near}?`}`);
}

function usage(message: string): UserError {
  return new UserError('usage', message, {
    hint: 'taxonomy list, taxonomy show NAME, taxonomy check NAME -d DATASET, or taxonomy diff A B',
  });
}

async function show(taxonomy: Taxonomy, fields: string | undefined, context: Context): Promise<Output> {
  const { taxonomyAlone, taxonomyOnData } = await import('../dataset/taxonomy/taxonomy-table.ts');
  const found = await classesIn(fields, context);
  return found === undefined ? taxonomyAlone(taxonomy) : taxonomyOnData(taxonomy, found.fields);
}

async function yamlOf(taxonomy: Taxonomy): Promise<Output> {
  const [{ dump }, { plainTaxonomy }] = await Promise.all([import('js-yaml'), import('../dataset/model/taxonomy.ts')]);
  return { kind: 'text', text: dump(plainTaxonomy(taxonomy), { lineWidth: -1 }).trimEnd() };
}

async function check(taxonomy: Taxonomy, fields: string | undefined, context: Context): Promise<Output> {
  const { checkTaxonomy } = await import('../dataset/taxonomy/check-taxonomy.ts');
  const found = await classesIn(fields, context);
  const findings = [...checkTaxonomy(taxonomy, found?.fields ?? [])];
  return { kind: 'findings', findings, checked: `${taxonomy.name} against ${found?.what ?? 'nothing'}` };
}

async function compare(one: Taxonomy, name: string | undefined, { taxonomies }: Context): Promise<Output> {
  if (name === undefined) throw usage('taxonomy diff needs two taxonomies');
  const { compareTaxonomies } = await import('../dataset/taxonomy/compare-taxonomies.ts');
  return compareTaxonomies(one, await findTaxonomy(name, taxonomies));
}
