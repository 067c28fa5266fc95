/** Cases in which our answer is meant to differ from FiftyOne's, by reason. `docs/fiftyone.md` says more of each. */
export const DEVIATIONS: Readonly<Record<string, string>> = {
  'a missing operand satisfies no ordered comparison':
    'numbers-03 04 07 09 10 11 17 19 24 31 50 strings-04 filter_labels-21 26 27 31 lists-19 match_labels-14 traps-03 04',
  'values of another type do not compare': 'crosstype-03 04 05 09 16 17 numbers-43',
  'null and missing are one state':
    'exists-24 25 numbers-13 14 crosstype-12 14 filter_labels-23 lists-13 values-02 set_field-12',
  'an unknown field is an error': 'exists-17 18 sort_by-17 fields-08 09',
  'ties stay in the order of the dataset': 'pipeline-07',
  'what is an error there has an answer here':
    'lists-08 32 33 45 set_field-08 09 numbers-25 29 52 53 map_labels-05 histogram-04 crosstype-15 count_values-20 strings-43',
  'text functions and means work on text and numbers': 'strings-36 histogram-09 numeric_agg-28 34 40',
  'upper and lower case of nothing is missing, and of all letters': 'set_field-03 04 values-20',
  'NaN is missing': 'numbers-33 34 35 36 count_values-13 distinct-05 numeric_agg-03 18',
  'the mean of nothing is missing': 'numeric_agg-11 12',
  'shuffles are by a hash of seed and id': 'slice-23 24 25',
  'a filter of MongoDB is refused': 'numbers-54 55 56',
  'bins are not chosen': 'histogram-10',
  'labels are not counted by content': 'count_values-11',
  'whole numbers in free values are ints': 'crosstype-13',
  'attributes need no declaring, and have our names of types': 'schema-01 02 03 04 06 07 08 10',
};

/** Python around a query, which is refused. */
export const PYTHON = 'group_by-02 03 06 fields-01 02 03 04 10 patches-02 04 count_values-12';

/** `numbers-03 04` as `numbers-03`, `numbers-04`. */
export function casesOf(list: string): readonly string[] {
  let group = '';
  return list.split(' ').map((word) => {
    const [name, number] = word.includes('-') ? word.split('-') : [group, word];
    group = name ?? '';
    return `${group}-${number ?? ''}`;
  });
}
