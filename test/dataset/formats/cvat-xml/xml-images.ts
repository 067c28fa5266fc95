import { createReadStream } from 'node:fs';
import { childrenOf, type XmlNode } from '../../../../src/dataset/formats/cvat-xml/xml-children.ts';

/** The elements `image` of an annotations file, in order. */
export async function xmlImages(file: string): Promise<XmlNode[]> {
  const images: XmlNode[] = [];
  for await (const node of childrenOf(createReadStream(file) as AsyncIterable<Uint8Array>, file, 'annotations')) {
    if (node.name === 'image') images.push(node);
  }
  return images;
}

/** The attributes that are children of a shape, by their names. */
export function ownOf({ children }: XmlNode): Record<string, string> {
  return Object.fromEntries(children.map(({ attributes, text }) => [attributes['name'] ?? '', text]));
}
