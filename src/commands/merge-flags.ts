import { UserError } from '../diagnostics.ts';
import { matchKey } from '../dataset/versions/match-key.ts';
import type { MergeRules } from '../dataset/versions/merge-rules.ts';
import { PLAN } from './change-output.ts';
import type { Flag } from './declaration.ts';
import type { Input } from './define-command.ts';

/** Flags of commands that merge, named as in FiftyOne. */
export const MERGE_FLAGS = [
  {
    name: 'by',
    aliases: ['key-field'],
    type: 'string',
    summary: 'What tells that two samples are the same: path, name, id, cvat, or a field; default: path.',
  },
  { name: 'skip-existing', type: 'bool', summary: 'Leave samples that are in both as they are.' },
  { name: 'insert-new', type: 'bool', summary: 'Add samples that are not there yet; default: true.' },
  { name: 'fields', type: 'string', summary: 'Only these fields: a,b; a=x takes a under the name x.' },
  { name: 'omit-fields', type: 'string', summary: 'Not these fields: a,b.' },
  {
    name: 'overwrite',
    type: 'bool',
    summary: 'Where both have a value, or a label of one id, take that of the source; default: true.',
  },
  {
    name: 'merge-lists',
    type: 'bool',
    summary: 'Make one list of two, of labels by id; else one takes the place of the other; default: true.',
  },
  { name: 'merge-embedded-docs', type: 'bool', summary: 'Merge objects key by key.' },
  { name: 'expand-schema', type: 'bool', summary: 'Make fields that are not there yet; default: true.' },
  { name: 'include-info', type: 'bool', summary: 'Merge notes and class lists too; default: true.' },
  {
    name: 'overwrite-info',
    type: 'bool',
    summary: 'Where both have a note, take that of the source; and its class lists as they are.',
  },
  PLAN,
] as const satisfies readonly Flag[];

/** What the flags of a merge say. */
export type MergeInput = Input<readonly [], typeof MERGE_FLAGS>;

/** The rules that the flags say. @throws UserError `bad-argument` */
export function mergeRules(input: Partial<MergeInput>): MergeRules {
  const { by = 'path', insertNew = true, overwrite = true, mergeLists = true, expandSchema = true } = input;
  return {
    key: matchKey(by),
    skipExisting: input.skipExisting === true,
    insertNew,
    fields: input.fields === undefined ? null : fieldNames(input.fields),
    omitFields: new Set(input.omitFields === undefined ? [] : fieldNames(input.omitFields).keys()),
    mergeLists,
    mergeEmbeddedDocs: input.mergeEmbeddedDocs === true,
    overwrite,
    expandSchema,
    includeInfo: input.includeInfo !== false,
    overwriteInfo: input.overwriteInfo === true,
  };
}

/** `a,b=c`, or as an object of JSON, which a chained call gives. */
function fieldNames(text: string): ReadonlyMap<string, string> {
  if (text.startsWith('{')) return new Map(Object.entries(JSON.parse(text) as Readonly<Record<string, string>>));
  return new Map(
    text.split(',').map((each) => {
      const [from = '', to = from] = each.split('=').map((name) => name.trim());
      if (from !== '' && to !== '') return [from, to] as const;
      throw new UserError('bad-argument', `a field without a name: ${text}`, {
        hint: 'write names with commas between them: area,year, or area=area_b',
      });
    }),
  );
}
