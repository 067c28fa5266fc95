import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../../diagnostics.ts';
import type { Job } from '../../model/job.ts';
import type { Tally } from '../../model/tally.ts';
import type { ReadOptions } from '../define-format.ts';
import { openSource, pieces } from '../source-file.ts';
import type { CvatSource } from './cvat-source.ts';
import { openZip } from './cvat-zip.ts';
import { namesIn } from '../names-in.ts';

/**
 * Opens an XML file, a folder with `annotations.xml` (or a single .xml file), or a zip with `annotations.xml`. Pictures are
 * looked for in `--media`, else in `images` beside the XML; those in a zip are unpacked.
 *
 * @throws UserError where there is no such file
 */
export async function openCvat(options: ReadOptions, tally: Tally, job: Job): Promise<CvatSource> {
  const stats = statSync(options.path, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) return openXml(await xmlIn(options.path), options, job);
  if (await isZip(options.path)) return openZip(options, folderLookup(options, dirname(options.path)), tally, job);
  return openXml(options.path, options, job);
}

async function openXml(path: string, options: ReadOptions, job: Job): Promise<CvatSource> {
  const file = await openSource(path);
  return {
    name: path,
    xml: () => pieces(file, job, 'reading annotations'),
    picture: folderLookup(options, dirname(path)),
    notes: () => [],
    close: () => file.handle.close(),
  };
}

async function xmlIn(folder: string): Promise<string> {
  const usual = join(folder, 'annotations.xml');
  if (existsSync(usual)) return usual;
  const [only, ...others] = (await namesIn(folder)).filter((name) => name.toLowerCase().endsWith('.xml'));
  if (only !== undefined && others.length === 0) return join(folder, only);
  const what = only === undefined ? 'no annotations.xml' : 'several .xml files, and none is annotations.xml';
  throw new UserError('not-found', `${folder} has ${what}`, { hint: 'name the XML file itself' });
}

/** Whether a file begins as a zip does. @throws UserError where it cannot be read */
export async function isZip(path: string): Promise<boolean> {
  const file = await openSource(path);
  try {
    const { buffer } = await file.handle.read(Buffer.alloc(4), 0, 4, 0);
    const signature = buffer.toString('latin1');
    return signature === 'PK\x03\x04' || signature === 'PK\x05\x06';
  } finally {
    await file.handle.close();
  }
}

function folderLookup({ media }: ReadOptions, beside: string): CvatSource['picture'] {
  const folders = media === null ? [join(beside, 'images'), beside] : [media, join(media, 'images')];
  return (names) => {
    const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
    const found = candidates.find((candidate) => existsSync(candidate));
    return Promise.resolve({ path: found ?? candidates[0] ?? beside, exists: found !== undefined });
  };
}
