import type { Label } from '../../model/label.ts';
import type { FieldLabels, FieldValue, Sample } from '../../model/sample.ts';
import type { SampleChanges } from '../../model/sample-changes.ts';
import { FIELDS } from './label-index.ts';
import { keepIds } from './keep-ids.ts';
import { digestOf, splitOf } from './task-samples.ts';

/** What is to be different on a sample, and whether labels go that were changed here since the last pull. */
export type Merged = { readonly changes: SampleChanges; readonly isOverwriting: boolean };

/** Fields that a person may have put right: they are only written where they are missing. */
const READ_FROM_NAME: ReadonlySet<string> = new Set(['area', 'year', 'quadrat_id']);

/**
 * What a sample becomes when the server says something new of its frame; null where nothing is new. Fields, tags and label
 * fields that are not of CVAT stay, and so do the labels as long as they did not change there.
 */
export function mergeSample(here: Sample, there: Sample, isForced: boolean): Merged | null {
  const fields = fieldChanges(here, there);
  const tags = tagChanges(here, there);
  const isNew = isForced || here.fields['cvat_digest'] !== there.fields['cvat_digest'];
  const labels = isNew ? labelChanges(here, there) : undefined;
  if (Object.keys(fields).length === 0 && tags === undefined && labels === undefined) return null;
  return {
    changes: {
      ...(Object.keys(fields).length > 0 && { fields }),
      ...(tags !== undefined && { tags }),
      ...(labels !== undefined && { labels }),
    },
    isOverwriting: labels !== undefined && isChangedHere(here),
  };
}

function fieldChanges(here: Sample, there: Sample): Record<string, FieldValue> {
  const entries = Object.entries(there.fields).filter(([name, value]) => {
    const before = here.fields[name] ?? null;
    if (READ_FROM_NAME.has(name)) return before === null && value !== null;
    return before !== value;
  });
  return Object.fromEntries(entries);
}

/** The split of the new subset in the place of that of the old one, where the subset changed. */
function tagChanges(here: Sample, there: Sample): readonly string[] | undefined {
  const [before, now] = [subsetOf(here), subsetOf(there)];
  if (before === now) return undefined;
  const old = splitOf(before);
  return [...new Set([...here.tags.filter((tag) => !old.includes(tag)), ...splitOf(now)])];
}

function subsetOf({ fields }: Sample): string {
  const subset = fields['cvat_subset'];
  return typeof subset === 'string' ? subset : '';
}

function labelChanges(here: Sample, there: Sample): Record<string, FieldLabels> {
  const names = new Set([...Object.keys(there.labels), ...ownFields(here).map(([name]) => name)]);
  const changed = [...names].map((name): [string, FieldLabels] => {
    const labels = there.labels[name] ?? null;
    return [name, labels === null ? null : keepIds(here.labels[name] ?? [], labels)];
  });
  return Object.fromEntries(changed);
}

/** True where the labels are not those that the last pull brought. */
function isChangedHere(here: Sample): boolean {
  const digest = here.fields['cvat_digest'] ?? null;
  return digest !== null && digest !== digestOf(Object.fromEntries(ownFields(here)));
}

/** The label fields of CVAT that are not missing. */
function ownFields({ labels }: Sample): readonly (readonly [string, readonly Label[]])[] {
  return Object.values(FIELDS).flatMap((name) => {
    const list = labels[name] ?? null;
    return list === null ? [] : [[name, list] as const];
  });
}
