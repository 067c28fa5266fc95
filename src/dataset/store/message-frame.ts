import { deserialize, serialize } from 'node:v8';

/** A message for a pipe: its length as four bytes, little-endian, then the structured clone of the value. */
export function encodeFrame(value: unknown): Buffer {
  return Buffer.concat(framePieces(value));
}

/** The same in two pieces: a large body is not copied. */
export function framePieces(value: unknown): readonly [head: Buffer, body: Buffer] {
  const body = serialize(value);
  const head = Buffer.alloc(4);
  head.writeUInt32LE(body.length);
  return [head, body];
}

/** Takes chunks of a pipe however they are cut and hands on each message that is complete. */
export function frameReader(receive: (value: unknown) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let length = 0;
  return (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    for (;;) {
      const wanted = 4 + wantedBody(chunks, length);
      if (length < wanted) return;
      const all = Buffer.concat(chunks, length);
      chunks = wanted === length ? [] : [all.subarray(wanted)];
      length -= wanted;
      receive(deserialize(all.subarray(4, wanted)));
    }
  };
}

/** Length of the body of the first message; unbounded while its head is not complete. */
function wantedBody(chunks: Buffer[], length: number): number {
  if (length < 4) return Infinity;
  const [first] = chunks;
  if (first !== undefined && first.length >= 4) return first.readUInt32LE();
  return Buffer.concat(chunks, length).readUInt32LE();
}
