import { UserError } from '../diagnostics.ts';
import type { PushPlan, PushView } from '../dataset/cvat/push/plan-push.ts';
import type { Pushed } from '../dataset/cvat/push/push-view.ts';
import { classListOf } from '../dataset/query/class-list.ts';
import type { Output } from '../output.ts';
import type { Context } from './context.ts';
import { withCvat } from './cvat-connection.ts';
import { CVAT_FLAGS } from './cvat-flags.ts';
import { defineCommand } from './define-command.ts';
import { chosenLabelFields } from './label-fields.ts';
import { type MappedView, mappedView } from './mapped-view.ts';
import { pushCorrections } from './push-corrections.ts';
import { TAXONOMY_FLAGS } from './taxonomy-flags.ts';

export const pushCommand = defineCommand({
  name: 'push',
  summary: 'Send a view to a new project of CVAT, or with `--labels` corrected labels back to where they came from.',
  params: [{ name: 'view', type: 'view', optional: true }],
  flags: [
    { name: 'project', type: 'string', summary: 'Name of the new project.' },
    { name: 'field', type: 'string', list: true, summary: 'Label field to send; default: those that a pull makes.' },
    ...TAXONOMY_FLAGS,
    { name: 'plan', type: 'bool', summary: 'Only tell what would be made.' },
    { name: 'labels', type: 'bool', summary: 'Write labels back; without --yes only the differences are shown.' },
    { name: 'yes', type: 'bool', summary: 'With --labels: write them.' },
    ...CVAT_FLAGS,
  ],
  scope: 'view',
  effect: 'data',
  examples: [
    'push ds.limit(2) --project corrected --field gt_polylines',
    'push ds --project reef_families --taxonomy main_families',
  ],
  run: async ({ view: text, project, field, taxonomy, unmapped, plan: isPlanned, labels, yes, ...flags }, context) => {
    if (labels === true) {
      expectNone({ project, field, taxonomy, unmapped });
      const target = text === undefined ? await context.target() : await context.view(text);
      return withCvat(flags, context, ({ connection: { requests } }) =>
        pushCorrections(target, { requests, isWriting: yes === true && isPlanned !== true }, context),
      );
    }
    if (project === undefined) {
      throw new UserError('usage', 'push needs the name of the new project', {
        hint: 'push VIEW --project NAME; push VIEW --labels writes corrected labels back',
      });
    }
    const view = await viewToPush(text, { field, taxonomy, unmapped }, context);
    const { planPush } = await import('../dataset/cvat/push/plan-push.ts');
    const plan = await planPush(view, context.job);
    if (isPlanned === true) return planOutput(plan);
    return withCvat(flags, context, async ({ connection: { requests } }) => {
      const { pushView } = await import('../dataset/cvat/push/push-view.ts');
      const { library, job } = context;
      const pushed = await pushView(view, plan, { requests, library, name: project, job });
      return pushedOutput(project, { plan, view, pushed, url: requests.url });
    });
  },
});

/** What belongs to a new project. */
function expectNone(flags: Readonly<Record<string, unknown>>): void {
  const given = Object.keys(flags).find((name) => flags[name] !== undefined);
  if (given === undefined) return;
  throw new UserError('usage', `labels go back to where they came from, as they are: --labels takes no --${given}`);
}

type Result = {
  readonly plan: PushPlan;
  readonly view: PushedView;
  readonly pushed: Pushed;
  readonly url: string;
};

function pushedOutput(project: string, { plan: { faults, labels }, view, pushed, url }: Result): Output {
  const taxonomies = new Set(view.fields.flatMap((field) => classListOf(view.plan, field)?.taxonomy ?? []));
  return {
    kind: 'change',
    dataset: `${project} (${url}/projects/${String(pushed.project)})`,
    samples: pushed.pictures,
    labels: pushed.labels,
    what: { 'tasks made': pushed.tasks, 'pictures sent': pushed.pictures, 'labels sent': pushed.labels },
    skipped: [...view.dropped, ...faults.list()],
    notes: [
      ...Array.from(taxonomies, (name) => `classes of the taxonomy ${name}`),
      `labels of the project: ${labels.map(({ name, type }) => `${name} (${type})`).join(', ')}`,
    ],
    undo: null,
  };
}

/** Label fields that a pull makes. */
const USUAL = ['gt_polylines', 'gt_detections', 'gt_keypoints', 'gt_masks', 'gt_classifications'];

type Choice = {
  readonly field: readonly string[] | undefined;
  readonly taxonomy: string | undefined;
  readonly unmapped: string | undefined;
};

type PushedView = PushView & MappedView;

async function viewToPush(
  text: string | undefined,
  { field: given, ...mapping }: Choice,
  context: Context,
): Promise<PushedView> {
  const target = text === undefined ? await context.target() : await context.view(text);
  const chosen = chosenLabelFields(given, (await target.dataset.catalog()).fields);
  const fields = given === undefined ? USUAL.filter((name) => chosen.includes(name)) : chosen;
  if (fields.length === 0) {
    throw new UserError('usage', 'which label field is to be pushed?', {
      hint: `--field ${chosen.join(' or --field ')}`,
    });
  }
  return { ...(await mappedView(target, { ...mapping, fields }, context)), fields };
}

/** A task a row. */
function planOutput({ tasks }: PushPlan): Output {
  const rows = tasks.map(({ name, subset, pictures, labels, isDone }) => [
    ...['make', name, subset === '' ? null : subset, pictures.length, labels],
    isDone ? 'completed' : 'new',
  ]);
  return {
    kind: 'table',
    columns: [
      { name: 'action', type: 'string' },
      { name: 'task', type: 'string' },
      { name: 'subset', type: 'string' },
      { name: 'pictures', type: 'int' },
      { name: 'labels', type: 'int' },
      { name: 'jobs', type: 'string' },
    ],
    rows,
    total: rows.length,
  };
}
