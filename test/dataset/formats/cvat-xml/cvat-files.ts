import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { newFolder } from '../read-format.ts';

/** A picture of one grey pixel. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg==',
  'base64',
);

/** Head of a task with a class of each kind that needs one. */
export const META = `<meta><task><id>12</id><name>reef &amp; co</name><subset>Validation</subset><labels>
<label><name>Porites</name><attributes>
  <attribute><name>depth</name><input_type>number</input_type></attribute>
  <attribute><name>alive</name><input_type>checkbox</input_type></attribute>
  <attribute><name>source</name><input_type>text</input_type></attribute>
</attributes></label>
<label><name>quadrat</name><type>skeleton</type></label>
<label><name>top</name><parent>quadrat</parent><attributes>
  <attribute><name>worn</name><input_type>checkbox</input_type></attribute></attributes></label>
<label><name>left</name><parent>quadrat</parent></label>
<label><name>bottom</name><parent>quadrat</parent></label>
</labels></task></meta>`;

/** A whole file of images. */
export function xmlOf(images: string, meta = META): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>\n${meta}\n${images}\n</annotations>\n`;
}

/** An image of 100 by 80 pixels with these shapes. */
export function image(id: number, name: string, shapes = '', more = ''): string {
  return `<image id="${String(id)}" name="${name}" ${more} width="100" height="80">${shapes}</image>`;
}

/** Writes a zip and returns its path; names are stored as they are. */
export async function zipOf(members: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(members)) zip.addBuffer(Buffer.from(content), name, { compress: true });
  zip.end();
  const path = join(newFolder(), 'export.zip');
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}
