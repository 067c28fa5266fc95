import type { MatchKey } from './match-key.ts';

/** What a merge does, in FiftyOne's terms. */
export type MergeRules = {
  readonly key: MatchKey;
  /** Samples that are in both stay as they are. */
  readonly skipExisting: boolean;
  /** Samples that are not there yet are added. */
  readonly insertNew: boolean;
  /** Fields to take, and what each is called here; null: all. */
  readonly fields: ReadonlyMap<string, string> | null;
  /** Fields not to take. */
  readonly omitFields: ReadonlySet<string>;
  /** Lists, tags and labels become one list; else one takes the place of the other. */
  readonly mergeLists: boolean;
  /** Objects are merged key by key; else one takes the place of the other. */
  readonly mergeEmbeddedDocs: boolean;
  /** Where both have a value, that of the source is taken. */
  readonly overwrite: boolean;
  /** Fields that are not there yet are made. */
  readonly expandSchema: boolean;
  /** Notes and class lists are merged. */
  readonly includeInfo: boolean;
  /** Where both have a note, that of the source is taken; its class lists take the place of those here. */
  readonly overwriteInfo: boolean;
};

/** Whether a field of the source is to be taken, by its name there. */
export function takes({ fields, omitFields }: MergeRules, name: string): boolean {
  return !omitFields.has(name) && (fields === null || fields.has(name));
}
