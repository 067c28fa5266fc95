import { UserError } from '../../../diagnostics.ts';
import type { Tally } from '../../model/tally.ts';

/** What an import tells at its end. Reasons read on after a number: `3 labels without ...`. */
export type Told = {
  /** What was left out. */
  readonly dropped: Tally;
  /** What was kept in another way than might be thought. */
  readonly noted: Tally;
};

/** Where in an export something stands: the file, the sample in it, and below that a field or label in words. */
export type Place = {
  readonly file: string;
  /** The id of the sample, or its number in the file where it has none. */
  readonly sample: string;
  readonly inside?: string;
  /** Folder to which relative file paths refer. */
  readonly folder: string;
  readonly told: Told;
};

/** The place of something inside. */
export function within(place: Place, inside: string): Place {
  return { ...place, inside: place.inside === undefined ? inside : `${place.inside}, ${inside}` };
}

/** Ends an import for what stands at a place. @throws UserError `invalid` that names file, sample and what is inside it */
export function refuse(place: Place, complaint: string): never {
  throw new UserError('invalid', `${place.file}, ${nameOf(place)}: ${complaint}`, {
    hint: 'nothing was imported; mend the sample in FiftyOne and export again, or mend the file',
  });
}

/** Counts something at a place. */
export function tell(place: Place, kind: keyof Told, reason: string): void {
  place.told[kind].count(reason, nameOf(place));
}

function nameOf({ sample, inside }: Place): string {
  return inside === undefined ? `sample ${sample}` : `sample ${sample}, ${inside}`;
}
