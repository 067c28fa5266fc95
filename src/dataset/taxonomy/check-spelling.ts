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
  const forms = names.map(({ name }) => formOf(name));
  return names
    .toSorted((a, b) => a.labels - b.labels)
    .flatMap((used) => {
      const near = nearestName(used.name, forms);
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

/** A name, what stays the same where only case, space or numbers differ, and its letters in order. */
type Form = { readonly name: string; readonly same: string; readonly letters: string };

function formOf(name: string): Form {
  const letters = name.toLowerCase().split('').sort().join('');
  return { name, same: foldedName(name).replaceAll(/\d+/gu, '#'), letters };
}

const CORALS: readonly Form[] = CORAL_NAMES.map(formOf);

/** Of names that are there a letter in four may differ, of known ones one in three as everywhere. */
function nearestName(name: string, others: readonly Form[]): string | undefined {
  if (name.length < SHORTEST || isKnown(name)) return undefined;
  const own = formOf(name);
  const close = others.filter(
    (other) => other.same !== own.same && other.name.length >= SHORTEST && isWithin(own, other, 4),
  );
  return (
    nearest(
      name,
      close.map((other) => other.name),
    ) ??
    nearest(
      name,
      CORALS.filter((coral) => lettersApart(own, coral) <= name.length / 3).map((coral) => coral.name),
    )
  );
}

/** Whether every part of a name begins with one that is known: `Porites lutea`, `Pavona/Leptoseris`. */
function isKnown(name: string): boolean {
  return name.split('/').every((part) => KNOWN.has(part.trim().toLowerCase().split(/[\s_]/u)[0] ?? ''));
}

/** Whether at most one letter in `each` of the shorter name differs. */
function isWithin(one: Form, other: Form, each: number): boolean {
  const limit = Math.max(1, Math.floor(Math.min(one.name.length, other.name.length) / each));
  if (lettersApart(one, other) > limit) return false;
  return editDistance(one.name.toLowerCase(), other.name.toLowerCase()) <= limit;
}

/** How many letters at least have to change, wherever they stand: quick to find, and never more than the edit distance. */
function lettersApart({ letters: a }: Form, { letters: b }: Form): number {
  let [i, j, onlyA, onlyB] = [0, 0, 0, 0];
  while (i < a.length && j < b.length) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(j)];
    if (x === y) {
      i++;
      j++;
    } else if (x < y) {
      onlyA++;
      i++;
    } else {
      onlyB++;
      j++;
    }
  }
  return Math.max(onlyA + a.length - i, onlyB + b.length - j);
}

/** A name without case, accents of another encoding, and kinds of space. */
export function foldedName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/gu, ' ')
    .trim();
}
