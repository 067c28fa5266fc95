import type { ClassList, Plan } from './plan.ts';

/** The class list that the last stage to name the classes of a field gives it; undefined where none does. */
export function classListOf({ stages }: Plan, field: string): ClassList | undefined {
  let list: ClassList | undefined;
  for (const stage of stages) {
    if (stage.kind === 'class-list' && stage.field === field) {
      const { taxonomy, names, isOpen } = stage;
      list = { taxonomy, names, isOpen };
    }
    if (stage.kind === 'set-label' && stage.field === field && isClass(stage.part)) list = undefined;
    if (stage.kind === 'concat' && !isSame(list, classListOf(stage.plan, field))) list = undefined;
  }
  return list;
}

function isClass(part: { readonly kind: string; readonly name?: string }): boolean {
  return part.kind === 'property' && part.name === 'label';
}

function isSame(one: ClassList | undefined, other: ClassList | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
