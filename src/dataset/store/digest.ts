import { hash } from 'node:crypto';
import { type ByteSink, byteSink } from './byte-sink.ts';
import { digestSum } from './digest-sum.ts';

/** What a label is: everything but its id, its tags and where it stands. */
export type LabelContent = {
  readonly kind: string;
  readonly label: string | null;
  readonly confidence: number | null;
  /** Canonical JSON; empty where there are none. */
  readonly attributes: string;
  readonly geometry: Uint8Array | null;
};

/** What the three digests of a sample are made of. */
export type DigestInput = {
  readonly oid: string;
  readonly filepath: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly provenance: string | null;
  readonly tags: readonly string[];
  /** Values of user fields that are not missing, as `canonicalValue` writes them, by name. */
  readonly values: readonly (readonly [name: string, value: string])[];
  /** Label fields that are not missing, by name. */
  readonly labels: readonly {
    readonly name: string;
    readonly labels: readonly (LabelContent & { readonly oid: string; readonly tags: readonly string[] })[];
  }[];
};

/** A number for each of the three digests: of one sample, or their sums mod 2^128 for a dataset. */
export type Digests<T> = { readonly labels: T; readonly fields: T; readonly identity: T };

/** The names of the digests. */
export const DIGEST_NAMES = ['labels', 'fields', 'identity'] as const;

/** The three digests of one sample, 32 hex digits each, as `docs/schema.md` says. */
export function digestSample(input: DigestInput): Digests<string> {
  return { labels: labelsDigest(input), fields: fieldsDigest(input), identity: identityDigest(input) };
}

/** Those digests of a sample that are wanted: the input may lack what others are made of. */
export function digestsOf(input: DigestInput, wanted: Digests<boolean>): Partial<Digests<string>> {
  return {
    ...(wanted.labels && { labels: labelsDigest(input) }),
    ...(wanted.fields && { fields: fieldsDigest(input) }),
    ...(wanted.identity && { identity: identityDigest(input) }),
  };
}

/** The picture of a sample, as far as its digests know it. */
export type DigestedPicture = Pick<DigestInput, 'filepath' | 'width' | 'height'>;

/** A label that stays where it is and becomes another. */
export type ChangedContent = {
  readonly field: string;
  /** How many labels of its field stand before it. */
  readonly rank: number;
  readonly before: LabelContent;
  readonly after: LabelContent;
};

/** What the digest of labels of a sample grows by where some of them become others: 32 hex digits, modulo 2^128. */
export function labelsGrowth(picture: DigestedPicture, changes: readonly ChangedContent[]): string {
  sink.reset();
  writePicture(picture);
  const start = sink.length();
  for (const { field, rank, before, after } of changes) {
    sink.rewind(start);
    sink.text(field);
    sink.u32(rank);
    const place = sink.length();
    writeLabelContent(sink, before);
    addPart(-1);
    sink.rewind(place);
    writeLabelContent(sink, after);
    addPart();
  }
  return sum.take();
}

/** Writes what a label is, for ids and digests alike. */
export function writeLabelContent(sink: ByteSink, content: LabelContent): void {
  sink.text(content.kind);
  sink.text(content.label);
  sink.f64(content.confidence ?? NaN);
  sink.text(content.attributes);
  sink.blob(content.geometry);
}

/** Adds (or with -1 takes away) the digest of a sample to a sum. */
export function addDigest(sum: bigint, digest: string, sign: 1 | -1 = 1): bigint {
  const value = parseDigest(digest);
  return BigInt.asUintN(128, sign === 1 ? sum + value : sum - value);
}

/** 32 hex digits. */
export function formatDigest(sum: bigint): string {
  return sum.toString(16).padStart(32, '0');
}

/** Reads what `formatDigest` wrote. */
export function parseDigest(text: string): bigint {
  return BigInt(`0x${text}`);
}

const sink = byteSink();
const sum = digestSum();

/** Adds the digest of what is in the sink. */
function addPart(sign: 1 | -1 = 1): void {
  sum.add(hash('sha256', sink.bytes(), 'binary'), sign);
}

function digestOfSink(): string {
  return hash('sha256', sink.bytes(), 'hex').slice(0, 32);
}

function writePicture({ filepath, width, height }: DigestedPicture): void {
  sink.text(filepath.slice(filepath.lastIndexOf('/') + 1));
  sink.f64(width ?? NaN);
  sink.f64(height ?? NaN);
}

/**
 * A sum over the picture, each field that is there, and each label, so that a label that becomes another costs no other label.
 * A missing field leaves no trace: a field first seen later does not change the samples before it.
 */
function labelsDigest(input: DigestInput): string {
  sink.reset();
  writePicture(input);
  addPart();
  const start = sink.length();
  for (const { name, labels } of input.labels) {
    sink.rewind(start);
    sink.text(name);
    addPart();
    const place = sink.length();
    for (let rank = 0; rank < labels.length; rank++) {
      const label = labels[rank];
      if (label === undefined) continue;
      sink.rewind(place);
      sink.u32(rank);
      writeLabelContent(sink, label);
      addPart();
    }
  }
  return sum.take();
}

function fieldsDigest(input: DigestInput): string {
  sink.reset();
  writePicture(input);
  writeSorted(input.tags);
  for (const [name, value] of input.values) {
    sink.text(name);
    sink.text(value);
  }
  for (const { name, labels } of input.labels) {
    for (const [position, { tags }] of labels.entries()) {
      if (tags.length === 0) continue;
      sink.text(name);
      sink.u32(position);
      writeSorted(tags);
    }
  }
  return digestOfSink();
}

function identityDigest({ oid, filepath, provenance, labels }: DigestInput): string {
  sink.reset();
  sink.text(oid);
  sink.text(filepath);
  sink.text(provenance);
  for (const { name, labels: list } of labels) {
    if (list.length === 0) continue;
    sink.text(name);
    sink.u32(list.length);
    for (const label of list) sink.text(label.oid);
  }
  return digestOfSink();
}

function writeSorted(texts: readonly string[]): void {
  sink.u32(texts.length);
  for (const text of [...texts].sort()) sink.text(text);
}
