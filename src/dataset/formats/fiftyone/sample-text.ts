import { createHash } from 'node:crypto';
import type { FieldValue, Sample } from '../../model/sample.ts';
import type { FieldType } from '../../model/schema.ts';
import { isObject, type JsonObject } from '../../model/json-value.ts';
import { CLASS_NAMES } from './field-documents.ts';
import { dateText, floatText, jsonText, objectIdText, objectText, stringText } from './json-text.ts';
import { labelText, type Size } from './label-text.ts';
import { type WrittenField, writtenKind } from './written-fields.ts';

/** What else a sample's document needs. */
export type SampleContext = {
  readonly fields: readonly WrittenField[];
  /** The id of the dataset, 24 hex digits. */
  readonly dataset: string;
  readonly filepath: string;
  readonly size: Size;
  /** Hears of what could not be written as it is. */
  readonly tell: (reason: string, name: string) => void;
};

/** The document of a sample, and the number of labels in it. */
export type SampleText = { readonly text: string; readonly labels: number };

/**
 * Writes a sample. A missing value is left out; explicit nulls, NaN and what else an import kept are given back.
 *
 * `_rand`, by which FiftyOne shuffles, is made from the id where it is not known: the same export is the same bytes.
 */
export function sampleText(sample: Sample, context: SampleContext): SampleText {
  const { id = '', nulls = [] } = sample;
  let labels = 0;
  const members: [string, string][] = [
    ['_id', objectIdText(id)],
    ['filepath', stringText(context.filepath)],
    ['tags', sample.tags.length === 0 && nulls.includes('tags') ? 'null' : jsonText(sample.tags)],
    ...metadataMember(sample),
    ['_media_type', '"image"'],
    ['_rand', floatText(randOf(sample))],
  ];
  for (const field of context.fields) {
    const written = fieldText(sample, field, context);
    if (written === undefined) continue;
    members.push([field.member, written.text]);
    labels += written.labels;
  }
  members.push(['_dataset_id', objectIdText(context.dataset)], ...dateMembers(sample));
  return { text: objectText(members), labels };
}

function dateMembers({ extras = {} }: Sample): [string, string][] {
  return ['created_at', 'last_modified_at'].flatMap((name): [string, string][] => {
    const date = extras[name];
    return isObject(date) ? [[name, jsonText(date)]] : [];
  });
}

function metadataMember({ extras = {}, width, height, nulls = [] }: Sample): [string, string][] {
  const { metadata } = extras;
  const rest = isObject(metadata) ? metadata : {};
  const size = { ...(width !== null && { width }), ...(height !== null && { height }) };
  const members: JsonObject = { _cls: 'ImageMetadata', ...rest, ...size };
  if (Object.keys(members).length > 1) return [['metadata', jsonText(members)]];
  return nulls.includes('metadata') ? [['metadata', 'null']] : [];
}

/** As an import found it; else from 0.999 to before 1, as FiftyOne draws it. */
function randOf({ id = '', extras }: Sample): number {
  const known = extras?.['_rand'];
  if (typeof known === 'number') return known;
  return 0.999 + createHash('sha256').update(id).digest().readUInt32BE() / 2 ** 32 / 1000;
}

type Written = { readonly text: string; readonly labels: number };

function fieldText(sample: Sample, field: WrittenField, context: SampleContext): Written | undefined {
  const written = field.kind === 'value' ? valueText(sample, field) : labelsText(sample, field, context);
  if (written !== undefined) return typeof written === 'string' ? { text: written, labels: 0 } : written;
  return sample.nulls?.includes(field.source) === true ? { text: 'null', labels: 0 } : undefined;
}

function valueText(
  sample: Sample,
  { source, field, ftype }: WrittenField & { readonly kind: 'value' },
): string | undefined {
  const value = Object.hasOwn(sample.fields, source) ? (sample.fields[source] ?? null) : null;
  if (value !== null) return typedText(value, ftype, field.element);
  const nan = sample.extras?.['nan'];
  const isNan = sample.nulls?.includes(source) === true && Array.isArray(nan) && nan.includes(source);
  return isNan ? floatText(NaN) : undefined;
}

function typedText(value: Exclude<FieldValue, null>, ftype: string, element: FieldType | undefined): string {
  if (value instanceof Date) return dateText(value);
  if (typeof value === 'number') return numberText(value, ftype);
  if (typeof value === 'string') return (TEXTS.get(ftype) ?? stringText)(value);
  if (!Array.isArray(value) || (element !== 'date' && element !== 'float')) return jsonText(value as JsonObject);
  return `[${value.map((item) => elementText(item as FieldValue, element)).join(', ')}]`;
}

function numberText(value: number, ftype: string): string {
  return ftype === 'FloatField' || !Number.isFinite(value) ? floatText(value) : String(value);
}

/** Texts that FiftyOne has types of their own for. */
const TEXTS: ReadonlyMap<string, (value: string) => string> = new Map([
  ['ObjectIdField', objectIdText],
  ['UUIDField', (value) => objectText([['$uuid', stringText(value)]])],
]);

function elementText(value: FieldValue, element: 'date' | 'float'): string {
  if (element === 'float' && typeof value === 'number') return floatText(value);
  const date = typeof value === 'string' ? new Date(value) : undefined;
  return date === undefined || Number.isNaN(date.getTime()) ? jsonText(value as JsonObject) : dateText(date);
}

type LabelsField = WrittenField & { readonly kind: 'labels' };

function labelsText(sample: Sample, field: LabelsField, context: SampleContext): Written | undefined {
  const found = Object.hasOwn(sample.labels, field.source) ? (sample.labels[field.source] ?? null) : null;
  if (found === null) return undefined;
  const labels = found.filter(({ kind }) => writtenKind(kind) === field.label);
  const texts = labels.flatMap((label) => {
    const name = `sample ${sample.id ?? ''}, label ${label.id ?? ''}`;
    const written = labelText(label, field, context.size);
    if (written === undefined) {
      context.tell('labels in pixels of a picture of unknown size', name);
      return [];
    }
    if (written.hasHoles) context.tell(HOLES, name);
    for (const attribute of written.renamed) context.tell(RENAMED, `${name}, ${attribute}`);
    return written.text;
  });
  const one = CLASS_NAMES[field.label];
  if (!field.list) return texts[0] === undefined ? { text: 'null', labels: 0 } : { text: texts[0], labels: 1 };
  const text = objectText([
    ['_cls', stringText(`${one}s`)],
    [`${one.toLowerCase()}s`, `[${texts.join(', ')}]`],
  ]);
  return { text, labels: texts.length };
}

const HOLES =
  'with holes: rings of one label, which FiftyOne fills even-odd in masks and takes for several areas elsewhere';
const RENAMED = 'with a name that FiftyOne or MongoDB has other uses for: written under another';

/** What is only noted, not left out: of which things it is said. */
export const NOTED: ReadonlyMap<string, string> = new Map([
  [HOLES, 'outline'],
  [RENAMED, 'attribute'],
]);
