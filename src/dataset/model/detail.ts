/**
 * What may be kept of a dataset as a whole, JSON each:
 * - `info`: an object of notes, as in FiftyOne
 * - `default_classes`: the class list of all label fields that have none of their own
 * - `fiftyone`: members of FiftyOne's description of the dataset that only an export to it gives back
 */
export type DetailName = 'info' | 'default_classes' | 'fiftyone';
