import { editDistance, nearest } from '../model/nearest.ts';
import { CORAL_NAMES } from './coral-names.ts';
import type { TaxonomyFinding } from './taxonomy-finding.ts';

/** A name in data or a taxonomy, and how many labels have it: 0 where it is only listed. */
export type UsedName = { readonly name: string; readonly labels: number };

/** Shorter names are too like each other. */
const SHORTEST = 4;

const KNOWN: ReadonlySet<string> = new Set(CORAL_NAMES.map((name) => name.toLowerCase()));

/**
 * Names that look like a misspelling: no genus or family that is known, and but a few letters away from another name that is
 * there, or else from one that is known. Names that differ in numbers only are meant to.
 */
export function checkSpelling(names: readonly UsedName[], wheres: (used: UsedName) => string): TaxonomyFinding[] {
  const told = new Set<string>();
  return names.toSorted((a, b) => a.labels - b.labels).flatMap((used) => {
    const near = nearestName(used.name, names);
    if (near === undefined || told.has(JSON.stringify([near, used.name]))) return [];
    told.add(JSON.stringify([used.name, near]));
    const other = names.find(({ name }) => name === near);
    const message =
      other === undefined
        ? `no coral of this name is known: misspelt for ${near}?`
        : `looks like ${wheres(other)}, which is there, too: misspelt?`;
    return [{ check: 'spelling', severity: 'warning', message, where: wheres(used) }];
  });
}

function nearestName(name: string, names: readonly UsedName[]): string | undefined {
  if (name.length < SHORTEST || isKnown(name)) return undefined;
  const others = names.map((each) => each.name).filter((other) => isAnother(name, other));
  return nearest(name, others.filter((other) => isClose(name, other))) ?? nearest(name, CORAL_NAMES);
}

/** Whether every part of a name begins with one that is known: `Porites lutea`, `Pavona/Leptoseris`. */
function isKnown(name: string): boolean {
  return name.split('/').every((part) => KNOWN.has(part.trim().toLowerCase().split(/[\s_]/u)[0] ?? ''));
}

/** Not the same but for case, space and numbers, which other checks look at or which are meant. */
function isAnother(name: string, other: string): boolean {
  const folded = (text: string): string => foldedName(text).replaceAll(/\d+/gu, '#');
  return folded(name) !== folded(other);
}

/** A letter in four may differ. */
function isClose(name: string, other: string): boolean {
  const length = Math.min(name.length, other.length);
  return length >= SHORTEST && editDistance(name.toLowerCase(), other.toLowerCase()) <= Math.max(1, length >> 2);
}

/** A name without case, accents of another encoding, and kinds of space. */
export function foldedName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll(/[\s_-]+/gu, ' ').trim();
}
