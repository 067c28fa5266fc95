import type { ClassMap } from '../../model/class-map.ts';
import type { Json, Label } from '../../model/label.ts';

/** Collects what is said about classes while their labels are written. */
export type Categories = {
  readonly see: (index: number, label: Label) => void;
  /** In the order of the classes, ids from 1. */
  readonly list: () => readonly Json[];
};

/**
 * Categories for the classes: `supercategory` is the attribute of that name of the first label that has it; a class of key
 * points has as many of them as its labels have at most, named by the attribute `elements` or numbered.
 */
export function categoriesOf({ names }: ClassMap): Categories {
  const supercategories = new Map<number, string>();
  const points = new Map<number, readonly string[]>();
  return {
    see: (index, label) => {
      const { supercategory } = label.attributes;
      if (typeof supercategory === 'string' && !supercategories.has(index)) supercategories.set(index, supercategory);
      if (label.kind !== 'keypoint') return;
      const known = points.get(index) ?? [];
      if (label.xy.length / 2 > known.length)
        points.set(index, namesOf(label.xy.length / 2, label.attributes['elements']));
    },
    list: () =>
      names.map((name, i) => {
        const keypoints = points.get(i);
        return {
          id: i + 1,
          name,
          supercategory: supercategories.get(i) ?? null,
          ...(keypoints !== undefined && { keypoints, skeleton: [] }),
        };
      }),
  };
}

function namesOf(count: number, elements: Json | undefined): string[] {
  const given = Array.isArray(elements) ? (elements as readonly Json[]) : [];
  return Array.from({ length: count }, (_, i) => {
    const name = given[i];
    return typeof name === 'string' ? name : String(i + 1);
  });
}
