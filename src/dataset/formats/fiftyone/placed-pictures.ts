import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { UserError } from '../../../diagnostics.ts';
import { COPY, LINK, linkPicture, type PictureLink } from '../../media/link-picture.ts';
import type { Sample } from '../../model/sample.ts';
import type { WriteOptions } from '../define-format.ts';
import { pictureName } from '../../media/picture-name.ts';

/** Puts pictures into an export and says which file path a sample gets. */
export type PicturePlacer = {
  readonly place: (sample: Sample) => Promise<string>;
  /** How often each way was gone; `absent` pictures keep the path where they should be. */
  readonly ways: Readonly<Record<PictureLink, number>>;
  readonly absent: () => { readonly count: number; readonly example: string };
};

/**
 * Places pictures in `data/`, under their own base names; of two that have the same, the second gets eight digits made from
 * its id. FiftyOne joins relative paths to the folder of the export. Without pictures, or where one is not there, the path is
 * that of the picture itself, absolute unless it lies inside the export.
 */
export async function picturePlacer(options: WriteOptions): Promise<PicturePlacer> {
  const { out, media, mediaPath } = options;
  const taken = new Set<string>();
  const ways: Record<PictureLink, number> = { 'hard-link': 0, 'symbolic-link': 0, copy: 0 };
  let absent = { count: 0, example: '' };
  if (media !== 'none') await mkdir(join(out, 'data'), { recursive: true });
  const where = (file: string): string => pathFrom(options.finalOut ?? out, file);
  return {
    ways,
    absent: () => absent,
    place: async (sample) => {
      const file = mediaPath(sample);
      if (media === 'none') return where(file);
      const name = freeName(sample, taken);
      const way = await linked(file, join(out, 'data', name), media);
      if (way === undefined) {
        absent = { count: absent.count + 1, example: absent.example || sample.filepath };
        return where(file);
      }
      taken.add(folded(name));
      ways[way] += 1;
      return `data/${name}`;
    },
  };
}

/** With `/` between its parts. */
function pathFrom(folder: string, file: string): string {
  const inside = relative(folder, file);
  const path = inside === '' || inside.startsWith('..') || inside.startsWith(sep) ? file : inside;
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

/** Undefined where there is no picture. */
async function linked(file: string, target: string, media: 'link' | 'copy'): Promise<PictureLink | undefined> {
  try {
    return await linkPicture(file, target, media === 'copy' ? COPY : LINK);
  } catch (error) {
    if (error instanceof UserError && (error.code === 'not-found' || error.code === 'unreadable')) return undefined;
    throw error;
  }
}

function freeName({ filepath, id = filepath }: Sample, taken: ReadonlySet<string>): string {
  const name = pictureName(basename(filepath)).path;
  const dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length;
  for (let attempt = 0; ; attempt++) {
    const key = attempt < 2 ? id : `${id} ${String(attempt)}`;
    const digits = createHash('sha256').update(key).digest('hex').slice(0, 8);
    const other = attempt === 0 ? name : pictureName(`${name.slice(0, dot)}-${digits}${name.slice(dot)}`).path;
    if (!taken.has(folded(other))) return other;
  }
}

/** On some systems names that differ in case are one file. */
function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
