import { hash } from 'node:crypto';
import { UserError } from '../../diagnostics.ts';
import { byteSink } from './byte-sink.ts';
import { type LabelContent, writeLabelContent } from './digest.ts';

/** Id of a sample that came without one: from where it comes from, else from its file path. 24 hex digits. */
export function deriveSampleId(sample: { readonly provenance?: string; readonly filepath: string }): string {
  return hash('sha256', `sample\n${sample.provenance ?? sample.filepath}`, 'hex').slice(0, 24);
}

/** What the id of a label is derived from, besides what the label is. */
export type LabelPlace = {
  readonly sample: string;
  readonly field: string;
  /** How many labels before it in its field are the same in everything: 0 for the first. */
  readonly ordinal: number;
};

/** Id of a label that came without one: from its sample, its field and what it is. 24 hex digits. */
export function deriveLabelId(place: LabelPlace, content: LabelContent): string {
  sink.reset();
  sink.text('label');
  sink.text(place.sample);
  sink.text(place.field);
  sink.u32(place.ordinal);
  writeLabelContent(sink, content);
  return hash('sha256', sink.bytes(), 'hex').slice(0, 24);
}

/** True for 24 lower-case hex digits. */
export function isId(text: string): boolean {
  return ID.test(text);
}

/** The id that a source gave, if it gave one. @throws UserError `invalid` where it is none; `where` is named. */
export function checkedId(id: string | undefined, where: string): string | undefined {
  if (id === undefined || isId(id)) return id;
  throw new UserError('invalid', `${where}: ${JSON.stringify(id)} is no id`, {
    hint: 'an id has 24 lower-case hex digits; leave it out to have one made',
  });
}

const ID = /^[0-9a-f]{24}$/;

/** One for all calls: each writes from the start and hashes before it returns. */
const sink = byteSink();
