import { snakeCase } from '../param.ts';

/** Names that FiftyOne has and that are refused as not there yet, so that none is ever ignored. */
const NOT_YET = new Set(
  `addSamples splitLabels mergeLabels toEvaluationPatches iterSamples keepFields clone setValues setLabelValues createIndex evaluateDetections evaluateSegmentations stats compute_metadata`.split(
    /\s+/,
  ),
);

/** Whether FiftyOne has something of that name that is not there yet. */
export function isNotYetThere(name: string): boolean {
  return NOT_YET.has(name) || [...NOT_YET].some((each) => snakeCase(each) === name);
}

/** Names that FiftyOne has and that will not come, and what to use instead. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['mongo', 'write the condition with where(...)'],
  ['add_stage', 'call the verb itself'],
  ['rand', 'use take(n, seed) or shuffle(seed)'],
  ['randn', 'use take(n, seed) or shuffle(seed)'],
  ['let_in', 'write the expression out'],
  ['apply', 'write the expression on the value itself'],
  ['get_dynamic_field_schema', 'attributes need no declaring: schema(field) lists them'],
  ['match_frames', 'there are only pictures'],
  ['to_frames', 'there are only pictures'],
  ['to_clips', 'there are only pictures'],
  ['select_groups', 'there are no grouped datasets'],
  ['geo_near', 'there are no locations'],
  ['geo_within', 'there are no locations'],
  ['sort_by_similarity', 'sort by a field: sortBy(...)'],
]);

/** What to use instead of something of FiftyOne that will not come; undefined for other names. */
export function instead(name: string): string | undefined {
  return REFUSED.get(name) ?? REFUSED.get(snakeCase(name));
}
