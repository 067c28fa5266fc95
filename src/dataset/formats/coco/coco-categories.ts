import type { ClassMap } from '../../model/class-map.ts';
import type { Json, Label } from '../../model/label.ts';

/** Collects what is said about classes while their labels are written. */
export type Categories = {
  /** Takes a label that becomes an annotation. */
  readonly see: (index: number, label: Label) => void;
  /** Takes a label that becomes a result. */
  readonly seeResult: (index: number, label: Label) => void;
  /** In the order of the classes, ids from 1. */
  readonly list: () => readonly Json[];
};

/**
 * Categories for the classes: `supercategory` is the attribute of that name of the first label that has it; a class of key
 * points has as many of them as its labels have at most, named by the attribute `elements` or numbered. Results are asked where
 * annotations say nothing: pycocotools' `showAnns` takes the `skeleton` of a category as there once a result has key points.
 */
export function categoriesOf({ names }: ClassMap): Categories {
  const [annotations, results] = [noneSaid(), noneSaid()];
  return {
    see: (index, label) => {
      take(annotations, index, label);
    },
    seeResult: (index, label) => {
      take(results, index, label);
    },
    list: () =>
      names.map((name, i) => {
        const keypoints = annotations.points.get(i) ?? results.points.get(i);
        return {
          id: i + 1,
          name,
          supercategory: annotations.supercategories.get(i) ?? results.supercategories.get(i) ?? null,
          ...(keypoints !== undefined && { keypoints, skeleton: [] }),
        };
      }),
  };
}

/** What labels say about their classes, by the number of the class. */
type Said = { readonly supercategories: Map<number, string>; readonly points: Map<number, readonly string[]> };

function noneSaid(): Said {
  return { supercategories: new Map(), points: new Map() };
}

function take({ supercategories, points }: Said, index: number, label: Label): void {
  const { supercategory, elements } = label.attributes;
  if (typeof supercategory === 'string' && !supercategories.has(index)) supercategories.set(index, supercategory);
  if (label.kind !== 'keypoint') return;
  const count = label.xy.length / 2;
  if (count > (points.get(index)?.length ?? 0)) points.set(index, namesOf(count, elements));
}

function namesOf(count: number, elements: Json | undefined): string[] {
  const given = Array.isArray(elements) ? (elements as readonly Json[]) : [];
  return Array.from({ length: count }, (_, i) => {
    const name = given[i];
    return typeof name === 'string' ? name : String(i + 1);
  });
}
