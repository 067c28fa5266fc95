import type { XmlNode } from './xml-children.ts';

/** A task as the head of the file describes it. */
export type CvatTask = { readonly id: number; readonly name: string | null; readonly subset: string | null };

/** What the head of a CVAT file says. */
export type CvatMeta = {
  readonly kind: 'task' | 'project' | 'job' | 'none';
  /** Id of the task, project or job. */
  readonly id: number | null;
  readonly projectName: string | null;
  /** Of a task or job file the only one has the key null. A job does not tell the id of its task. */
  readonly tasks: ReadonlyMap<number | null, CvatTask>;
  readonly subset: string | null;
  /** Names of the labels that are no part of a skeleton, in order. */
  readonly classes: readonly string[];
  /** Points of each skeleton, in order. */
  readonly skeletons: ReadonlyMap<string, readonly string[]>;
  /** `input_type` of attributes by label and name: number, checkbox, text, select or radio. */
  readonly attributeTypes: ReadonlyMap<string, string>;
};

/** A file without a head. */
export const NO_META: CvatMeta = {
  kind: 'none',
  id: null,
  projectName: null,
  tasks: new Map(),
  subset: null,
  classes: [],
  skeletons: new Map(),
  attributeTypes: new Map(),
};

/** Reads the element `meta`. */
export function readMeta(meta: XmlNode): CvatMeta {
  for (const kind of ['project', 'task', 'job'] as const) {
    const node = child(meta, kind);
    if (node === undefined) continue;
    return {
      kind,
      id: numberIn(node, 'id'),
      projectName: kind === 'project' ? textIn(node, 'name') : null,
      tasks: tasksOf(kind, node),
      subset: kind === 'project' ? null : textIn(node, 'subset'),
      ...labelsOf(child(node, 'labels')),
    };
  }
  return NO_META;
}

/** Key of an attribute in `attributeTypes`. */
export function attributeKey(label: string, attribute: string): string {
  return `${label}\n${attribute}`;
}

function tasksOf(kind: CvatMeta['kind'], node: XmlNode): Map<number | null, CvatTask> {
  const nodes = kind === 'project' ? (child(node, 'tasks')?.children ?? []) : kind === 'task' ? [node] : [];
  const tasks = new Map<number | null, CvatTask>();
  for (const task of nodes) {
    const id = numberIn(task, 'id');
    if (id === null) continue;
    tasks.set(kind === 'project' ? id : null, { id, name: textIn(task, 'name'), subset: textIn(task, 'subset') });
  }
  return tasks;
}

function labelsOf(labels: XmlNode | undefined): Pick<CvatMeta, 'classes' | 'skeletons' | 'attributeTypes'> {
  const classes: string[] = [];
  const skeletons = new Map<string, string[]>();
  const attributeTypes = new Map<string, string>();
  for (const label of labels?.children ?? []) {
    const name = textIn(label, 'name') ?? '';
    const parent = textIn(label, 'parent');
    if (parent === null) classes.push(name);
    else skeletons.set(parent, [...(skeletons.get(parent) ?? []), name]);
    for (const [attribute, type] of typesIn(label)) attributeTypes.set(attributeKey(name, attribute), type);
  }
  return { classes, skeletons, attributeTypes };
}

function typesIn(label: XmlNode): (readonly [string, string])[] {
  const attributes = child(label, 'attributes')?.children ?? [];
  return attributes.map((attribute) => [textIn(attribute, 'name') ?? '', textIn(attribute, 'input_type') ?? '']);
}

function child(node: XmlNode, name: string): XmlNode | undefined {
  return node.children.find((one) => one.name === name);
}

function textIn(node: XmlNode, name: string): string | null {
  const text = child(node, name)?.text.trim() ?? '';
  return text === '' ? null : text;
}

function numberIn(node: XmlNode, name: string): number | null {
  const text = textIn(node, name);
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
