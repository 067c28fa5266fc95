import { hash } from 'node:crypto';
import { type ByteSink, byteSink } from './byte-sink.ts';

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

/** The three digests of one sample: the first 16 bytes of SHA-256 over its canonical bytes. */
export function digestSample(input: DigestInput): Digests<Uint8Array> {
  return {
    labels: digestOf(writeLabels, input),
    fields: digestOf(writeFields, input),
    identity: digestOf(writeIdentity, input),
  };
}

/** Those digests of a sample that are wanted: the input may lack what others are made of. */
export function digestsOf(input: DigestInput, wanted: Digests<boolean>): Partial<Digests<Uint8Array>> {
  return {
    ...(wanted.labels && { labels: digestOf(writeLabels, input) }),
    ...(wanted.fields && { fields: digestOf(writeFields, input) }),
    ...(wanted.identity && { identity: digestOf(writeIdentity, input) }),
  };
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
export function addDigest(sum: bigint, digest: Uint8Array, sign: 1 | -1 = 1): bigint {
  const value = BigInt(`0x${Buffer.from(digest).toString('hex')}`);
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

function digestOf(write: (input: DigestInput) => void, input: DigestInput): Uint8Array {
  sink.reset();
  write(input);
  return hash('sha256', sink.bytes(), 'buffer').subarray(0, 16);
}

function writePicture({ filepath, width, height }: DigestInput): void {
  sink.text(filepath.slice(filepath.lastIndexOf('/') + 1));
  sink.f64(width ?? NaN);
  sink.f64(height ?? NaN);
}

/** A missing field leaves no trace, so that a field first seen later does not change the samples before it. */
function writeLabels(input: DigestInput): void {
  writePicture(input);
  for (const { name, labels } of input.labels) {
    sink.text(name);
    sink.u32(labels.length);
    for (const label of labels) writeLabelContent(sink, label);
  }
}

function writeFields(input: DigestInput): void {
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
}

function writeIdentity(input: DigestInput): void {
  sink.text(input.oid);
  sink.text(input.filepath);
  sink.text(input.provenance);
  for (const { name, labels } of input.labels) {
    if (labels.length === 0) continue;
    sink.text(name);
    sink.u32(labels.length);
    for (const { oid } of labels) sink.text(oid);
  }
}

function writeSorted(texts: readonly string[]): void {
  sink.u32(texts.length);
  for (const text of [...texts].sort()) sink.text(text);
}
