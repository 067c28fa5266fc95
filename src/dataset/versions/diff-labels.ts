import { differsByRounding } from '../geometry/differs-by-rounding.ts';
import { overlap } from '../geometry/label-overlap.ts';
import type { PictureSize } from '../geometry/measure.ts';
import { pairLabels } from '../geometry/pair-labels.ts';
import type { DiffEntry } from '../model/diff.ts';
import type { Json, Label } from '../model/label.ts';
import type { PackedLabel, PackedSample } from '../model/packed-sample.ts';
import { isDeepStrictEqual } from 'node:util';
import { attributesOf, sameGeometry, sameLabel, sameProperties, sameTags } from './same-label.ts';

/** Where labels stand, and how they are compared. */
type Comparing = {
  readonly sample: Pick<PackedSample, 'id' | 'filepath'>;
  readonly field: string;
  readonly size: PictureSize;
  readonly least: number;
  /** Whether differences are kept: only then it is worth finding out how much labels overlap. */
  readonly isWanted: () => boolean;
};

/** What became of the labels of a field of one sample. */
export function diffLabels(
  was: readonly PackedLabel[],
  is: readonly PackedLabel[],
  comparing: Comparing,
): readonly DiffEntry[] {
  if (isSameList(was, is)) return [];
  const { size, least } = comparing;
  const { pairs, first, second } = pairLabels(was, is, {
    idOf: ({ id }) => id,
    shapeOf,
    labelOf: ({ unpack }) => unpack(),
    size,
    least,
  });
  return [
    ...pairs.flatMap(([before, after]) => diffPair(before, after, comparing)),
    ...first.map((label) => labelEntry(label, comparing, { what: 'removed' })),
    ...second.map((label) => labelEntry(label, comparing, { what: 'added' })),
  ];
}

/** Whether nothing differs, whatever the ids: where two labels have one, they would be paired crosswise. */
function isSameList(was: readonly PackedLabel[], is: readonly PackedLabel[]): boolean {
  return was.length === is.length && was.every((label, i) => is[i] !== undefined && sameLabel(label, is[i]));
}

function diffPair(before: PackedLabel, after: PackedLabel, comparing: Comparing): readonly DiffEntry[] {
  const entries: DiffEntry[] = [];
  if (!sameGeometry(before, after)) {
    entries.push(labelEntry(after, comparing, howMoved(before.unpack(), after.unpack(), comparing)));
  }
  if (before.label !== after.label) {
    entries.push(labelEntry(after, comparing, { what: 'relabelled', from: before.label, to: after.label }));
  }
  if (!sameTags(before.tags, after.tags)) {
    entries.push(labelEntry(after, comparing, { what: 'retagged', from: before.tags, to: after.tags }));
  }
  if (!sameProperties(before, after)) {
    entries.push(labelEntry(after, comparing, { what: 'changed', ...differingProperties(before, after) }));
  }
  return entries;
}

function howMoved(was: Label, is: Label, { size, isWanted }: Comparing): Pick<DiffEntry, 'what' | 'iou'> {
  if (differsByRounding(was, is, size)) return { what: 'rounded', iou: null };
  return { what: 'moved', iou: isWanted() ? overlap(was, is, size) : null };
}

/** Confidence and attributes that differ, as they were and as they are. */
function differingProperties(before: PackedLabel, after: PackedLabel): Pick<DiffEntry, 'from' | 'to'> {
  const [was, is] = [propertiesOf(before), propertiesOf(after)];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  const differing = names.filter((name) => !isDeepStrictEqual(was[name], is[name]));
  const pick = (of: typeof was): Record<string, Json> =>
    Object.fromEntries(differing.flatMap((name) => (of[name] === undefined ? [] : [[name, of[name]] as const])));
  return { from: pick(was), to: pick(is) };
}

function propertiesOf(label: PackedLabel): Readonly<Record<string, Json | undefined>> {
  const { confidence } = label;
  return { ...(confidence !== null && { confidence }), ...attributesOf(label) };
}

function labelEntry(
  label: PackedLabel,
  { sample: { id, filepath }, field }: Comparing,
  entry: Pick<DiffEntry, 'what'> & Partial<Pick<DiffEntry, 'from' | 'to' | 'iou'>>,
): DiffEntry {
  const { what, from = null, to = null, iou = null } = entry;
  return { of: 'label', what, sample: id, filepath, field, label: label.id, class: label.label, from, to, iou };
}

function shapeOf({ kind, label, closed, filled, geometry }: PackedLabel): string {
  const points = geometry === null ? '' : Buffer.from(geometry).toString('latin1');
  return `${kind} ${JSON.stringify(label)} ${String(closed)} ${String(filled)} ${points}`;
}
