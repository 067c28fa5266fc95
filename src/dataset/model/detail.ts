/**
 * What may be kept of a dataset as a whole, JSON each:
 * - `info`: an object of notes, as in FiftyOne
 * - `default_classes`: the class list of all label fields that have none of their own
 * - `fiftyone`: members of FiftyOne's description of the dataset that only an export to it gives back
 */
export const DETAIL_NAMES = ['info', 'default_classes', 'fiftyone'] as const;

/** The name of such a thing. */
export type DetailName = (typeof DETAIL_NAMES)[number];
