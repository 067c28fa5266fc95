import { createHash } from 'node:crypto';
import type { Sample } from '../../model/sample.ts';

/** A name without and with its extension, e.g. `quadrat` and `.JPG`. */
export type FileName = { readonly stem: string; readonly extension: string };

/** Gives each sample a stem that no other has, whatever its extension and case: label files are named by the stem alone. */
export type NameGiver = (sample: Pick<Sample, 'id' | 'filepath'>, extension: string) => string;

/**
 * The name of a sample's picture, made safe: base name only, NFC, control characters replaced, no dot at the start (where
 * trainers that list a folder do not see it). `###`, spaces, accents and `%` stay.
 */
export function fileNameOf({ filepath }: Pick<Sample, 'filepath'>): FileName {
  const base = (filepath.split(/[/\\]/u).at(-1) ?? '').toWellFormed().normalize('NFC');
  const clean = base.replaceAll(/\p{Cc}|[\u2028\u2029]/gu, '_').replace(/^\./u, '_');
  const dot = clean.lastIndexOf('.');
  const hasExtension = dot > 0 && dot < clean.length - 1 && clean.length - dot <= 10;
  const stem = hasExtension ? clean.slice(0, dot) : clean;
  return { stem: stem === '' ? 'picture' : stem, extension: hasExtension ? clean.slice(dot) : '' };
}

/** What two stems must not have in common: on some systems names that differ in case are one file. */
export function foldStem(stem: string): string {
  return stem.toLowerCase().normalize('NFC');
}

/**
 * Names for a set of samples whose folded stems occur as often as `occurrences` says. A stem that several share, or that is
 * too long, gets a suffix made from the sample's id (else its path), so that a picture keeps its name when the order or the
 * split of others changes.
 */
export function nameGiver(occurrences: ReadonlyMap<string, number>): NameGiver {
  const given = new Set<string>();
  return (sample, extension) => {
    const { stem } = fileNameOf(sample);
    const room = 255 - Math.max(Buffer.byteLength(extension), LABEL_EXTENSION);
    const isAlone = (occurrences.get(foldStem(stem)) ?? 1) <= 1;
    if (isAlone && Buffer.byteLength(stem) <= room) return stem;
    for (let attempt = 1; ; attempt++) {
      const name = `${cut(stem, room - SUFFIX)}-${suffix(sample, attempt)}`;
      const folded = foldStem(name);
      if (given.has(folded) || occurrences.has(folded)) continue;
      given.add(folded);
      return name;
    }
  };
}

const LABEL_EXTENSION = '.txt'.length;
const SUFFIX = 9;

function suffix({ id, filepath }: Pick<Sample, 'id' | 'filepath'>, attempt: number): string {
  const key = attempt === 1 ? (id ?? filepath) : `${id ?? filepath} ${String(attempt)}`;
  return createHash('sha256')
    .update(key)
    .digest('hex')
    .slice(0, SUFFIX - 1);
}

/** The longest beginning that fits into so many bytes of UTF-8. */
function cut(text: string, bytes: number): string {
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += Buffer.byteLength(character);
    if (used > bytes) break;
    kept += character;
  }
  return kept;
}
