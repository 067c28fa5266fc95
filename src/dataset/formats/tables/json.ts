import { defineFormat } from '../define-format.ts';
import { jsonText } from './json-text.ts';
import { writeTable } from './write-table.ts';

/** One JSON document: a list of rows. Missing is null. */
export const json = defineFormat({
  name: 'json',
  summary: 'One JSON list of objects: the last result, or a row a sample or label.',
  examples: ["export json out/areas.json --table ds.countValues('area')"],
  takes: ['rows', 'table'],
  toFile: true,
  isText: true,
  writesLast: true,
  keepsMissing: true,
  write: (options, job) => writeTable(options, job, jsonText),
});
